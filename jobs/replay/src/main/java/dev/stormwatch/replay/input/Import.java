package dev.stormwatch.replay.input;

import dev.stormwatch.replay.UserException;
import dev.stormwatch.telemetry.KinesisRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads what was never in Kinesis as if it had been. The arrival that is missing is taken from the
 * ingestion time, where the input or its event ids tell one, else from the event's own time.
 */
final class Import {

  private static final String SHARD = "shardId-000000000000";

  /** What no event begins with: it goes on with the one before, as traces do. */
  private static final Pattern GOES_ON =
      Pattern.compile(
          "[ \\t\\u00a0]+\\S|Traceback \\(most recent call last\\):|Caused by: "
              + "|(?:Runtime|Function|Extension|Sandbox)\\.\\w+$");

  private final Path path;
  private final InputFormat format;
  private final List<KinesisRecord> records = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private String group = "";
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
    boolean timed = records.isEmpty() || records.stream().anyMatch(record -> record.arrival > 0);
    return new ListedRecords(
        format,
        path,
        files,
        List.of(path + ": taken for " + format.title() + group),
        records,
        notes,
        timed ? null : path,
        bytes,
        badLines);
  }

  void bad(String line) {
    badLines = badLines.and(reading + ", " + line);
  }

  /**
   * JSON values of one kind or another.
   *
   * @param path what was asked for
   * @param files that are read, in order
   */
  static Input json(
      Path path, List<Path> files, InputFormat format, boolean whole, LogGroupNames groups)
      throws UserException {
    Import into = new Import(path, format);
    if (format == InputFormat.FILTER_LOG_EVENTS || format == InputFormat.LOG_LINES) {
      into.group = groups.told(path);
      if (format == InputFormat.FILTER_LOG_EVENTS) {
        into.notes.add("Arrival is the ingestion time, some seconds before a stream's.");
      }
    } else if (format == InputFormat.INSIGHTS) {
      into.group = groups.told(path) + " where no @log tells";
      into.notes.add(
          "Arrival is @ingestionTime, else the event's own time. A query gives 10,000 rows at most:"
              + " what is beyond is missing.");
    } else if (format == InputFormat.SUBSCRIPTION_DOCUMENTS
        || format == InputFormat.LAMBDA_EVENTS) {
      into.notes.add(
          "No arrival is known: taken from the newest event's ingestion time, else its own time.");
    }
    return into.read(
        files,
        (file, text) -> {
          JsonImport values = new JsonImport(into, groups.of(file));
          if (whole) {
            values.whole(text);
          } else {
            values.lines(text);
          }
          values.end();
        });
  }

  /**
   * Lines of an export task, each event with its time in front. A folder is a log stream.
   *
   * @param path what was asked for
   * @param files that are read, in order
   */
  static Input s3Export(Path path, List<Path> files, LogGroupNames groups) throws UserException {
    Import into = new Import(path, InputFormat.S3_EXPORT);
    into.group = groups.told(path);
    into.notes.add(
        "An export tells no arrival: events of a second are taken to arrive at its end.");
    return into.read(
        files,
        (file, text) -> {
          ExportedEvents events =
              new ExportedEvents(into, groups.of(path), S3Objects.logStreamOf(file));
          try (BufferedReader lines = reader(text)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
              events.line(line);
            }
          }
          events.end();
        });
  }

  void add(long arrival, byte[] data) {
    records.add(
        new KinesisRecord(SHARD, Long.toString(records.size() + 1L), "imported", arrival, data));
  }

  void add(KinesisRecord record) {
    records.add(record);
  }

  /** Lines that somebody printed while following a log. */
  static Input tail(Path file, LogGroupNames groups) throws UserException {
    Import into = new Import(file, InputFormat.TAIL);
    into.group = groups.told(file);
    into.notes.add("No arrival is told: events of a second are taken to arrive at its end.");
    return into.read(
        text -> {
          try (BufferedReader lines = reader(text)) {
            TailedLines.read(lines, into, groups.of(file));
          }
        });
  }

  static Input logLines(Path file, LogGroupNames groups) throws UserException {
    Import into = new Import(file, InputFormat.LOG_LINES);
    into.group = groups.told(file);
    into.notes.add("Plain lines carry no time of arrival: all are taken as one moment.");
    return into.read(
        text -> {
          WrittenDocument document = new WrittenDocument(groups.of(file), "unknown");
          try (BufferedReader lines = reader(text)) {
            StringBuilder event = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
              if (event.length() > 0 && !GOES_ON.matcher(line).lookingAt()) {
                document.add("", 0, event.toString());
                event.setLength(0);
              }
              if (!line.isBlank()) {
                event.append(event.length() > 0 ? "\n" : "").append(line);
              }
            }
            if (event.length() > 0) {
              document.add("", 0, event.toString());
            }
          }
          into.add(0, document.bytes());
        });
  }

  static BufferedReader reader(InputStream text) {
    return new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8), 1 << 16);
  }
}
