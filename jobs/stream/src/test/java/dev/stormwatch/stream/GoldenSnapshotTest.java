package dev.stormwatch.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.function.FunctionState;
import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.incident.IncidentLogic;
import dev.stormwatch.core.incident.IncidentState;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Restores what an earlier build wrote. The files under {@code src/test/resources/snapshots} stand
 * for the savepoints of running jobs: a test that fails here means that an upgrade would lose them.
 * They were written on Flink 1.20.5 and are read on every Flink that the build knows.
 *
 * <p>There is a set of them for each form that ever ran, {@code v1}, {@code v2} and so on, and
 * every set is restored. Once forms have changed, this writes what this build keeps as a new set
 * beside the old ones, and restores all:
 *
 * <pre>
 *   mvn -pl schemas,jobs/core,jobs/telemetry,jobs/stream test -Dtest='*SnapshotTest' \
 *       -Dsurefire.failIfNoSpecifiedTests=false -Dstormwatch.snapshots.write=v6
 * </pre>
 */
class GoldenSnapshotTest {

  private static final String FUNCTIONS = "functions";
  private static final String INCIDENTS = "incidents";

  private static final Settings SETTINGS = SettingsReader.defaults();
  private static final long SLOT = SETTINGS.clock.slotMillis;
  private static final long START = 1_772_446_200_000L;
  private static final int SLOTS_BEFORE = 360;
  private static final long STOPPED = START + SLOTS_BEFORE * SLOT;

  @BeforeAll
  static void writeTheSnapshotsWhenAsked() throws Exception {
    Snapshots.writeWhenAsked(FUNCTIONS, GoldenSnapshotTest::functionsBefore);
    Snapshots.writeWhenAsked(INCIDENTS, GoldenSnapshotTest::incidentsBefore);
  }

  static List<String> functionSnapshots() throws Exception {
    return Snapshots.of(FUNCTIONS);
  }

  static List<String> incidentSnapshots() throws Exception {
    return Snapshots.of(INCIDENTS);
  }

  @ParameterizedTest
  @MethodSource("functionSnapshots")
  void functionsKeepWhatTheyLearned(String snapshot) throws Exception {
    HostedRun<FunctionSlot, FunctionState, Finding> run =
        functions().restore(Snapshots.read(snapshot));
    List<Finding> findings = spike(run);

    Finding first = findings.get(0);
    assertThat(first.kind).isEqualTo(Kind.COLD_START_SPIKE);
    assertThat(first.subject.key()).isEqualTo("function/123456789012/eu-west-1/checkout");
    assertThat(first.severity).isEqualTo(Severity.PAGE);
    assertThat(first.recovered).isFalse();
    assertThat(first.measure.baseline).isCloseTo(0.01, within(0.005));
  }

  /** Else the test above would hold without any snapshot. */
  @Test
  void functionsThatLearnedNothingSayNothingOfTheSameSpike() throws Exception {
    assertThat(spike(functions().start())).isEmpty();
  }

  /** The snapshot holds a slot that was open, with one call in it. */
  @ParameterizedTest
  @MethodSource("functionSnapshots")
  void functionsKeepTheOpenSlot(String snapshot) throws Exception {
    HostedRun<FunctionSlot, FunctionState, Finding> run =
        functions().restore(Snapshots.read(snapshot));
    run.known(STOPPED + SLOT - 1);
    assertThat(run.sideOutput(SideOutputs.ACTIVITY))
        .singleElement()
        .satisfies(
            activity -> {
              assertThat(activity.at).isEqualTo(STOPPED + SLOT);
              assertThat(activity.invocations).isEqualTo(1);
              assertThat(activity.environments).isGreaterThanOrEqualTo(8);
            });
    run.close();
  }

  /** A straggler is placed by the restored clock: its slot was decided before the snapshot. */
  @ParameterizedTest
  @MethodSource("functionSnapshots")
  void functionsKeepTheClock(String snapshot) throws Exception {
    HostedRun<FunctionSlot, FunctionState, Finding> run =
        functions().restore(Snapshots.read(snapshot));
    run.piece(STOPPED - 10 * SLOT, new Traffic(8).slot(STOPPED - 10 * SLOT, 2, 0));
    run.known(STOPPED + SLOT - 1);
    assertThat(run.sideOutput(SideOutputs.ACTIVITY))
        .singleElement()
        .satisfies(activity -> assertThat(activity.invocations).isEqualTo(3));
    run.close();
  }

  @ParameterizedTest
  @MethodSource("incidentSnapshots")
  void anOpenIncidentIsResolvedUnderItsOldName(String snapshot) throws Exception {
    HostedRun<Finding, IncidentState, Alert> run = incidents().restore(Snapshots.read(snapshot));
    run.piece(STOPPED, finding(true));
    run.known(STOPPED + SETTINGS.incident.flapWindowMillis + 2 * SLOT);
    assertThat(run.output())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.action).isEqualTo(Action.RESOLVE);
              assertThat(alert.incidentId).isEqualTo("cold-start-spike-692a972554a4");
              assertThat(alert.sequence).isEqualTo(2);
              assertThat(alert.severity).isEqualTo(Severity.PAGE);
              assertThat(alert.onset).isEqualTo(START - 30_000);
            });
    assertThat(run.stateEntries()).isZero();
    run.close();
  }

  @ParameterizedTest
  @MethodSource("incidentSnapshots")
  void anOpenIncidentOfWhichNothingMoreIsHeardExpiresUnderItsOldName(String snapshot)
      throws Exception {
    HostedRun<Finding, IncidentState, Alert> run = incidents().restore(Snapshots.read(snapshot));
    run.known(START + SLOT + SETTINGS.incident.expireMillis - 1);
    assertThat(run.output()).isEmpty();
    run.known(START + SLOT + SETTINGS.incident.expireMillis + SLOT);
    assertThat(run.output())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.action).isEqualTo(Action.EXPIRE);
              assertThat(alert.incidentId).isEqualTo("cold-start-spike-692a972554a4");
              assertThat(alert.finding.headline).isEqualTo("checkout: 40.0 % of calls are cold");
            });
    run.close();
  }

  private static OperatorSubtaskState functionsBefore() throws Exception {
    HostedRun<FunctionSlot, FunctionState, Finding> run = functions().start();
    Traffic traffic = new Traffic(8);
    for (int i = 0; i < SLOTS_BEFORE; i++) {
      long arrival = START + i * SLOT;
      run.piece(arrival, traffic.slot(arrival, 10, i % 10 == 0 ? 1 : 0));
      run.known(arrival + SLOT - 1);
    }
    run.piece(STOPPED, traffic.slot(STOPPED, 1, 0));
    assertThat(run.output()).isEmpty();
    return run.stop();
  }

  private static List<Finding> spike(HostedRun<FunctionSlot, FunctionState, Finding> run)
      throws Exception {
    Traffic traffic = new Traffic(8);
    for (int i = 0; i < 36; i++) {
      long arrival = STOPPED + i * SLOT;
      run.piece(arrival, traffic.slot(arrival, 10, 6));
      run.known(arrival + SLOT - 1);
    }
    return run.end();
  }

  private static OperatorSubtaskState incidentsBefore() throws Exception {
    HostedRun<Finding, IncidentState, Alert> run = incidents().start();
    run.piece(START, finding(false));
    run.known(START + SLOT - 1);
    assertThat(run.output())
        .singleElement()
        .satisfies(alert -> assertThat(alert.action).isEqualTo(Action.OPEN));
    return run.stop();
  }

  private static HostedRun.Recipe<FunctionSlot, FunctionState, Finding> functions() {
    return HostedRun.Recipe.ofFunctions(SETTINGS);
  }

  private static HostedRun.Recipe<Finding, IncidentState, Alert> incidents() {
    return new HostedRun.Recipe<>(
        new IncidentLogic(SETTINGS.incident),
        new Finding.ByteCodec(),
        new IncidentState.ByteCodec(),
        SLOT,
        Finding::incidentKey,
        new CodecSerializer<>(new Alert.ByteCodec()));
  }

  private static Finding finding(boolean recovered) {
    return new Finding(
        Kind.COLD_START_SPIKE,
        Subject.function(Traffic.CHECKOUT),
        recovered ? Severity.INFO : Severity.PAGE,
        recovered,
        START - 30_000,
        recovered ? "checkout: cold starts are back" : "checkout: 40.0 % of calls are cold",
        new Measure("cold-start-share", recovered ? 0.01 : 0.4, "ratio", 0.05, 300, 1_000, 0.01),
        new Impact(true, START - 30_000, "400 of 1000 calls waited"),
        List.of(),
        List.of());
  }
}
