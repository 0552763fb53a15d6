package dev.stormwatch.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.telemetry.KinesisRecord;
import dev.stormwatch.telemetry.json.Times;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/**
 * Telemetry made by hand: calls of functions at given times, as CloudWatch Logs would send them.
 */
public final class Telemetry {

  /** A full minute, 2026-03-02T10:00:00Z. */
  public static final long START = 1_772_445_600_000L;

  /** From an event to its arrival in Kinesis. */
  public static final long DELIVERY_MILLIS = 5_000;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ACCOUNT = "123456789012";

  private final List<KinesisRecord> records = new ArrayList<>();
  private long requests;

  /** Start of a minute of the recording, epoch milliseconds. */
  public static long minute(double number) {
    return START + Math.round(number * 60_000);
  }

  /** A request id that no other call has. */
  public String request() {
    requests++;
    return new UUID(0x1111_0000_0000_4000L, 0x8000_0000_0000_0000L | requests).toString();
  }

  /** A call that went well. */
  public Telemetry call(String function, long endedAt, double millis) {
    String id = request();
    return log(function, endedAt, start(id), end(id), report(id, millis, ""));
  }

  /** A call that began with an init. */
  public Telemetry coldCall(String function, long endedAt, double millis) {
    String id = request();
    return log(
        function, endedAt, start(id), end(id), report(id, millis, "Init Duration: 800.00 ms\t"));
  }

  /** A call that threw. */
  public Telemetry failedCall(String function, long endedAt, double millis, String errorType) {
    String id = request();
    return log(function, endedAt, start(id), error(errorType), end(id), report(id, millis, ""));
  }

  /** What the Python runtime logs of an exception. */
  public static String error(String errorType) {
    return "[ERROR] "
        + errorType
        + ": it broke\nTraceback (most recent call last):\n  File \"/var/task/a.py\", line 3";
  }

  public static String start(String id) {
    return "START RequestId: " + id + " Version: $LATEST\n";
  }

  public static String end(String id) {
    return "END RequestId: " + id + "\n";
  }

  /**
   * A REPORT line of a function of 512 MB.
   *
   * @param more further fields, each with a tab after it
   */
  public static String report(String id, double millis, String more) {
    return String.format(
        Locale.ROOT,
        "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %.0f ms\tMemory Size: 512 MB\t"
            + "Max Memory Used: 128 MB\t%s\n",
        id,
        millis,
        Math.ceil(millis),
        more);
  }

  /** One record with lines of one moment. */
  public Telemetry log(String function, long at, String... messages) {
    ObjectNode document =
        JSON.createObjectNode()
            .put("messageType", "DATA_MESSAGE")
            .put("owner", ACCOUNT)
            .put("logGroup", "/aws/lambda/" + function)
            .put("logStream", "2026/03/02/[$LATEST]0f1e2d3c4b5a69788796a5b4c3d2e1f0");
    document.putArray("subscriptionFilters").add("all");
    ArrayNode events = document.putArray("logEvents");
    for (String message : messages) {
      events
          .addObject()
          .put("id", "event-" + records.size() + "-" + events.size())
          .put("timestamp", at)
          .put("message", message);
    }
    return raw(at + DELIVERY_MILLIS, document.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** One record of any bytes. */
  public Telemetry raw(long arrival, byte[] bytes) {
    records.add(
        new KinesisRecord(
            "shardId-000000000000", String.valueOf(records.size() + 1), "p", arrival, gzip(bytes)));
    return this;
  }

  /** The latest record once more. */
  public Telemetry again() {
    records.add(records.get(records.size() - 1));
    return this;
  }

  /** In order of arrival. */
  public List<KinesisRecord> records() {
    List<KinesisRecord> ordered = new ArrayList<>(records);
    ordered.sort(Comparator.comparingLong(record -> record.arrival));
    return ordered;
  }

  /** Writes a labelled recording. */
  public Path write(Path folder, String labels) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("manifest.json"),
        "{\"schema\":\"stormwatch.recording/1\",\"account\":\""
            + ACCOUNT
            + "\",\"region\":\"eu-west-1\"}");
    Files.writeString(folder.resolve("labels.json"), labels);
    StringBuilder lines = new StringBuilder();
    for (KinesisRecord record : records()) {
      lines
          .append(
              JSON.createObjectNode()
                  .put("ShardId", record.shardId)
                  .put("SequenceNumber", record.sequenceNumber)
                  .put("PartitionKey", record.partitionKey)
                  .put("ApproximateArrivalTimestamp", Times.text(record.arrival))
                  .put("Data", Base64.getEncoder().encodeToString(record.data)))
          .append('\n');
    }
    Files.write(
        folder.resolve("records-00000.ndjson.gz"),
        gzip(lines.toString().getBytes(StandardCharsets.UTF_8)));
    return folder;
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
