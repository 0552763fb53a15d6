package dev.stormwatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.gap.TelemetryGapLogic;
import dev.stormwatch.core.detect.gap.TelemetryGapState;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.TelemetrySlot;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The arrival clock while nothing arrives, and what is made of it. */
class HeartbeatTest {

  private static final Settings SETTINGS = SettingsReader.defaults();
  private static final long SLOT = SETTINGS.clock.slotMillis;
  private static final long BEHIND = SETTINGS.clock.heartbeatMillis;
  private static final long START = 1_772_445_600_000L;

  /** The machine's clock says something else altogether. */
  private static final long MACHINE = 77_000;

  private OneInputStreamOperatorTestHarness<FunctionSlot, FunctionSlot> harness;

  @BeforeEach
  void start() throws Exception {
    harness = open(null);
    harness.setProcessingTime(MACHINE);
  }

  @AfterEach
  void stop() throws Exception {
    harness.close();
  }

  private static OneInputStreamOperatorTestHarness<FunctionSlot, FunctionSlot> open(
      OperatorSubtaskState snapshot) throws Exception {
    OneInputStreamOperatorTestHarness<FunctionSlot, FunctionSlot> harness =
        new OneInputStreamOperatorTestHarness<>(new Heartbeat(SETTINGS.clock));
    harness.setup(new CodecSerializer<>(new FunctionSlot.ByteCodec()));
    if (snapshot != null) {
      harness.initializeState(snapshot);
    }
    harness.open();
    return harness;
  }

  /** Watermarks as numbers of milliseconds since the start, and statuses, since the last look. */
  private List<Object> said() {
    List<Object> all = new ArrayList<>();
    for (Object said : harness.getOutput()) {
      all.add(said instanceof Watermark ? ((Watermark) said).getTimestamp() - START : said);
    }
    harness.getOutput().clear();
    return all;
  }

  private List<Long> clock() {
    return said().stream()
        .filter(Long.class::isInstance)
        .map(Long.class::cast)
        .collect(Collectors.toList());
  }

  private void idle() throws Exception {
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
  }

  private void active(long time) throws Exception {
    harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
    harness.processWatermark(START + time);
  }

  private void machineAt(long millis) throws Exception {
    harness.setProcessingTime(MACHINE + millis);
  }

  @Test
  void whatArrivesIsTheOnlyClockWhileItArrives() throws Exception {
    active(0);
    active(7_000);
    machineAt(3_600_000);
    assertThat(said()).containsExactly(0L, 7_000L);
  }

  @Test
  void whenNothingArrivesTheClockGoesOnAMinuteBehind() throws Exception {
    active(0);
    idle();
    machineAt(BEHIND);
    assertThat(said()).containsExactly(0L, WatermarkStatus.IDLE);
    machineAt(BEHIND + SLOT);
    assertThat(said()).containsExactly(WatermarkStatus.ACTIVE, SLOT);
    machineAt(BEHIND + 10 * SLOT);
    assertThat(clock()).endsWith(10 * SLOT).isSorted();
  }

  @Test
  void aShortPauseChangesNothing() throws Exception {
    active(0);
    for (int pause = 0; pause < 20; pause++) {
      idle();
      machineAt(pause * 100_000L + BEHIND);
      active(pause * 100_000L + 1);
      machineAt(pause * 100_000L + 99_000);
    }
    assertThat(clock()).allMatch(time -> time % 100_000 == 1 || time == 0);
  }

  @Test
  void itNeverGoesBack() throws Exception {
    active(0);
    idle();
    machineAt(BEHIND + 10 * SLOT);
    active(3 * SLOT);
    active(11 * SLOT);
    assertThat(clock()).isSorted().doesNotHaveDuplicates().endsWith(11 * SLOT);
  }

  @Test
  void withoutAnythingEverThereIsNoTimeToGoOnFrom() throws Exception {
    idle();
    machineAt(3_600_000);
    assertThat(clock()).isEmpty();
  }

  @Test
  void afterARestartItGoesOnFromWhereItWas() throws Exception {
    active(0);
    idle();
    machineAt(BEHIND + 2 * SLOT);
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = open(snapshot);
    harness.setProcessingTime(MACHINE + 9_000_000);
    idle();
    harness.setProcessingTime(MACHINE + 9_000_000 + BEHIND + SLOT);
    assertThat(clock()).containsExactly(3 * SLOT);
  }

  /** Live the clock ticks over the silence; in a replay the next record moves it there at once. */
  @Test
  void silenceIsPagedLiveAndDecidedAlikeInAReplay() throws Exception {
    HostedRun<TelemetrySlot, TelemetryGapState, Finding> live = gapRun();
    HostedRun<TelemetrySlot, TelemetryGapState, Finding> replay = gapRun();
    long quiet = 20 * 60_000;
    for (long time = 0; time < quiet; time += SLOT) {
      hear(time, live, replay);
    }
    active(quiet - 1);
    idle();
    machineAt(BEHIND + 10 * 60_000);
    for (long time : clock()) {
      live.known(START + time);
    }
    assertThat(live.output()).extracting(finding -> finding.severity).contains(Severity.PAGE);
    assertThat(replay.output()).isEmpty();
    hear(quiet + 11 * 60_000, live, replay);

    assertThat(live.output()).hasSizeGreaterThan(1).last().matches(finding -> finding.recovered);
    assertThat(bytes(live.output())).isEqualTo(bytes(replay.output()));
    live.close();
    replay.close();
  }

  private static HostedRun<TelemetrySlot, TelemetryGapState, Finding> gapRun() throws Exception {
    return new HostedRun.Recipe<>(
            new TelemetryGapLogic(SETTINGS, ""),
            new TelemetrySlot.ByteCodec(),
            new TelemetryGapState.ByteCodec(),
            SLOT,
            TelemetrySlot::key,
            new CodecSerializer<>(new Finding.ByteCodec()))
        .start();
  }

  @SafeVarargs
  private static void hear(long time, HostedRun<TelemetrySlot, TelemetryGapState, Finding>... runs)
      throws Exception {
    for (HostedRun<TelemetrySlot, TelemetryGapState, Finding> run : runs) {
      TelemetrySlot slot = new TelemetrySlot("111122223333", "eu-west-1");
      slot.lags.put("checkout", 3_000L);
      slot.lags.put("catalog", 3_000L);
      // The record moves the clock over what lies between first.
      run.known(START + time - 1);
      run.piece(START + time, slot);
      run.known(START + time + SLOT - 1);
    }
  }

  private static List<String> bytes(List<Finding> findings) {
    return findings.stream().map(HeartbeatTest::bytes).collect(Collectors.toList());
  }

  private static String bytes(Finding finding) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      new Finding.ByteCodec().write(finding, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Arrays.toString(bytes.toByteArray());
  }
}
