package dev.stormwatch.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stormwatch.live.recorder.Recorder;
import dev.stormwatch.replay.input.Input;
import dev.stormwatch.replay.input.Inputs;
import dev.stormwatch.stream.Topology;
import dev.stormwatch.stream.Uids;
import dev.stormwatch.telemetry.KinesisRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the live job's recorder keeps replays to the alerts that were. */
class RecorderITCase {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STREAM = "arn:aws:kinesis:eu-west-1:123456789012:stream/lambda-logs";

  @TempDir private static Path recorded;

  @TempDir private Path temp;

  /** Two writers, a crash in the middle, and a checkpoint whenever one can be had. */
  @BeforeAll
  static void record() throws Exception {
    List<KinesisRecord> all = new ArrayList<>();
    Input.Records records = Inputs.at(Recordings.BURST, null).open();
    for (KinesisRecord next = records.next(); next != null; next = records.next()) {
      all.add(next);
    }
    Configuration configuration = Topology.configuration();
    configuration.setString("execution.checkpointing.interval", "100 ms");
    configuration.setString("restart-strategy.type", "fixed-delay");
    configuration.setString("restart-strategy.fixed-delay.delay", "10 ms");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
    Recorder.attach(
        environment
            .fromData(Topology.RECORD, all.toArray(KinesisRecord[]::new))
            .setParallelism(1)
            .uid(Uids.SOURCE)
            .rebalance()
            .process(new CrashOnce())
            .returns(Topology.RECORD)
            .uid("crash"),
        recorded.toUri().toString(),
        List.of(STREAM),
        "eu-west-1");
    environment.execute();
  }

  /** Fails after its first checkpoint. */
  private static final class CrashOnce extends ProcessFunction<KinesisRecord, KinesisRecord>
      implements CheckpointListener {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(
        KinesisRecord record, Context context, Collector<KinesisRecord> out) {
      out.collect(record);
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
      if (getRuntimeContext().getTaskInfo().getAttemptNumber() == 0) {
        throw new IllegalStateException("a crash that was asked for");
      }
    }
  }

  /** What the crash left unfinished is hidden behind a dot. */
  private static List<Path> files() throws IOException {
    try (Stream<Path> walked = Files.walk(recorded)) {
      return walked
          .filter(file -> String.valueOf(file.getFileName()).startsWith("records-"))
          .sorted()
          .toList();
    }
  }

  private String alerts(Path input, String name, String... more) throws IOException {
    Path out = temp.resolve(name);
    List<String> arguments =
        new ArrayList<>(List.of("replay", input.toString(), "--out", out.toString()));
    arguments.addAll(List.of("--settings", Recordings.BURST.resolve("settings.json").toString()));
    arguments.addAll(List.of(more));
    CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
    assertThat(run.exitCode).as(run.err).isZero();
    return Files.readString(out.resolve("alerts.ndjson"));
  }

  @Test
  void itsFolderReplaysToTheSameAlerts() throws IOException {
    String wanted = alerts(Recordings.BURST, "source");
    assertThat(wanted.lines()).hasSize(2);

    assertThat(alerts(recorded, "recorded")).isEqualTo(wanted);
  }

  @Test
  void anImportMakesARecordingOfIt() throws IOException {
    Path out = temp.resolve("imported");
    CommandLineRun run =
        CommandLineRun.of("import", recorded.toString(), "--out", out.toString(), "--keep-text");

    assertThat(run.exitCode).as(run.err).isZero();
    JsonNode manifest = JSON.readTree(out.resolve("manifest.json").toFile());
    assertThat(manifest.path("streamArn").asText()).isEqualTo(STREAM);
    assertThat(manifest.path("region").asText()).isEqualTo("eu-west-1");
    assertThat(arrivals(out)).isSorted().hasSameSizeAs(Recordings.lines(Recordings.BURST));
  }

  private static List<String> arrivals(Path recording) throws IOException {
    return Recordings.lines(recording).stream().map(Recordings::arrival).toList();
  }

  @Test
  void everyRecordIsThereOnceInTheFolderOfItsTime() throws Exception {
    Set<String> numbers = new TreeSet<>();
    long count = 0;
    for (Path file : files()) {
      String folder = recorded.relativize(file.getParent()).toString();
      assertThat(folder).matches("2026-03-02/1[01]-[0-5]0");
      Input.Records records = Inputs.at(file, null).open();
      for (KinesisRecord next = records.next(); next != null; next = records.next()) {
        String time = Instant.ofEpochMilli(next.arrival).toString();
        assertThat(time.substring(0, 15).replace('T', '/').replace(':', '-') + '0')
            .isEqualTo(folder);
        numbers.add(next.shardId + next.sequenceNumber);
        count++;
      }
    }
    assertThat(count).isEqualTo(Recordings.lines(Recordings.BURST).size());
    assertThat(numbers).hasSize((int) count);
  }
}
