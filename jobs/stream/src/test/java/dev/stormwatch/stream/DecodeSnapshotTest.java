package dev.stormwatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.telemetry.KinesisRecord;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What an earlier build kept of the records that came of late is understood by this one; see {@link
 * GoldenSnapshotTest} for how the file is written.
 */
class DecodeSnapshotTest {

  private static final String SNAPSHOT = "decode-v1.snapshot";
  private static final long ARRIVAL = 1_772_446_336_000L;

  private static OneInputStreamOperatorTestHarness<KinesisRecord, FunctionSlot> harness()
      throws Exception {
    return new OneInputStreamOperatorTestHarness<>(
        new ProcessOperator<>(new DecodeFunction(SettingsReader.defaults(), "eu-west-1")));
  }

  private static KinesisRecord good(String shardId) throws Exception {
    return new KinesisRecord(
        shardId, "1", "p", ARRIVAL, DecodeFunctionTest.gzip(DecodeFunctionTest.GOOD));
  }

  @BeforeAll
  static void writeTheSnapshotWhenAsked() throws Exception {
    if (!Boolean.getBoolean("stormwatch.snapshots.write")) {
      return;
    }
    OneInputStreamOperatorTestHarness<KinesisRecord, FunctionSlot> harness = harness();
    try {
      harness.open();
      harness.processElement(good("shardId-000000000007"), ARRIVAL);
      OperatorSubtaskState state = harness.snapshot(1, 1);
      Path directory = Files.createDirectories(Path.of("src", "test", "resources", "snapshots"));
      OperatorSnapshotUtil.writeStateHandle(state, directory.resolve(SNAPSHOT).toString());
    } finally {
      harness.close();
    }
  }

  @Test
  void aRecordThatCameBeforeTheSnapshotIsKnown() throws Exception {
    URL resource = DecodeSnapshotTest.class.getResource("/snapshots/" + SNAPSHOT);
    assertThat(resource).isNotNull();
    OneInputStreamOperatorTestHarness<KinesisRecord, FunctionSlot> harness = harness();
    try {
      harness.initializeState(
          OperatorSnapshotUtil.readStateHandle(Path.of(resource.toURI()).toString()));
      harness.open();
      harness.processElement(good("shardId-000000000007"), ARRIVAL);
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.processElement(good("shardId-000000000008"), ARRIVAL);
      assertThat(harness.extractOutputValues()).hasSize(1);
    } finally {
      harness.close();
    }
  }
}
