package dev.stormwatch.replay.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.telemetry.EventId;
import dev.stormwatch.telemetry.KinesisRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what was never in Kinesis as if it had been. The arrival that is missing is taken from the
 * ingestion time, where the input or its event ids tell one, else from the event's own time.
 */
final class Import {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SHARD = "shardId-000000000000";

  private final Path path;
  private final InputFormat format;
  private final List<KinesisRecord> records = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Path reading;
  private long bytes;
  private BadLines badLines = BadLines.NONE;

  private Import(Path path, InputFormat format) {
    this.path = path;
    this.format = format;
    this.reading = path;
  }

  /** What reads one kind of content. */
  private interface Content {
    void read(InputStream text) throws IOException;
  }

  /** What reads one kind of content that lies in several files. */
  private interface Contents {
    void read(Path file, InputStream text) throws IOException;
  }

  private Input read(Content content) throws UserException {
    return read(List.of(path), (only, text) -> content.read(text));
  }

  private Input read(List<Path> files, Contents contents) throws UserException {
    for (Path each : files) {
      reading = each;
      try (CountedFile counted = CountedFile.open(each)) {
        contents.read(each, counted.text(each));
        bytes += counted.bytes();
      } catch (IOException e) {
        throw new UserException(
            each + ": taken for " + format.title() + ", but " + Inputs.firstLine(e));
      }
    }
    // Stable: what arrived in the same millisecond stays in the input's order.
    records.sort(Comparator.comparingLong(record -> record.arrival));
    return new ListedRecords(
        format, path, files, records, FunctionId.UNKNOWN, notes, bytes, badLines);
  }

  static Input getRecords(Path file) throws UserException {
    Import into = new Import(file, InputFormat.GET_RECORDS);
    return into.read(
        text -> {
          try (MappingIterator<JsonNode> pages = JSON.readerFor(JsonNode.class).readValues(text)) {
            while (pages.hasNextValue()) {
              for (JsonNode record : pages.nextValue().path("Records")) {
                into.addRecord(record);
              }
            }
          }
        });
  }

  private void addRecord(JsonNode record) {
    try {
      records.add(RecordLine.read(record));
    } catch (RecordLine.NotARecord e) {
      bad("record " + (records.size() + badLines.count() + 1) + ": " + e.getMessage());
    }
  }

  void bad(String line) {
    badLines = badLines.and(reading + ", " + line);
  }

  /**
   * One document a line, or documents one after another, as Firehose leaves them.
   *
   * @param path what was asked for
   * @param files that are read, in order
   */
  static Input subscriptionDocuments(Path path, List<Path> files) throws UserException {
    Import into = new Import(path, InputFormat.SUBSCRIPTION_DOCUMENTS);
    into.notes.add(
        "No arrival is known: taken from the newest event's ingestion time, else its own time.");
    return into.read(
        files,
        (file, text) -> {
          try (BufferedReader lines = reader(text)) {
            String line;
            for (long number = 1; (line = lines.readLine()) != null; number++) {
              if (!line.isBlank()) {
                into.addDocuments(line, number);
              }
            }
          }
        });
  }

  /**
   * Lines of an export task, each event with its time in front. A folder is a log stream.
   *
   * @param path what was asked for
   * @param files that are read, in order
   */
  static Input s3Export(Path path, List<Path> files, @Nullable String logGroup)
      throws UserException {
    Import into = new Import(path, InputFormat.S3_EXPORT);
    String group = into.groupOrName(logGroup);
    into.notes.add(
        "An export tells no arrival: events of a second are taken to arrive at its end.");
    return into.read(
        files,
        (file, text) -> {
          ExportedEvents events = new ExportedEvents(into, group, S3Objects.logStreamOf(file));
          try (BufferedReader lines = reader(text)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
              events.line(line);
            }
          }
          events.end();
        });
  }

  private void addDocuments(String line, long number) throws IOException {
    try (MappingIterator<JsonNode> documents = JSON.readerFor(JsonNode.class).readValues(line)) {
      while (documents.hasNextValue()) {
        JsonNode document = documents.nextValue();
        if (document.isObject()) {
          add(arrivalOf(document), JSON.writeValueAsBytes(document));
        } else {
          bad("line " + number + ": not a JSON object");
        }
      }
    } catch (JsonProcessingException e) {
      bad("line " + number + ": not JSON");
    }
  }

  private static long arrivalOf(JsonNode document) {
    long newest = 0;
    for (JsonNode event : document.path("logEvents")) {
      long time = event.path("timestamp").asLong();
      long ingested = EventId.ingestionTime(event.path("id").asText(""), time);
      newest = Math.max(newest, ingested == EventId.UNKNOWN ? time : ingested);
    }
    return newest;
  }

  void add(long arrival, byte[] data) {
    records.add(
        new KinesisRecord(SHARD, Long.toString(records.size() + 1L), "imported", arrival, data));
  }

  static Input filterLogEvents(Path file, @Nullable String logGroup) throws UserException {
    Import into = new Import(file, InputFormat.FILTER_LOG_EVENTS);
    String group = into.groupOrName(logGroup);
    return into.read(
        text -> {
          Map<String, WrittenDocument> documents = new LinkedHashMap<>();
          Map<String, Long> arrivals = new LinkedHashMap<>();
          try (MappingIterator<JsonNode> pages = JSON.readerFor(JsonNode.class).readValues(text)) {
            while (pages.hasNextValue()) {
              for (JsonNode event : pages.nextValue().path("events")) {
                long time = event.path("timestamp").asLong();
                long ingested = event.path("ingestionTime").asLong(time);
                String stream = event.path("logStreamName").asText("unknown");
                String batch = ingested + " " + stream;
                arrivals.put(batch, ingested);
                documents
                    .computeIfAbsent(batch, key -> new WrittenDocument(group, stream))
                    .add(event.path("eventId").asText(""), time, event.path("message").asText(""));
              }
            }
          }
          for (Map.Entry<String, WrittenDocument> document : documents.entrySet()) {
            into.add(arrivals.getOrDefault(document.getKey(), 0L), document.getValue().bytes());
          }
        });
  }

  static Input logLines(Path file, @Nullable String logGroup) throws UserException {
    Import into = new Import(file, InputFormat.LOG_LINES);
    String group = into.groupOrName(logGroup);
    into.notes.add("Plain lines carry no time of arrival: all are taken as one moment.");
    return into.read(
        text -> {
          WrittenDocument document = new WrittenDocument(group, "unknown");
          try (BufferedReader lines = reader(text)) {
            String line;
            while ((line = lines.readLine()) != null) {
              if (!line.isBlank()) {
                document.add("", 0, line);
              }
            }
          }
          into.add(0, document.bytes());
        });
  }

  private static BufferedReader reader(InputStream text) {
    return new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8), 1 << 16);
  }

  private String groupOrName(@Nullable String logGroup) {
    if (logGroup != null) {
      return logGroup;
    }
    String group = Inputs.logGroupOf(path);
    notes.add(
        "The input names no log group: taken for "
            + group
            + " after the file; --log-group sets it.");
    return group;
  }
}
