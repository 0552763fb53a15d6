package dev.stormwatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.function.FunctionState;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a function cost on the days before an upgrade; see {@link GoldenSnapshotTest}. */
class CostSnapshotTest {

  private static final String COSTS = "functions-cost";
  private static final Settings SETTINGS = SettingsReader.defaults();
  private static final long SLOT = SETTINGS.clock.slotMillis;
  private static final long MINUTE = 60_000;
  private static final long START = 1_772_409_600_000L;

  /** Soon after it the third day has cost more than containers do in all of it. */
  private static final int MINUTES_BEFORE = 65 * 60;

  /** Where the set of version 4 ends: until then a day had to be over. */
  private static final int MINUTES_BEFORE_V4 = 71 * 60;

  private static final FunctionId POLL = new FunctionId("123456789012", "eu-west-1", "poll");

  @BeforeAll
  static void writeTheSnapshotWhenAsked() throws Exception {
    Snapshots.writeWhenAsked(COSTS, CostSnapshotTest::before);
  }

  static List<String> snapshots() throws Exception {
    return Snapshots.of(COSTS);
  }

  private static OperatorSubtaskState before() throws Exception {
    HostedRun<FunctionSlot, FunctionState, Finding> run = functions().start();
    minutes(run, 0, MINUTES_BEFORE);
    assertThat(run.output()).isEmpty();
    return run.stop();
  }

  @ParameterizedTest
  @MethodSource("snapshots")
  void theThirdDearDayIsToldThoughTwoWereBeforeTheUpgrade(String snapshot) throws Exception {
    HostedRun<FunctionSlot, FunctionState, Finding> run =
        functions().restore(Snapshots.read(snapshot));
    minutes(run, snapshot.endsWith("-v4.snapshot") ? MINUTES_BEFORE_V4 : MINUTES_BEFORE, 90);
    List<Finding> findings = run.end();

    Finding ticket = findings.get(0);
    assertThat(ticket.kind).isEqualTo(Kind.COST_CROSSOVER);
    assertThat(ticket.severity).isEqualTo(Severity.TICKET);
    assertThat(ticket.headline).startsWith("poll: Lambda costs 4.32 USD a day");
  }

  /** Else the test above would hold without any snapshot. */
  @Test
  void withoutTheDaysBeforeThereIsNothingToTell() throws Exception {
    HostedRun<FunctionSlot, FunctionState, Finding> run = functions().start();
    minutes(run, MINUTES_BEFORE, 90);
    assertThat(run.output()).isEmpty();
    run.close();
  }

  /** Two calls of 1,536 MB at a time, each a minute long. */
  private static void minutes(
      HostedRun<FunctionSlot, FunctionState, Finding> run, int from, int count) throws Exception {
    for (int i = from; i < from + count; i++) {
      long arrival = START + i * MINUTE;
      FunctionSlot slot = new FunctionSlot(POLL);
      slot.records = 1;
      slot.invocations = 2;
      slot.durationMicros = 2 * MINUTE * 1000;
      slot.billedMillis = 2 * MINUTE;
      slot.billedMegabyteMillis = slot.billedMillis * 1536;
      slot.memoryMegabytes = 1536;
      slot.busy.addInterval(arrival, slot.durationMicros / 2, arrival - 2 * MINUTE, arrival);
      slot.busy.addInterval(arrival, slot.durationMicros / 2, arrival - 2 * MINUTE, arrival);
      run.piece(arrival, slot);
      run.known(arrival + SLOT - 1);
    }
  }

  private static HostedRun.Recipe<FunctionSlot, FunctionState, Finding> functions() {
    return HostedRun.Recipe.ofFunctions(SETTINGS);
  }
}
