package dev.stormwatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.settings.ClockSettings;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** See {@link GoldenSnapshotTest}. */
class HeartbeatSnapshotTest {

  private static final String SNAPSHOT = "heartbeat";
  private static final long CLOCK = 1_772_446_200_000L;
  private static final ClockSettings SETTINGS = SettingsReader.defaults().clock;

  private static OneInputStreamOperatorTestHarness<FunctionSlot, FunctionSlot> harness()
      throws Exception {
    OneInputStreamOperatorTestHarness<FunctionSlot, FunctionSlot> harness =
        new OneInputStreamOperatorTestHarness<>(new Heartbeat(SETTINGS));
    harness.setup(new CodecSerializer<>(new FunctionSlot.ByteCodec()));
    return harness;
  }

  @BeforeAll
  static void writeTheSnapshotWhenAsked() throws Exception {
    Snapshots.writeWhenAsked(SNAPSHOT, HeartbeatSnapshotTest::before);
  }

  static List<String> snapshots() throws Exception {
    return Snapshots.of(SNAPSHOT);
  }

  private static OperatorSubtaskState before() throws Exception {
    OneInputStreamOperatorTestHarness<FunctionSlot, FunctionSlot> harness = harness();
    harness.open();
    harness.processWatermark(CLOCK);
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    return state;
  }

  @ParameterizedTest
  @MethodSource("snapshots")
  void theClockGoesOnFromWhereItWas(String snapshot) throws Exception {
    OneInputStreamOperatorTestHarness<FunctionSlot, FunctionSlot> harness = harness();
    harness.initializeState(Snapshots.read(snapshot));
    harness.open();
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    harness.setProcessingTime(SETTINGS.heartbeatMillis + SETTINGS.slotMillis);
    assertThat(harness.getOutput()).contains(new Watermark(CLOCK + SETTINGS.slotMillis));
    harness.close();
  }
}
