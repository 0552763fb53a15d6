package dev.stormwatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.telemetry.KinesisRecord;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an earlier build kept of the records that came of late is understood by this one; see {@link
 * GoldenSnapshotTest} for how the file is written.
 */
class DecodeSnapshotTest {

  private static final String SNAPSHOT = "decode";
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
    Snapshots.writeWhenAsked(SNAPSHOT, DecodeSnapshotTest::before);
  }

  static List<String> snapshots() throws Exception {
    return Snapshots.of(SNAPSHOT);
  }

  private static OperatorSubtaskState before() throws Exception {
    OneInputStreamOperatorTestHarness<KinesisRecord, FunctionSlot> harness = harness();
    try {
      harness.open();
      harness.processElement(good("shardId-000000000007"), ARRIVAL);
      return harness.snapshot(1, 1);
    } finally {
      harness.close();
    }
  }

  @ParameterizedTest
  @MethodSource("snapshots")
  void aRecordThatCameBeforeTheSnapshotIsKnown(String snapshot) throws Exception {
    OneInputStreamOperatorTestHarness<KinesisRecord, FunctionSlot> harness = harness();
    try {
      harness.initializeState(Snapshots.read(snapshot));
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
