package dev.stormwatch.endtoend;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.live.emulate.EmulatedAws;
import dev.stormwatch.live.emulate.EmulatedAws.Mode;
import dev.stormwatch.live.emulate.EmulatedAws.Part;
import dev.stormwatch.replay.run.EmbeddedFlink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Everything between which the application runs: Kinesis and a gate, a cluster, a replay. */
final class Stage implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(180);

  final FlinkCluster cluster;
  final KinesisGate gate;
  private final Path folder;
  private final EmulatedAws aws;
  private final EmulatedAws kinesis;
  private final EmbeddedFlink replay;

  private Stage(Path folder, EmulatedAws aws, EmulatedAws kinesis)
      throws IOException, InterruptedException {
    this.folder = folder;
    this.aws = aws;
    this.kinesis = kinesis;
    gate = new KinesisGate(kinesis.endpoint());
    cluster = FlinkCluster.start(folder);
    replay = EmbeddedFlink.start(1);
  }

  /** With whatever this machine has for all of AWS. */
  static Stage open(Path folder) throws IOException, InterruptedException {
    EmulatedAws aws = EmulatedAws.start(Part.SNS, Part.KINESIS, Part.LAMBDA);
    return new Stage(folder, aws, aws);
  }

  /** With a Kinesis whose shards keep their records when they are split, and end. */
  static Stage openWithReshards(Path folder) throws IOException, InterruptedException {
    EmulatedAws aws = EmulatedAws.start(Part.SNS, Part.LAMBDA);
    return new Stage(folder, aws, EmulatedAws.start(Mode.NPM, Part.KINESIS));
  }

  String awsEndpoint() {
    return aws.endpoint();
  }

  /** Can a topic of this AWS post to a pager? */
  boolean reachesPagers() {
    return aws.snsIsWhole();
  }

  /** One run of the application over one recording, through the gate. */
  Show show(String name, Telemetry telemetry, int shards) throws Exception {
    return new Show(name, telemetry, shards, gate.endpoint(), "TRIM_HORIZON");
  }

  /** One run with whatever is put into Kinesis itself, in its time. */
  Show liveShow(String name, Telemetry settings) throws Exception {
    return new Show(name, settings, 2, kinesis.endpoint(), "LATEST");
  }

  final class Show implements AutoCloseable {

    final String stream;
    final Receivers receivers;
    final List<String> expected;
    private final Telemetry telemetry;
    private final Path properties;
    volatile String job = "";

    private Show(String name, Telemetry telemetry, int shards, String endpoint, String position)
        throws Exception {
      this.stream = name;
      this.telemetry = telemetry;
      String arn = "arn:aws:kinesis:%s:%s:stream/%s";
      String streamArn = arn.formatted(AwsJson.REGION, AwsJson.ACCOUNT, stream);
      gate.kinesis()
          .call(
              "CreateStream",
              AwsJson.JSON.createObjectNode().put("StreamName", stream).put("ShardCount", shards));
      Await.until(
          "stream " + stream,
          PATIENCE,
          () ->
              gate.kinesis()
                  .call(
                      "DescribeStreamSummary",
                      AwsJson.JSON.createObjectNode().put("StreamName", stream))
                  .at("/StreamDescriptionSummary/StreamStatus")
                  .asText(),
          status -> status.equals("ACTIVE"));
      receivers = new Receivers(aws, name);
      properties = folder.resolve(name + ".json");
      Files.writeString(properties, properties(streamArn, endpoint, position));
      expected =
          telemetry.replayed(
              streamArn,
              folder.resolve("recording-" + name),
              Objects.requireNonNull(System.getProperty("stormwatch.version")),
              replay);
    }

    private String properties(String streamArn, String endpoint, String position) {
      ObjectNode delivery = AwsJson.JSON.createObjectNode().put("endpoint", aws.endpoint());
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
      group
          .putObject("PropertyMap")
          .put("stream.arn", streamArn)
          .put("stream.endpoint", endpoint)
          .put("initial.position", position)
          .put("settings", telemetry.settings().toString())
          .put("delivery", delivery.toString());
      return AwsJson.JSON.createArrayNode().add(group).toString();
    }

    /** Starts the application and waits until it runs. */
    void start(String state) throws IOException, InterruptedException {
      job = cluster.submit(properties, state);
      cluster.awaitRunning(job);
    }

    /**
     * Puts the records, portion by portion.
     *
     * @param after what is done after which portion
     */
    void feed(int portions, long pauseMillis, AfterPortion after) throws Exception {
      List<List<Telemetry.Record>> all = telemetry.portions(portions);
      for (int i = 0; i < all.size(); i++) {
        gate.put(stream, all.get(i));
        after.portion(i + 1);
        Await.moment(pauseMillis);
      }
      gate.feedEnds();
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

    @Override
    public void close() throws IOException {
      receivers.close();
      if (!job.isEmpty()) {
        cluster.cancel(job);
      }
    }
  }

  /** What happens while records are put. */
  interface AfterPortion {
    void portion(int number) throws Exception;
  }

  @Override
  public void close() {
    replay.close();
    cluster.close();
    gate.close();
    kinesis.close();
    aws.close();
  }
}
