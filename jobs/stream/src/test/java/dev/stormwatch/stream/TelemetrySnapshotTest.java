package dev.stormwatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.gap.TelemetryGapLogic;
import dev.stormwatch.core.detect.gap.TelemetryGapState;
import dev.stormwatch.core.model.TelemetrySlot;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is kept of an account's delivery, restored from what an earlier build wrote. */
class TelemetrySnapshotTest {

  private static final String DELIVERY = "telemetry";
  private static final Settings SETTINGS = SettingsReader.defaults();
  private static final long SLOT = SETTINGS.clock.slotMillis;
  private static final long START = 1_772_446_200_000L;
  private static final int BEFORE = 240;

  @BeforeAll
  static void writeTheSnapshotWhenAsked() throws Exception {
    Snapshots.writeWhenAsked(DELIVERY, TelemetrySnapshotTest::before);
  }

  static List<String> snapshots() throws Exception {
    return Snapshots.of(DELIVERY);
  }

  /** The rhythm was learned before the snapshot; the silence comes after it. */
  @ParameterizedTest
  @MethodSource("snapshots")
  void aSilenceThatBeganBeforeASnapshotIsFoundAfterIt(String snapshot) throws Exception {
    List<Finding> findings = silence(delivery().restore(Snapshots.read(snapshot)));
    assertThat(findings).isNotEmpty();
    assertThat(findings.get(0).kind).isEqualTo(Kind.TELEMETRY_GAP);
    assertThat(findings.get(0).onset).isEqualTo(START + BEFORE * SLOT);
  }

  /** Else the test above would hold without any snapshot. */
  @Test
  void whoLearnedNothingMissesNothing() throws Exception {
    assertThat(silence(delivery().start())).isEmpty();
  }

  private static List<Finding> silence(HostedRun<TelemetrySlot, TelemetryGapState, Finding> run)
      throws Exception {
    run.known(START + (BEFORE + 60) * SLOT - 1);
    return run.end();
  }

  private static OperatorSubtaskState before() throws Exception {
    HostedRun<TelemetrySlot, TelemetryGapState, Finding> run = delivery().start();
    for (int i = 0; i < BEFORE; i++) {
      TelemetrySlot slot = new TelemetrySlot("123456789012", "eu-west-1");
      slot.lags.put("catalog", 3_000L);
      slot.lags.put("checkout", 3_000L);
      run.piece(START + i * SLOT, slot);
      run.known(START + (i + 1) * SLOT - 1);
    }
    assertThat(run.output()).isEmpty();
    return run.stop();
  }

  private static HostedRun.Recipe<TelemetrySlot, TelemetryGapState, Finding> delivery() {
    return new HostedRun.Recipe<>(
        new TelemetryGapLogic(SETTINGS, ""),
        new TelemetrySlot.ByteCodec(),
        new TelemetryGapState.ByteCodec(),
        SLOT,
        TelemetrySlot::key,
        new CodecSerializer<>(new Finding.ByteCodec()));
  }
}
