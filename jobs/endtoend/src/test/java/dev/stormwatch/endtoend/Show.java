package dev.stormwatch.endtoend;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.endtoend.Stage.AfterPortion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One run of the application: its streams, its properties, and what is to be heard of it. */
final class Show implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(180);

  /** The first stream's name. */
  final String stream;

  final Receivers receivers;

  /** Alerts in the order of a replay; of several Regions, those of the first come first. */
  final List<String> expected = new ArrayList<>();

  /** File of the application's properties. */
  final Path properties;

  volatile String job = "";
  private final Stage stage;
  private final Telemetry telemetry;
  private final List<Stream> streams = new ArrayList<>();

  private record Stream(String region, String name) {

    private String arn() {
      return "arn:aws:kinesis:%s:%s:stream/%s".formatted(region, AwsJson.ACCOUNT, name);
    }
  }

  Show(
      Stage stage,
      String name,
      Telemetry telemetry,
      int shards,
      Map<String, String> more,
      List<String> regions)
      throws Exception {
    this.stage = stage;
    this.telemetry = telemetry;
    this.stream = name;
    for (String region : regions) {
      streams.add(new Stream(region, streams.isEmpty() ? name : name + '-' + streams.size()));
    }
    receivers = new Receivers(stage.aws, name);
    properties = stage.folder.resolve(name + ".json");
    Files.writeString(properties, properties(more));
    for (Stream each : streams) {
      create(each, shards);
      expected.addAll(
          telemetry.replayed(
              each.arn(),
              stage.folder.resolve("recording-" + each.name),
              Objects.requireNonNull(System.getProperty("stormwatch.version")),
              stage.replay));
    }
  }

  private void create(Stream stream, int shards) throws Exception {
    AwsJson kinesis = stage.gate.kinesis(stream.region);
    ObjectNode named = AwsJson.JSON.createObjectNode().put("StreamName", stream.name);
    kinesis.call("CreateStream", named.deepCopy().put("ShardCount", shards));
    Await.until(
        "stream " + stream,
        PATIENCE,
        () ->
            kinesis
                .call("DescribeStreamSummary", named)
                .at("/StreamDescriptionSummary/StreamStatus")
                .asText(),
        status -> status.equals("ACTIVE"));
  }

  private String properties(Map<String, String> more) {
    ObjectNode delivery = AwsJson.JSON.createObjectNode().put("endpoint", stage.aws.endpoint());
    delivery
        .putArray("topics")
        .addObject()
        .put("arn", receivers.topic())
        .putArray("severities")
        .add("page")
        .add("ticket")
        .add("info");
    delivery.putObject("tags").put("callsPerSecond", 5);
    ObjectNode group = AwsJson.JSON.createObjectNode().put("PropertyGroupId", "Stormwatch");
    ObjectNode map = group.putObject("PropertyMap");
    map.put("stream.arn", String.join(",", streams.stream().map(Stream::arn).toList()))
        .put("settings", telemetry.settings().toString())
        .put("delivery", delivery.toString());
    more.forEach(map::put);
    return AwsJson.JSON.createArrayNode().add(group).toString();
  }

  /** Starts the application and waits until it runs. */
  void start(String state) throws IOException, InterruptedException {
    job = stage.cluster.submit(properties, state);
    stage.cluster.awaitRunning(job);
  }

  /**
   * Puts the records, portion by portion.
   *
   * @param after what is done after which portion
   */
  void feed(int portions, long pauseMillis, AfterPortion after) throws Exception {
    List<List<Telemetry.Record>> all = telemetry.portions(portions);
    for (int i = 0; i < all.size(); i++) {
      for (Stream each : streams) {
        stage.gate.put(each.region, each.name, all.get(i));
      }
      after.portion(i + 1);
      Await.moment(pauseMillis);
    }
    stage.gate.feedEnds();
  }

  /** Waits until the queue has held every alert that is expected, and a little for others. */
  List<String> delivered() throws IOException {
    Await.until(
        "every alert in the queue",
        PATIENCE,
        receivers::queued,
        lines -> lines.containsAll(expected));
    Await.moment(3_000);
    return receivers.queued();
  }

  /** The same, each alert once: a topic delivers at least once, and a slow answer is asked anew. */
  List<String> deliveredOnce() throws IOException {
    return List.copyOf(new LinkedHashSet<>(delivered()));
  }

  @Override
  public void close() throws IOException {
    receivers.close();
    if (!job.isEmpty()) {
      stage.cluster.cancel(job);
    }
  }
}
