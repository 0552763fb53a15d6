package dev.stormwatch.core.fold;

import static dev.stormwatch.core.fold.Lines.coldReport;
import static dev.stormwatch.core.fold.Lines.end;
import static dev.stormwatch.core.fold.Lines.error;
import static dev.stormwatch.core.fold.Lines.line;
import static dev.stormwatch.core.fold.Lines.record;
import static dev.stormwatch.core.fold.Lines.report;
import static dev.stormwatch.core.fold.Lines.start;
import static dev.stormwatch.core.fold.Lines.timedOutReport;
import static dev.stormwatch.core.fold.Lines.timeout;
import static dev.stormwatch.core.fold.Lines.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.fold.Observation.Status;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Hash64;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordFoldTest {

  private static final long T = 1_772_440_000_000L;

  private static final String UUID = "5b0c7a52-61c4-4d0e-9d53-6f3c1c5b2a77";

  private static int flagsOf(FunctionSlot slot, String requestId) {
    int at = slot.requests.find(Hash64.of(requestId));
    assertThat(at).as("request %s is known", requestId).isNotNegative();
    return slot.requests.flags(at);
  }

  @Test
  void sumsUpTheReports() {
    FunctionSlot slot =
        record(
            "s",
            T,
            with(report(T - 900, "a", 100), l -> l.usedMegabytes = 90),
            with(coldReport(T - 500, UUID, 50, 400), l -> l.usedMegabytes = 110),
            with(report(T - 100, "c", 30), l -> l.restoreMicros = 700_000));
    assertThat(slot.invocations).isEqualTo(3);
    assertThat(slot.coldStarts).isEqualTo(2);
    assertThat(slot.restores).isOne();
    assertThat(slot.durationMicros).isEqualTo(180_000);
    assertThat(slot.billedMillis).isEqualTo(180);
    assertThat(slot.billedMegabyteMillis).isEqualTo(180 * 512);
    assertThat(slot.memoryMegabytes).isEqualTo(512);
    assertThat(slot.usage.calls).isEqualTo(2);
    assertThat(slot.usage.usedMegabytes).isEqualTo(200);
    assertThat(slot.usage.initMicros).isEqualTo(400_000);
    assertThat(slot.firstColdAt).isEqualTo(T - 500);
    assertThat(slot.coldWaits.total()).isEqualTo(2);
    assertThat(slot.coldest).extracting(c -> c.requestId).containsExactly("", UUID);
    assertThat(slot.environments.size()).isOne();
    assertThat(slot.requests.size()).isEqualTo(3);
    assertThat(slot.lags.quantile(1)).isBetween(94L, 106L);
  }

  /** Many loggers add the function's own ARN to every line: that is not who was called. */
  @Test
  void countsRefusedCallsAndWhoseTheyWere() {
    FunctionSlot slot =
        record(
            "s",
            T,
            refused("checkout", false),
            refused("pricing", false),
            refused("", true),
            with(error(T - 100, ""), l -> l.throttle.told = true));
    assertThat(slot.throttles.lines).isEqualTo(4);
    assertThat(slot.throttles.ofAccount).isOne();
    assertThat(slot.throttles.function).isEqualTo("pricing");
  }

  private static Observation refused(String called, boolean ofAccount) {
    Observation line = line(LineKind.THROTTLE, T - 200, "");
    line.throttle.told = true;
    line.throttle.ofAccount = ofAccount;
    line.throttle.function = called;
    return line;
  }

  private static Observation batch(long at, String requestId, String outcome) {
    return with(
        line(LineKind.BATCH, at, requestId),
        l -> {
          l.detail();
          l.source.outcome = outcome;
        });
  }

  private static boolean batchTold(FunctionSlot slot, String requestId) {
    return (flagsOf(slot, requestId) & FunctionSlot.BATCH_TOLD) != 0;
  }

  @Test
  void aCallWhoseBatchALineTellsOfIsTold() {
    FunctionSlot slot =
        record(
            "s",
            T,
            start(T - 900, "a"),
            batch(T - 890, "a", "ok"),
            report(T - 880, "a", 20),
            start(T - 800, "b"),
            batch(T - 790, "", "failed"),
            error(T - 780, ""),
            report(T - 770, "b", 30),
            start(T - 700, "c"),
            batch(T - 690, "c", ""),
            timedOutReport(T - 600, "c", 100),
            start(T - 500, "d"),
            timedOutReport(T - 400, "d", 100));
    assertThat(batchTold(slot, "a")).isFalse();
    assertThat(batchTold(slot, "b")).isTrue();
    assertThat(batchTold(slot, "c")).isTrue();
    assertThat(batchTold(slot, "d")).isFalse();
  }

  /** Nobody joins such a line with its end, so the call's failure is left to the function. */
  @Test
  void aBatchIsNotToldWhereItsCallEndsInAnotherRecord() {
    FunctionSlot begins = record("s", T, start(T - 900, "a"), batch(T - 890, "a", ""));
    FunctionSlot ends = record("s", T + 30_000, timedOutReport(T + 29_000, "a", 30_000));
    assertThat(batchTold(begins, "a")).isFalse();
    assertThat(batchTold(ends, "a")).isFalse();
    FunctionSlot failed = record("s", T, start(T - 900, "b"), batch(T - 890, "b", "failed"));
    assertThat(batchTold(failed, "b")).isTrue();
  }

  @Test
  void anErrorLineWithoutAnIdBelongsToTheOpenCall() {
    FunctionSlot slot =
        record(
            "s",
            T,
            start(T - 900, "a"),
            end(T - 800, "a"),
            report(T - 800, "a", 100),
            start(T - 700, "b"),
            error(T - 650, ""),
            end(T - 600, "b"),
            report(T - 600, "b", 100));
    assertThat(flagsOf(slot, "b") & FunctionSlot.FAILED).isNotZero();
    assertThat(flagsOf(slot, "a") & FunctionSlot.FAILED).isZero();
    assertThat(slot.requests.size()).isEqualTo(2);
  }

  @Test
  void anErrorLineAfterTheReportStillBelongsToItsCall() {
    FunctionSlot slot =
        record("s", T, start(T - 900, "a"), report(T - 800, "a", 100), timeout(T - 800, ""));
    assertThat(slot.requests.size()).isOne();
    assertThat(flagsOf(slot, "a")).isEqualTo(1 | 2 | 4 | 8);
  }

  @Test
  void anErrorLineThatNamesItsCallIsNotGivenToTheOpenOne() {
    FunctionSlot slot = record("s", T, start(T - 900, "b"), error(T - 800, "a"));
    assertThat(flagsOf(slot, "a") & FunctionSlot.FAILED).isNotZero();
    assertThat(flagsOf(slot, "b") & FunctionSlot.FAILED).isZero();
  }

  @Test
  void anErrorLineWithNothingAroundItStandsForItself() {
    FunctionSlot slot = record("s", T, error(T - 900, ""), error(T - 500, ""));
    assertThat(slot.requests.size()).isEqualTo(2);
  }

  @Test
  void aStartAndItsReportAreOneStartInTime() {
    FunctionSlot slot = record("s", T, start(T - 90_000, "a"), timedOutReport(T - 1, "a", 60_000));
    int at = slot.requests.find(Hash64.of("a"));
    assertThat(slot.requests.first(at)).isEqualTo(slot.requests.last(at)).isEqualTo(T - 90_000);
  }

  @Test
  void aSecondStartOfTheSameIdIsSeenInTime() {
    FunctionSlot slot =
        record(
            "s",
            T,
            start(T - 70_000, "a"),
            timedOutReport(T - 67_000, "a", 3_000),
            start(T - 7_000, "a"),
            timedOutReport(T - 4_000, "a", 3_000));
    int at = slot.requests.find(Hash64.of("a"));
    assertThat(slot.requests.first(at)).isEqualTo(T - 70_000);
    assertThat(slot.requests.last(at)).isEqualTo(T - 7_000);
  }

  @Test
  void billingLessThanTheDurationIsATimeout() {
    Observation old = with(report(T - 100, "a", 3000), l -> l.durationMicros = 3_005_000);
    assertThat(flagsOf(record("s", T, old), "a") & FunctionSlot.TIMED_OUT).isNotZero();
    Observation rounded = with(report(T - 100, "a", 3000), l -> l.durationMicros = 3_000_400);
    assertThat(flagsOf(record("s", T, rounded), "a") & FunctionSlot.FAILED).isZero();
  }

  @Test
  void aSuccessfulRuntimeDoneFailsNothing() {
    FunctionSlot slot =
        record(
            "s",
            T,
            start(T - 900, "a"),
            with(line(LineKind.RUNTIME_DONE, T - 800, "a"), l -> l.status = Status.SUCCESS));
    assertThat(flagsOf(slot, "a")).isEqualTo(FunctionSlot.STARTED | FunctionSlot.CUT_OFF);
  }

  @Test
  void countsInitsThatFailedOrHidInsideACall() {
    FunctionSlot slot =
        record(
            "s",
            T,
            with(
                line(LineKind.INIT_REPORT, T - 900, ""),
                l -> {
                  l.status = Status.TIMEOUT;
                  l.phase = "init";
                }),
            with(
                line(LineKind.INIT_REPORT, T - 500, ""),
                l -> {
                  l.status = Status.ERROR;
                  l.phase = "invoke";
                }),
            line(LineKind.RESTORE_REPORT, T - 100, ""));
    assertThat(slot.initFailures).as("of one call").isOne();
    assertThat(slot.inits.firstDeathAt).isEqualTo(T - 900);
    assertThat(slot.suppressedInits).isOne();
  }

  private static Observation failedInit(long at, String phase) {
    return with(
        line(LineKind.INIT_REPORT, at, ""),
        l -> {
          l.status = Status.ERROR;
          l.phase = phase;
        });
  }

  /** The init of an environment fails, and once more inside the call that it was begun for. */
  @Test
  void aCallWhoseInitFailsTwiceFailsOnce() {
    Observation begins = line(LineKind.INIT_START, T - 900, "");
    FunctionSlot inside =
        record(
            "s",
            T,
            begins,
            error(T - 800, ""),
            failedInit(T - 800, "init"),
            start(T - 800, UUID),
            error(T - 500, ""),
            failedInit(T - 500, "invoke"),
            end(T - 500, UUID),
            report(T - 500, UUID, 300));
    FunctionSlot before =
        record(
            "s",
            T,
            begins,
            error(T - 800, ""),
            failedInit(T - 800, "init"),
            error(T - 500, ""),
            failedInit(T - 500, "invoke"),
            start(T - 500, UUID),
            end(T - 500, UUID),
            report(T - 500, UUID, 300));
    for (FunctionSlot slot : List.of(inside, before)) {
      assertThat(slot.initFailures).isOne();
      assertThat(slot.requests.size()).isOne();
      assertThat(slot.requests.flags(0) & FunctionSlot.FAILED).isNotZero();
    }
  }

  /** The second attempt works, and the call is answered. */
  @Test
  void aCallWhoseInitFailsOnceDoesNot() {
    FunctionSlot slot =
        record(
            "s",
            T,
            line(LineKind.INIT_START, T - 900, ""),
            error(T - 800, ""),
            failedInit(T - 800, "init"),
            start(T - 800, UUID),
            end(T - 500, UUID),
            report(T - 500, UUID, 300));
    assertThat(slot.initFailures).isOne();
    assertThat(slot.requests.size()).isOne();
    assertThat(slot.requests.flags(0) & FunctionSlot.FAILED).isZero();
  }

  @Test
  void aMappingsPollerIsNoEnvironment() {
    assertThat(record("s", T, line(LineKind.EVENT_SOURCE, T, "")).environments.size()).isZero();
  }

  @Test
  void doesNotBelieveAClockThatRunsAhead() {
    FunctionSlot slot = record("s", T, report(T + 3_600_000, "a", 1000));
    assertThat(slot.busy.size()).isZero();
  }

  @Test
  void aTimeThatNobodyBelievesMovesNeitherEnvironmentNorOnset() {
    FunctionSlot ahead = record("s", T, coldReport(T + 86_400_000, UUID, 10, 900));
    FunctionSlot ancient = record("s", T, coldReport(0, UUID, 10, 900));

    assertThat(ahead.environments.last(0)).isEqualTo(T + 60_000);
    assertThat(ancient.firstColdAt).isEqualTo(T - 14L * 24 * 3_600_000);
  }

  @Test
  void startsAfreshWithEachRecord() {
    RecordFold fold = new RecordFold();
    fold.begin(Lines.stream("s"), T);
    fold.add(start(T - 5, "a"));
    assertThat(fold.finish(-1).events).isOne();
    fold.begin(Lines.stream("t"), T);
    fold.add(error(T - 1, ""));
    FunctionSlot second = fold.finish(-1);
    assertThat(second.events).isOne();
    assertThat(second.requests.find(Hash64.of("a"))).isNegative();
  }
}
