package dev.stormwatch.endtoend;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.endtoend.Telemetry.Record;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;

/** What goes wrong in production, as something to do while records come, or to the records. */
final class Faults {

  /** Of forty portions, those between the first alert and the last. */
  static final int PORTIONS = 40;

  private static final int EARLY = 8;
  private static final int BETWEEN_ALERTS = 24;
  private static final int LATER = 28;

  private static final BigInteger QUARTER = BigInteger.ONE.shiftLeft(126);

  private Faults() {}

  /** What is done to the running job. */
  interface Blow {
    void strike(Stage stage, Show show) throws Exception;
  }

  /**
   * A fault.
   *
   * @param change of the records
   * @param idle shards that get none
   * @param blows by the portion after which they fall
   */
  record Fault(
      String name,
      UnaryOperator<List<Record>> change,
      List<String> idle,
      Map<Integer, Blow> blows) {

    private Fault(String name, UnaryOperator<List<Record>> change) {
      this(name, change, List.of(), Map.of());
    }

    private Fault(String name, int portion, Blow blow) {
      this(name, UnaryOperator.identity(), List.of(), Map.of(portion, blow));
    }
  }

  /** Those of every build: the two that lose most easily. */
  static List<Fault> few() {
    return List.of(taskManagerKilled(), splitAndMerged());
  }

  static List<Fault> all() {
    return List.of(
        new Fault("none", UnaryOperator.identity()),
        taskManagerKilled(),
        new Fault("JobManager killed, last checkpoint", BETWEEN_ALERTS, Faults::replaceJobManager),
        new Fault("stopped with savepoint, restored", BETWEEN_ALERTS, Faults::stopAndRestore),
        splitAndMerged(),
        new Fault("one idle shard", Faults::intoOneShard, List.of(Telemetry.shardId(1)), Map.of()),
        new Fault(
            "GetRecords throttled for 12 s",
            BETWEEN_ALERTS,
            (stage, show) -> stage.gate.throttle(Duration.ofSeconds(12))),
        new Fault(
            "iterators expired, three times",
            UnaryOperator.identity(),
            List.of(),
            Map.of(
                EARLY,
                (stage, show) -> stage.gate.expireIterators(),
                BETWEEN_ALERTS,
                (stage, show) -> stage.gate.expireIterators(),
                LATER,
                (stage, show) -> stage.gate.expireIterators())),
        new Fault("poison among the records", Faults::poison),
        new Fault("arrival clocks 1.5 s apart", Faults::skew),
        new Fault("every third record twice", Faults::twice),
        new Fault("shuffled within 1.5 s", Faults::shuffle),
        new Fault(
            "TaskManager killed, twice, poison, doubles",
            records -> poison(twice(records)),
            List.of(),
            Map.of(EARLY, Faults::replaceTaskManager, LATER, Faults::replaceTaskManager)));
  }

  private static Fault taskManagerKilled() {
    return new Fault("TaskManager killed", BETWEEN_ALERTS, Faults::replaceTaskManager);
  }

  private static Fault splitAndMerged() {
    return new Fault(
        "a shard split, its children merged",
        UnaryOperator.identity(),
        List.of(),
        Map.of(EARLY, Faults::split, LATER, Faults::merge));
  }

  private static void replaceTaskManager(Stage stage, Show show) throws Exception {
    stage.cluster.killTaskManager();
    stage.cluster.startTaskManager();
  }

  /** Without high availability a job dies with its JobManager; its checkpoints do not. */
  private static void replaceJobManager(Stage stage, Show show) throws Exception {
    String job = show.job;
    stage.cluster.killJobManager();
    String checkpoint = stage.cluster.latestCheckpoint(job);
    stage.cluster.startJobManager();
    stage.cluster.awaitSlots();
    show.start(checkpoint);
  }

  private static void stopAndRestore(Stage stage, Show show) throws Exception {
    show.start(stage.cluster.stop(show.job));
  }

  private static void split(Stage stage, Show show) throws Exception {
    ObjectNode request =
        AwsJson.JSON
            .createObjectNode()
            .put("StreamName", show.stream)
            .put("ShardToSplit", Telemetry.shardId(0))
            .put("NewStartingHashKey", QUARTER.toString());
    stage.gate.kinesis().call("SplitShard", request);
  }

  private static void merge(Stage stage, Show show) throws Exception {
    ObjectNode request =
        AwsJson.JSON
            .createObjectNode()
            .put("StreamName", show.stream)
            .put("ShardToMerge", Telemetry.shardId(2))
            .put("AdjacentShardToMerge", Telemetry.shardId(3));
    stage.gate.kinesis().call("MergeShards", request);
  }

  private static List<Record> intoOneShard(List<Record> records) {
    return records.stream()
        .map(record -> new Record(0, record.partitionKey(), record.arrival(), record.data()))
        .toList();
  }

  private static List<Record> poison(List<Record> records) {
    List<String> pills = new ArrayList<>();
    byte[] whole = Base64.getDecoder().decode(records.get(0).data());
    pills.add(encode("no gzip and no JSON".getBytes(StandardCharsets.UTF_8)));
    pills.add(encode(Arrays.copyOf(whole, whole.length / 2)));
    pills.add(encode(new byte[] {0x1f, (byte) 0x8b, 8, 0}));
    byte[] broken = whole.clone();
    Arrays.fill(broken, whole.length / 3, whole.length / 3 + 20, (byte) 0x55);
    pills.add(encode(broken));
    try {
      pills.add(Telemetry.gzip("{\"messageType\":".getBytes(StandardCharsets.UTF_8)));
      pills.add(Telemetry.gzip("[".repeat(100_000).getBytes(StandardCharsets.UTF_8)));
      pills.add(Telemetry.gzip(new byte[64 << 20]));
      byte[] document = new GZIPInputStream(new java.io.ByteArrayInputStream(whole)).readAllBytes();
      pills.add(Telemetry.gzip(Arrays.copyOf(document, document.length / 2)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    List<Record> poisoned = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      Record record = records.get(i);
      poisoned.add(record);
      if (i % 50 == 7) {
        String pill = pills.get(i / 50 % pills.size());
        poisoned.add(new Record(record.shard(), "poison" + i, record.arrival(), pill));
      }
    }
    return poisoned;
  }

  private static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static List<Record> skew(List<Record> records) {
    return records.stream()
        .map(
            record ->
                new Record(
                    record.shard(),
                    record.partitionKey(),
                    record.arrival() + record.shard() * 1_500L,
                    record.data()))
        .toList();
  }

  private static List<Record> twice(List<Record> records) {
    List<Record> doubled = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      doubled.add(records.get(i));
      if (i % 3 == 0) {
        doubled.add(records.get(i));
      }
    }
    return doubled;
  }

  private static List<Record> shuffle(List<Record> records) {
    Random random = new Random(1);
    List<Record> shuffled = new ArrayList<>();
    int from = 0;
    while (from < records.size()) {
      int to = from;
      while (to < records.size()
          && records.get(to).arrival() < records.get(from).arrival() + 1_500) {
        to++;
      }
      List<Record> together = new ArrayList<>(records.subList(from, to));
      Collections.shuffle(together, random);
      shuffled.addAll(together);
      from = to;
    }
    return shuffled;
  }
}
