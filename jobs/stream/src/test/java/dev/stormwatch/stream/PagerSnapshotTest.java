package dev.stormwatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.incident.PagerLogic;
import dev.stormwatch.core.incident.PagerSlot;
import dev.stormwatch.core.incident.PagerState;
import dev.stormwatch.core.incident.Silences;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.Silence;
import dev.stormwatch.telemetry.json.SettingsException;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a pager knows: restored from what an earlier build wrote; and how it hears of silences. */
class PagerSnapshotTest {

  private static final String PAGER = "pager";
  private static final Settings SETTINGS = SettingsReader.defaults();
  private static final long SLOT = SETTINGS.clock.slotMillis;
  private static final long START = 1_772_446_200_000L;

  @BeforeAll
  static void writeTheSnapshotWhenAsked() throws Exception {
    Snapshots.writeWhenAsked(PAGER, PagerSnapshotTest::before);
  }

  static List<String> snapshots() throws Exception {
    return Snapshots.of(PAGER);
  }

  /** The cause was told before the snapshot; its effect, muted then, is listed after it. */
  @ParameterizedTest
  @MethodSource("snapshots")
  void aPagerKeepsWhatItToldAndWhatItKeptBack(String snapshot) throws Exception {
    HostedRun<PagerSlot, PagerState, Alert> run = pager().restore(Snapshots.read(snapshot));
    long later = START + 30 * SLOT;
    run.piece(
        later, PagerSlot.of(alert(Kind.CONNECTION_EXHAUSTION, 2, Action.RESOLVE), Silences.NONE));
    run.known(later + SLOT);
    assertThat(run.output())
        .filteredOn(alert -> alert.action == Action.RESOLVE)
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.sequence).isEqualTo(3);
              assertThat(alert.inhibits)
                  .singleElement()
                  .satisfies(muted -> assertThat(muted.incidentId).isEqualTo("cold-start-spike-1"));
            });
    run.close();
  }

  private static OperatorSubtaskState before() throws Exception {
    HostedRun<PagerSlot, PagerState, Alert> run = pager().start();
    run.piece(
        START, PagerSlot.of(alert(Kind.CONNECTION_EXHAUSTION, 1, Action.OPEN), Silences.NONE));
    run.known(START + SLOT - 1);
    run.piece(
        START + SLOT, PagerSlot.of(alert(Kind.COLD_START_SPIKE, 1, Action.OPEN), Silences.NONE));
    run.known(START + 2 * SLOT - 1);
    assertThat(run.output())
        .singleElement()
        .satisfies(alert -> assertThat(alert.incidentId).isEqualTo("connection-exhaustion-1"));
    return run.stop();
  }

  @Test
  void silencesReachEveryPagerAtOnceAndSurviveARestart() throws Exception {
    Silences silences = new Silences(1, silences());
    var run = withSilences();
    run.open();
    run.processElement1(alert(Kind.COLD_START_SPIKE, 1, Action.OPEN), START);
    run.processElement2(silences, Long.MIN_VALUE);
    run.processElement2(silences, Long.MIN_VALUE);
    assertThat(run.extractOutputValues())
        .as("the alert, and the silences to whoever had one")
        .hasSize(2)
        .allSatisfy(slot -> assertThat(slot.key()).isEqualTo("123456789012/eu-west-1"));
    OperatorSubtaskState snapshot = run.snapshot(1, 1);
    run.close();

    run = withSilences();
    run.initializeState(snapshot);
    run.open();
    run.processElement2(silences, Long.MIN_VALUE);
    assertThat(run.extractOutputValues()).as("they are known").isEmpty();
    run.processElement2(new Silences(2, List.of()), Long.MIN_VALUE);
    assertThat(run.extractOutputValues()).hasSize(1);
    run.close();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<String, Alert, Silences, PagerSlot>
      withSilences() throws Exception {
    KeyedTwoInputStreamOperatorTestHarness<String, Alert, Silences, PagerSlot> harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new CoBroadcastWithKeyedOperator<>(new WithSilences(), List.of(WithSilences.BROADCAST)),
            PagerSlot::keyOf,
            null,
            Types.STRING);
    harness.setup(new CodecSerializer<>(new PagerSlot.ByteCodec()));
    return harness;
  }

  private static List<Silence> silences() throws SettingsException {
    return SettingsReader.read(
            "{\"silences\":[{\"from\":\"2026-03-02T10:00:00Z\",\"to\":\"2026-03-02T11:00:00Z\","
                + "\"why\":\"orders-db moves\"}]}")
        .silences();
  }

  private static HostedRun.Recipe<PagerSlot, PagerState, Alert> pager() {
    return new HostedRun.Recipe<>(
        new PagerLogic(SETTINGS),
        new PagerSlot.ByteCodec(),
        new PagerState.ByteCodec(),
        SLOT,
        PagerSlot::key,
        new CodecSerializer<>(new Alert.ByteCodec()));
  }

  private static Alert alert(Kind kind, int sequence, Action action) {
    Subject subject =
        kind == Kind.CONNECTION_EXHAUSTION
            ? Subject.database("123456789012", "eu-west-1", "orders-db", List.of("checkout"))
            : Subject.function(Traffic.CHECKOUT);
    Finding finding =
        new Finding(
            kind,
            subject,
            Severity.PAGE,
            action == Action.RESOLVE,
            START - 30_000,
            kind.wireName(),
            new Measure("measure", 2, "ratio", 1, 300, 1_000, 0.1),
            new Impact(false, Long.MIN_VALUE, ""),
            List.of(),
            List.of());
    return Alert.about(finding, kind.wireName() + "-1", sequence, action, START)
        .severity(Severity.PAGE)
        .onset(START - 30_000)
        .build();
  }
}
