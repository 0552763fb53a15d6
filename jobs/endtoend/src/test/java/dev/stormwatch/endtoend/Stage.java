package dev.stormwatch.endtoend;

import dev.stormwatch.live.emulate.EmulatedAws;
import dev.stormwatch.live.emulate.EmulatedAws.Mode;
import dev.stormwatch.live.emulate.EmulatedAws.Part;
import dev.stormwatch.replay.run.EmbeddedFlink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything between which the application runs: Kinesis and a gate, a cluster, a replay. */
final class Stage implements AutoCloseable {

  /** Null on a laptop. */
  final FlinkCluster cluster;

  final KinesisGate gate;
  final Path folder;
  final EmulatedAws aws;
  final EmbeddedFlink replay;
  private final EmulatedAws kinesis;

  private Stage(Path folder, EmulatedAws aws, EmulatedAws kinesis, FlinkCluster cluster)
      throws IOException {
    this.folder = folder;
    this.aws = aws;
    this.kinesis = kinesis;
    gate = new KinesisGate(kinesis.endpoint());
    this.cluster = cluster;
    replay = EmbeddedFlink.start(1);
  }

  /** With whatever this machine has for all of AWS. */
  static Stage open(Path folder) throws IOException, InterruptedException {
    EmulatedAws aws = EmulatedAws.start(Part.SNS, Part.KINESIS, Part.LAMBDA);
    return new Stage(folder, aws, aws, FlinkCluster.start(folder));
  }

  /** With a Kinesis whose shards keep their records when they are split, and end. */
  static Stage openWithReshards(Path folder) throws IOException, InterruptedException {
    EmulatedAws aws = EmulatedAws.start(Part.SNS, Part.LAMBDA);
    EmulatedAws kinesis = EmulatedAws.start(Mode.NPM, Part.KINESIS);
    return new Stage(folder, aws, kinesis, FlinkCluster.start(folder));
  }

  /** With checkpoints in a bucket, behind a gate. */
  static Stage openOnStorage(Path folder, StorageGate storage, EmulatedAws aws, String bucket)
      throws IOException, InterruptedException {
    Map<String, String> configuration =
        Map.of(
            "execution.checkpointing.dir", "s3://" + bucket + "/checkpoints",
            "s3.endpoint", storage.endpoint(),
            "s3.path.style.access", "true",
            "s3.access-key", "test",
            "s3.secret-key", "test");
    return new Stage(folder, aws, aws, FlinkCluster.start(folder, configuration));
  }

  /** Without a cluster: the application runs in a process that the test starts. */
  static Stage onALaptop(Path folder) throws IOException, InterruptedException {
    EmulatedAws aws = EmulatedAws.start(Part.SNS, Part.KINESIS, Part.LAMBDA);
    return new Stage(folder, aws, aws, null);
  }

  String awsEndpoint() {
    return aws.endpoint();
  }

  /** Can a topic of this AWS post to a pager? */
  boolean reachesPagers() {
    return aws.snsIsWhole();
  }

  /**
   * One run of the application over one recording, through the gate, in one Region or in several.
   */
  Show show(String name, Telemetry telemetry, int shards, String... regions) throws Exception {
    return show(name, telemetry, shards, Map.of(), regions);
  }

  /** The same with more properties. */
  Show show(
      String name, Telemetry telemetry, int shards, Map<String, String> more, String... regions)
      throws Exception {
    Map<String, String> properties = new TreeMap<>(more);
    properties.put("stream.endpoint", gate.endpoint());
    properties.put("initial.position", "TRIM_HORIZON");
    List<String> where = regions.length == 0 ? List.of(AwsJson.REGION) : List.of(regions);
    return new Show(this, name, telemetry, shards, properties, where);
  }

  /** One run with whatever is put into another Kinesis, in its time. */
  Show liveShow(String name, Telemetry settings, String endpoint) throws Exception {
    Map<String, String> properties = new TreeMap<>();
    properties.put("stream.endpoint", endpoint);
    properties.put("initial.position", "LATEST");
    return new Show(this, name, settings, 2, properties, List.of(AwsJson.REGION));
  }

  /** What happens while records are put. */
  interface AfterPortion {
    void portion(int number) throws Exception;
  }

  @Override
  public void close() {
    replay.close();
    if (cluster != null) {
      cluster.close();
    }
    gate.close();
    kinesis.close();
    aws.close();
  }
}
