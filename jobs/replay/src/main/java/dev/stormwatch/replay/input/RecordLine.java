package dev.stormwatch.replay.input;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stormwatch.telemetry.KinesisRecord;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/** One record with the names that Kinesis' GetRecords uses. */
final class RecordLine {

  /** A record that is not one; the message says which member is wrong. */
  static final class NotARecord extends Exception {
    private static final long serialVersionUID = 1L;

    NotARecord(String message) {
      super(message);
    }
  }

  /** Names the stream in the files of a recorder, which have no manifest. */
  static final String STREAM = "StreamARN";

  private RecordLine() {}

  static boolean looksLike(JsonNode node) {
    return node.isObject() && node.has("Data") && node.has("SequenceNumber");
  }

  static KinesisRecord read(JsonNode node) throws NotARecord {
    if (!node.isObject()) {
      throw new NotARecord("not a JSON object");
    }
    String data = text(node, "Data");
    try {
      return new KinesisRecord(
          node.path("ShardId").asText("shardId-000000000000"),
          text(node, "SequenceNumber"),
          node.path("PartitionKey").asText(""),
          arrival(node.path("ApproximateArrivalTimestamp")),
          Base64.getDecoder().decode(data));
    } catch (IllegalArgumentException e) {
      throw new NotARecord("Data is not base64: " + e.getMessage());
    }
  }

  private static String text(JsonNode node, String name) throws NotARecord {
    JsonNode value = node.path(name);
    if (!value.isTextual()) {
      throw new NotARecord(name + (value.isMissingNode() ? " is missing" : " is not a text"));
    }
    return value.textValue();
  }

  private static long arrival(JsonNode value) throws NotARecord {
    if (value.isNumber()) {
      return Math.round(value.doubleValue() * 1000);
    }
    try {
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME
          .parse(value.asText(), Instant::from)
          .toEpochMilli();
    } catch (DateTimeException e) {
      throw new NotARecord(
          "ApproximateArrivalTimestamp is "
              + (value.isMissingNode() ? "missing" : value)
              + ", neither RFC 3339 nor epoch seconds");
    }
  }
}
