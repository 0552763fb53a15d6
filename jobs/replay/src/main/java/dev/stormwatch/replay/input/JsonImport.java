package dev.stormwatch.replay.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.telemetry.EventId;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Turns JSON values of any known kind into records, each value by what it is itself. */
final class JsonImport {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Import into;
  private final String group;

  // Log events without a document around them become one for each ingestion of a stream.
  private final Map<String, WrittenDocument> documents = new LinkedHashMap<>();
  private final Map<String, Long> arrivals = new LinkedHashMap<>();
  private final InsightsRows rows = new InsightsRows();

  /**
   * @param group of log events whose value names none
   */
  JsonImport(Import into, String group) {
    this.into = into;
    this.group = group;
  }

  /** One value a line, or one behind the other; a line that cannot be read spoils no other. */
  void lines(InputStream text) throws IOException {
    try (BufferedReader lines = Import.reader(text)) {
      String line;
      for (long number = 1; (line = lines.readLine()) != null; number++) {
        if (!line.isBlank()) {
          line(line, "line " + number);
        }
      }
    }
  }

  private void line(String line, String where) throws IOException {
    try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(line)) {
      while (values.hasNextValue()) {
        value(values.nextValue(), where);
      }
    } catch (JsonProcessingException e) {
      into.bad(where + ": not JSON");
    }
  }

  /** Values over as many lines as they like. What follows the first that is none is lost. */
  void whole(InputStream text) throws IOException {
    long number = 0;
    try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(text)) {
      while (values.hasNextValue()) {
        JsonNode value = values.nextValue();
        number++;
        value(value, "value " + number);
      }
    } catch (JsonProcessingException e) {
      if (number == 0) {
        throw e;
      }
      into.bad("what follows value " + number + ": not JSON");
    }
  }

  private void value(JsonNode value, String where) throws IOException {
    if (value.isArray()) {
      int number = 0;
      for (JsonNode each : value) {
        number++;
        value(each, where + ", element " + number);
      }
      return;
    }
    InputFormat format = JsonContent.formatOf(value);
    if (format == null && JsonContent.isPlatformEvent(value)) {
      platformEvent(value, where);
      return;
    }
    if (format == null) {
      into.bad(where + (value.isObject() ? ": nothing that is known" : ": not a JSON object"));
      return;
    }
    switch (format) {
      case KINESIS_RECORDS -> record(value, where);
      case GET_RECORDS -> value.path("Records").forEach(record -> record(record, where));
      case SUBSCRIPTION_DOCUMENTS -> document(value);
      case LAMBDA_EVENTS -> lambdaEvent(value, where);
      case INSIGHTS -> insights(value, where);
      default -> {
        if (value.path("events").isArray()) {
          value.path("events").forEach(this::logEvent);
        } else {
          logEvent(value);
        }
      }
    }
  }

  private void record(JsonNode record, String where) {
    try {
      into.add(RecordLine.read(record));
    } catch (RecordLine.NotARecord e) {
      into.bad(where + ": " + e.getMessage());
    }
  }

  private void document(JsonNode document) throws IOException {
    into.add(arrivalOf(document), JSON.writeValueAsBytes(document));
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

  /** With what CloudWatch Logs, Kinesis or Firehose calls a function. */
  private void lambdaEvent(JsonNode event, String where) throws IOException {
    JsonNode logs = event.at("/awslogs/data");
    if (!logs.isMissingNode()) {
      unpack(logs.asText(), where);
      return;
    }
    for (JsonNode record : event.path("Records")) {
      JsonNode kinesis = record.path("kinesis");
      String id = record.path("eventID").asText("");
      ObjectNode written = JSON.createObjectNode();
      if (id.indexOf(':') > 0) {
        written.put("ShardId", id.substring(0, id.indexOf(':')));
      }
      written.set("SequenceNumber", kinesis.path("sequenceNumber"));
      written.set("PartitionKey", kinesis.path("partitionKey"));
      written.set("ApproximateArrivalTimestamp", kinesis.path("approximateArrivalTimestamp"));
      written.set("Data", kinesis.path("data"));
      record(written, where);
    }
    for (JsonNode record : event.path("records")) {
      unpack(record.path("data").asText(), where);
    }
  }

  private void unpack(String data, String where) throws IOException {
    byte[] packed;
    try {
      packed = Base64.getMimeDecoder().decode(data);
    } catch (IllegalArgumentException e) {
      into.bad(where + ": data is not base64");
      return;
    }
    try (InputStream text = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      document(JSON.readTree(text));
    } catch (IOException e) {
      into.bad(where + ": data is no gzip of a subscription document");
    }
  }

  private void insights(JsonNode value, String where) {
    if (value.has("@message")) {
      row(value, where);
    }
    int number = 0;
    for (JsonNode fields : value.path("results")) {
      number++;
      row(InsightsRows.row(fields), where + ", row " + number);
    }
  }

  private void row(JsonNode row, String where) {
    if (!rows.add(row)) {
      into.bad(where + ": too little; query " + InsightsRows.FIELDS);
    }
  }

  private void logEvent(JsonNode event) {
    long time = event.path("timestamp").asLong();
    long ingested = event.path("ingestionTime").asLong(time);
    String stream = event.path("logStreamName").asText("unknown");
    String of = event.path("logGroup").asText(group);
    String batch = ingested + " " + of + " " + stream;
    arrivals.put(batch, ingested);
    documents
        .computeIfAbsent(batch, key -> new WrittenDocument(of, stream))
        .add(event.path("eventId").asText(""), time, event.path("message").asText(""));
  }

  private void platformEvent(JsonNode event, String where) throws IOException {
    try {
      long time = Instant.parse(event.path("time").asText()).toEpochMilli();
      WrittenDocument document = new WrittenDocument(group, "unknown");
      document.add("", time, JSON.writeValueAsString(event));
      into.add(time, document.bytes());
    } catch (DateTimeException e) {
      into.bad(where + ": time is none");
    }
  }

  void end() throws IOException {
    rows.inOrder().forEach(this::logEvent);
    for (Map.Entry<String, WrittenDocument> document : documents.entrySet()) {
      into.add(arrivals.getOrDefault(document.getKey(), 0L), document.getValue().bytes());
    }
  }
}
