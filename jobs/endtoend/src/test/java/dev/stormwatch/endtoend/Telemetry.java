package dev.stormwatch.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.replay.input.Inputs;
import dev.stormwatch.replay.run.EmbeddedFlink;
import dev.stormwatch.replay.run.Replay;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A recording's records, to be put into a stream and to be replayed. */
record Telemetry(Path original, List<Telemetry.Record> records) {

  private static final String FILE = "records-00000.ndjson.gz";
  private static final BigInteger HASH_KEYS = BigInteger.ONE.shiftLeft(128);
  private static final String HEALTH_CHECK =
      "{\"messageType\":\"CONTROL_MESSAGE\",\"owner\":\"CloudwatchLogs\",\"logGroup\":\"\","
          + "\"logStream\":\"\",\"subscriptionFilters\":[],\"logEvents\":[{\"id\":\"\","
          + "\"timestamp\":%d,\"message\":\"CWL CONTROL MESSAGE: Checking health of destination"
          + " Kinesis stream.\"}]}";

  /** A record and where in a stream of two shards it goes. */
  record Record(int shard, String partitionKey, long arrival, String data) {

    /** In the lower or the upper half, spread in it so that a shard can be split. */
    BigInteger hashKey() {
      BigInteger half = HASH_KEYS.shiftRight(1);
      boolean upperQuarter = Math.floorMod(partitionKey.hashCode(), 2) == 1;
      return half.multiply(BigInteger.valueOf(shard))
          .add(upperQuarter ? half.shiftRight(1) : BigInteger.ONE);
    }

    private ObjectNode line(int number) {
      return AwsJson.JSON
          .createObjectNode()
          .put("ShardId", shardId(shard))
          .put("SequenceNumber", String.valueOf(number))
          .put("PartitionKey", partitionKey)
          .put("ApproximateArrivalTimestamp", Instant.ofEpochMilli(arrival).toString())
          .put("Data", data);
    }
  }

  static String shardId(int shard) {
    return "shardId-%012d".formatted(shard);
  }

  /**
   * Reads a recording of this repository. At its end come the health checks that CloudWatch Logs
   * sends: a live clock stands still when nothing arrives, and the last slot would stay open.
   */
  static Telemetry of(String name) throws IOException {
    Path folder = Path.of("..", "..", "replay-data", name);
    List<Record> records = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve(FILE))),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode node = AwsJson.JSON.readTree(line);
        records.add(
            new Record(
                node.path("ShardId").asText().endsWith("0") ? 0 : 1,
                node.path("PartitionKey").asText(),
                Instant.parse(node.path("ApproximateArrivalTimestamp").asText()).toEpochMilli(),
                node.path("Data").asText()));
      }
    }
    long last = records.get(records.size() - 1).arrival();
    for (int shard = 0; shard < 2; shard++) {
      for (String key : List.of("a", "b")) {
        long arrival = last + 30_000;
        records.add(
            new Record(shard, key, arrival, gzip(HEALTH_CHECK.formatted(arrival).getBytes())));
      }
    }
    return new Telemetry(folder, records);
  }

  /** The same recording with other records. */
  Telemetry with(UnaryOperator<List<Record>> change) {
    return new Telemetry(original, List.copyOf(change.apply(new ArrayList<>(records))));
  }

  static String gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return Base64.getEncoder().encodeToString(out.toByteArray());
  }

  Path settings() {
    return original.resolve("settings.json").toAbsolutePath();
  }

  /**
   * The alerts of a replay, line by line.
   *
   * @param version that the lines are to name
   */
  List<String> replayed(String streamArn, Path folder, String version, EmbeddedFlink flink)
      throws Exception {
    Files.createDirectories(folder);
    Files.copy(settings(), folder.resolve("settings.json"));
    ObjectNode manifest =
        (ObjectNode) AwsJson.JSON.readTree(original.resolve("manifest.json").toFile());
    manifest.put("streamArn", streamArn).put("region", streamArn.split(":")[3]);
    Files.write(folder.resolve("manifest.json"), AwsJson.JSON.writeValueAsBytes(manifest));
    StringBuilder lines = new StringBuilder();
    List<Record> inOrder = new ArrayList<>(records);
    inOrder.sort(Comparator.comparingLong(Record::arrival));
    for (int i = 0; i < inOrder.size(); i++) {
      lines.append(inOrder.get(i).line(i + 1)).append('\n');
    }
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(FILE)))) {
      out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
    }
    return alerts(folder, version, flink);
  }

  /** The alerts of a replay of what is in a folder, by this recording's settings. */
  List<String> alerts(Path folder, String version, EmbeddedFlink flink) throws Exception {
    return new Replay(
            Inputs.at(folder, null),
            SettingsReader.read(Files.readString(settings())),
            1,
            Replay.StateBackend.HEAP,
            Objects.requireNonNull(version))
        .run(flink, progress -> {})
        .alerts;
  }

  /** The records in portions, in the order in which they are put. */
  List<List<Record>> portions(int count) {
    Map<Integer, List<Record>> portions = new LinkedHashMap<>();
    for (int i = 0; i < records.size(); i++) {
      portions
          .computeIfAbsent(i * count / records.size(), key -> new ArrayList<>())
          .add(records.get(i));
    }
    return List.copyOf(portions.values());
  }
}
