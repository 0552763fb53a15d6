package dev.stormwatch.core.track;

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
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Lines;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Traits;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionTrackTest {

  private static final long T = 1_772_440_000_000L;
  private static final long IDLE = 360_000;
  private static final long SETTLE = 20_000;

  private final FunctionTrack track = new FunctionTrack();
  private long failures;
  private long retries;

  /** One record as one slot, which ends a lag after the newest line. */
  private void slot(long lag, Observation... lines) {
    long newest = lines[lines.length - 1].eventTime;
    advance(record("stream", newest + lag, lines), newest + lag + 1);
  }

  private void advance(FunctionSlot slot, long end) {
    track.advance(slot, end, IDLE);
    failures += track.failures();
    retries += track.retries();
  }

  /** Each attempt in the second in which it started, whenever its lines came. */
  @Test
  void startsAreToldByTheirOwnSecond() {
    slot(9_000, start(T, "a"), end(T + 300, "a"), start(T + 2_500, "b"), end(T + 2_600, "b"));
    assertThat(track.starts().size()).isEqualTo(2);
    assertThat(track.starts().pane(0)).isEqualTo(T / 1000);
    assertThat(track.starts().pane(1)).isEqualTo(T / 1000 + 2);
    assertThat(track.starts().total()).isEqualTo(track.attempts()).isEqualTo(2);
    slot(9_000, start(T + 60_000, "c"));
    assertThat(track.starts().total()).isOne();
  }

  @Test
  void aTimeoutThatShowsThreeTimesInARecordIsOneFailure() {
    slot(
        9_000,
        start(T, "a"),
        timeout(T + 3000, "a"),
        end(T + 3000, "a"),
        timedOutReport(T + 3000, "a", 3000));
    assertThat(failures).isOne();
    assertThat(retries).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {100, 9_000, 65_000, 180_000})
  void aTimeoutThatShowsInThreeSlotsIsOneFailure(long lag) {
    slot(lag, start(T, "a"));
    slot(lag, timedOutReport(T + 3000, "a", 3000));
    slot(lag, timeout(T + 3000, "a"));
    slot(lag, end(T + 3000, "a"));
    assertThat(failures).isOne();
    assertThat(retries).isZero();
  }

  @Test
  void aTimeoutLineBeforeItsReportIsOneFailure() {
    slot(9_000, start(T, "a"), timeout(T + 3000, "a"));
    slot(9_000, end(T + 3001, "a"), timedOutReport(T + 3001, "a", 3000));
    assertThat(failures).isOne();
  }

  @Test
  void aFailureIsToldByItsBatchsLineThoughThatCameInAnotherSlot() {
    Observation failed =
        with(
            line(LineKind.BATCH, T + 10, "a"),
            l -> {
              l.detail();
              l.source.outcome = "failed";
            });
    slot(9_000, start(T, "a"), failed);
    slot(9_000, timedOutReport(T + 3000, "a", 3000));
    assertThat(track.failures()).isOne();
    assertThat(track.untoldFailures()).isZero();
    slot(9_000, start(T + 5000, "b"));
    slot(9_000, timedOutReport(T + 8000, "b", 3000));
    assertThat(track.failures()).isOne();
    assertThat(track.untoldFailures()).isOne();
  }

  @Test
  void aHandledErrorIsAFailureAlthoughThePlatformSaysNothing() {
    slot(9_000, start(T, "a"), error(T + 10, ""), end(T + 20, "a"), report(T + 20, "a", 20));
    assertThat(failures).isOne();
  }

  @Test
  void aSuccessIsNeitherFailureNorRetry() {
    slot(9_000, start(T, "a"));
    slot(9_000, end(T + 20_000, "a"), report(T + 20_000, "a", 20_000));
    assertThat(failures).isZero();
    assertThat(retries).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {100, 9_000, 65_000, 180_000})
  void aRetryThatFailsAgainIsOneRetryAndASecondFailure(long lag) {
    slot(lag, start(T, "a"), timedOutReport(T + 3000, "a", 3000));
    slot(lag, start(T + 63_000, "a"), timedOutReport(T + 66_000, "a", 3000));
    assertThat(failures).isEqualTo(2);
    assertThat(retries).isOne();
  }

  @ParameterizedTest
  @ValueSource(longs = {100, 9_000, 65_000, 180_000})
  void aRetryWhoseLinesComeApartIsOneRetryAndASecondFailure(long lag) {
    slot(lag, start(T, "a"));
    slot(lag, end(T + 3000, "a"), timeout(T + 3000, "a"));
    slot(lag, start(T + 63_000, "a"));
    slot(lag, timedOutReport(T + 66_000, "a", 3000));
    slot(lag, timeout(T + 66_000, "a"));
    assertThat(failures).isEqualTo(2);
    assertThat(retries).isOne();
  }

  @Test
  void bothRetriesOfAnAsynchronousCallAreCounted() {
    long[] attempts = {T, T + 63_000, T + 186_000};
    for (long at : attempts) {
      slot(9_000, start(at, "a"));
      slot(9_000, error(at + 10, "a"), end(at + 20, "a"), report(at + 20, "a", 20));
    }
    assertThat(failures).isEqualTo(3);
    assertThat(retries).isEqualTo(2);
  }

  @Test
  void aRetryThatSucceedsIsARetryAndNoFailure() {
    slot(9_000, start(T, "a"), error(T + 10, ""), report(T + 20, "a", 20));
    slot(9_000, start(T + 60_000, "a"), end(T + 60_020, "a"), report(T + 60_020, "a", 20));
    assertThat(failures).isOne();
    assertThat(retries).isOne();
  }

  @Test
  void bothAttemptsInOneSlotAreOneRetry() {
    slot(
        9_000,
        start(T, "a"),
        error(T + 10, "a"),
        report(T + 20, "a", 20),
        start(T + 60_000, "a"),
        report(T + 60_020, "a", 20));
    assertThat(retries).isOne();
  }

  /** The start read off REPORT is earlier by the init, and by rounding. */
  @ParameterizedTest
  @ValueSource(longs = {0, 250, 9_999})
  void oneAttemptsStartAndReportAreNeverARetry(long initMillis) {
    slot(9_000, start(T, "a"));
    slot(9_000, error(T + 500, "a"));
    slot(9_000, coldReport(T + 899_000, "a", 899_000, initMillis));
    slot(9_000, end(T + 899_000, "a"));
    assertThat(retries).isZero();
    assertThat(failures).isOne();
  }

  @Test
  void redeliveryUnderANewIdIsNoRetry() {
    slot(9_000, start(T, "a"), error(T + 10, "a"), report(T + 20, "a", 20));
    slot(9_000, start(T + 60_000, "b"), error(T + 60_010, "b"), report(T + 60_020, "b", 20));
    assertThat(failures).isEqualTo(2);
    assertThat(retries).isZero();
  }

  @Test
  void concurrencyIsArrivalRateTimesDuration() {
    Random random = new Random(42);
    for (long at = T; at < T + 300_000; at += 5_000) {
      FunctionSlot slot = new FunctionSlot(Lines.FUNCTION);
      for (int call = 0; call < 200; call++) {
        long ended = at + random.nextInt(5_000);
        slot.merge(record("s" + call % 30, at + 5_000, report(ended, at + "-" + call, 500)));
      }
      advance(slot, at + 5_000);
    }
    // 40 calls a second, half a second each.
    assertThat(track.concurrency(SETTLE)).isCloseTo(20, within(1.5));
    assertThat(track.concurrencyQuantile(0.5, SETTLE)).isCloseTo(20, within(1.0));
    assertThat(track.memoryMegabytes()).isEqualTo(512);
  }

  @Test
  void oneLongCallKeepsOneEnvironmentBusy() {
    slot(0, report(T + 100_000, "a", 100_000));
    assertThat(track.concurrency(SETTLE)).isCloseTo(1, within(1e-9));
  }

  /** No later slot, in which their pane has settled, may ever come. */
  @Test
  void callsThatAreDeliveredAtOnceAndNeverAgainWereAtATimeAsTheirReportsSay() {
    FunctionSlot slot = new FunctionSlot(Lines.FUNCTION);
    for (int call = 0; call < 50; call++) {
      slot.merge(
          record(
              "s" + call, T + 9_000, start(T, "a" + call), report(T + 2_000, "a" + call, 2_000)));
    }
    advance(slot, T + 9_000);
    assertThat(track.concurrency(SETTLE)).isZero();
    assertThat(track.mostConcurrency(SETTLE)).isCloseTo(10, within(1e-9));
  }

  /** Parts of one pane that come one after another add up; a slot that tells of none says none. */
  @Test
  void thePaneThatReportsFallIntoIsCountedWhole() {
    slot(1_000, report(T + 5_000, "a", 5_000));
    assertThat(track.mostConcurrency(SETTLE)).isCloseTo(0.5, within(1e-9));
    slot(1_000, report(T + 9_000, "b", 9_000));
    assertThat(track.mostConcurrency(SETTLE)).isCloseTo(1.4, within(1e-9));
    advance(new FunctionSlot(Lines.FUNCTION), T + 15_000);
    assertThat(track.mostConcurrency(SETTLE)).isZero();
  }

  /** Delivered half an hour late, when the recent past is another. */
  @Test
  void aCallThatIsToldLateWasInProgressAllTheSame() {
    slot(1_800_000, report(T + 20_000, "a", 20_000));
    assertThat(track.mostConcurrency(SETTLE)).isCloseTo(1, within(1e-9));
  }

  /** A call is reported when it ends; until then its beginning tells that it is in progress. */
  @Test
  void callsThatGoOnAreInProgress() {
    FunctionSlot slot = new FunctionSlot(Lines.FUNCTION);
    for (int call = 0; call < 40; call++) {
      slot.merge(record("s" + call, T + 5_000, start(T, "a" + call)));
    }
    advance(slot, T + 5_000);
    for (long at = T + 10_000; at <= T + 100_000; at += 5_000) {
      advance(new FunctionSlot(Lines.FUNCTION), at);
      assertThat(track.concurrency(SETTLE)).isCloseTo(at < T + 30_000 ? 0 : 40, within(1e-9));
    }
  }

  /** Of calls of a tenth of a second none is open for half a minute, but its end may be lost. */
  @Test
  void shortCallsWhoseEndIsLostAreNotInProgress() {
    for (long at = T; at < T + 60_000; at += 1_000) {
      FunctionSlot slot = record("s" + at, at + 100, start(at, "a" + at));
      slot.merge(record("t", at + 100, start(at, "b" + at), report(at + 100, "b" + at, 100)));
      advance(slot, at + 1_000);
    }
    assertThat(track.openCalls()).isEqualTo(60);
    assertThat(track.concurrency(SETTLE)).isCloseTo(0.1, within(1e-9));
  }

  /** No environment has two calls at a time, and a call may have lost its end. */
  @Test
  void callsWithoutAnEndAreNoMoreThanEnvironmentsNorThereForEver() {
    for (long at = T; at < T + 60_000; at += 1_000) {
      slot(100, start(at, "a" + at));
    }
    assertThat(track.openCalls()).isEqualTo(60);
    assertThat(track.concurrency(SETTLE)).isCloseTo(1, within(1e-9));
    advance(new FunctionSlot(Lines.FUNCTION), T + 200_000);
    assertThat(track.concurrency(SETTLE)).isZero();
  }

  @Test
  void concurrencyFallsToZeroWhenNothingRuns() {
    slot(0, report(T + 100_000, "a", 100_000));
    advance(new FunctionSlot(Lines.FUNCTION), T + 160_000);
    assertThat(track.concurrency(SETTLE)).isZero();
    advance(new FunctionSlot(Lines.FUNCTION), T + 86_400_000);
    assertThat(track.concurrency(SETTLE)).isZero();
    assertThat(track.concurrencyQuantile(1, SETTLE)).isZero();
  }

  @Test
  void environmentsLiveWhileHeardOfAndAreReapedAfter() {
    for (int i = 0; i < 10; i++) {
      advance(record("s" + i, T, report(T, "r" + i, 10)), T + 5_000);
    }
    assertThat(track.livingEnvironments()).isEqualTo(10);
    assertThat(track.newEnvironments()).isOne();

    advance(record("s3", T + IDLE, report(T + IDLE, "x", 10)), T + IDLE);
    assertThat(track.newEnvironments()).isZero();
    assertThat(track.livingEnvironments()).isEqualTo(10);

    advance(record("s3", T + IDLE, report(T + IDLE, "y", 10)), T + IDLE + 1);
    assertThat(track.livingEnvironments()).isOne();

    advance(record("s4", T + IDLE, report(T + IDLE, "z", 10)), T + IDLE + 2);
    assertThat(track.newEnvironments()).isOne();
    assertThat(track.livingEnvironments()).isEqualTo(2);
  }

  @Test
  void startsAreExactWhereRequestsAreASample() {
    FunctionSlot slot = new FunctionSlot(Lines.FUNCTION);
    for (int i = 0; i < 6_000; i++) {
      slot.merge(record("stream-" + i, T, start(T + i % 3 * 1_000, "request-" + i)));
    }
    advance(Bytes.copy(new FunctionSlot.ByteCodec(), slot), T + 5_000);
    assertThat(track.starts().size()).isEqualTo(3);
    for (int second = 0; second < 3; second++) {
      assertThat(track.starts().calls(second)).isEqualTo(2_000);
    }
  }

  @Test
  void estimatesAFleetTooLargeToListAndStaysBounded() {
    FunctionSlot slot = new FunctionSlot(Lines.FUNCTION);
    for (int i = 0; i < 20_000; i++) {
      slot.merge(record("stream-" + i, T, start(T, "request-" + i)));
    }
    advance(slot, T + 5_000);
    assertThat(track.livingEnvironments()).isBetween(16_000L, 24_000L);
    assertThat(Bytes.written(track::write)).hasSizeLessThan(64 * 1024);
  }

  @Test
  void aFunctionThatLogsWithoutItsCallsIsBlind() {
    slot(0, start(T, "a"), report(T + 20, "a", 20));
    for (int minute = 1; minute <= 20; minute++) {
      long at = T + minute * 60_000L;
      slot(0, line(LineKind.APPLICATION_TEXT, at, ""));
      assertThat(track.blind(15 * 60_000)).as("minute %d", minute).isEqualTo(minute >= 16);
    }
    slot(0, start(T + 21 * 60_000, "b"));
    assertThat(track.blind(15 * 60_000)).isFalse();
  }

  @Test
  void aFunctionThatIsCalledSeldomIsNotBlind() {
    for (int call = 0; call < 5; call++) {
      long at = T + call * 3_600_000L;
      slot(0, with(line(LineKind.INIT_START, at, ""), l -> l.traits = Traits.PYTHON));
      assertThat(track.blind(15 * 60_000)).as("init %d", call).isFalse();
      slot(0, line(LineKind.APPLICATION_TEXT, at + 5_000, ""));
      assertThat(track.blind(15 * 60_000)).as("line before call %d", call).isFalse();
      slot(0, start(at + 10_000, "a" + call), report(at + 10_020, "a" + call, 20));
    }
  }

  @Test
  void environmentsThatAreKeptReadyAndNeverCalledDoNotMakeAFunctionBlind() {
    slot(0, start(T, "a"), report(T + 20, "a", 20));
    for (int hour = 1; hour <= 3; hour++) {
      long at = T + hour * 3_600_000L;
      slot(0, with(line(LineKind.INIT_START, at, ""), l -> l.traits = Traits.PYTHON));
      assertThat(track.blind(15 * 60_000)).as("hour %d", hour).isFalse();
    }
  }

  @Test
  void theReplaysOfADurableFunctionAreNoRetries() {
    slot(0, with(start(T, "a"), l -> l.traits = Traits.DURABLE), error(T + 10, "a"));
    slot(0, start(T + 65_000, "a"), report(T + 65_020, "a", 20));
    assertThat(track.retries()).isZero();
    assertThat(track.is(Traits.DURABLE)).isTrue();
    assertThat(track.is(Traits.TENANTS)).isFalse();
  }

  @Test
  void readsBackWhatItWrote() throws IOException {
    slot(9_000, start(T, "a"), error(T + 10, ""), report(T + 20, "a", 20));
    slot(9_000, start(T + 100, "b"));
    byte[] bytes = Bytes.written(track::write);
    FunctionTrack read = new FunctionTrack();
    read.readInto(Bytes.in(bytes), true, true);
    assertThat(Bytes.written(read::write)).isEqualTo(bytes);
    read.advance(record("s", T + 70_000, start(T + 60_000, "a")), T + 70_001, IDLE);
    assertThat(read.retries()).isOne();
  }
}
