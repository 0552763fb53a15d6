package dev.stormwatch.core.fold;

import static dev.stormwatch.core.fold.Lines.end;
import static dev.stormwatch.core.fold.Lines.line;
import static dev.stormwatch.core.fold.Lines.record;
import static dev.stormwatch.core.fold.Lines.report;
import static dev.stormwatch.core.fold.Lines.start;
import static dev.stormwatch.core.fold.Lines.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.CallTrace;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Hash64;
import org.junit.jupiter.api.Test;

/** Which call a named trace is of. */
class CallTracesTest {

  private static final long T = 1_772_440_000_000L;

  private static Observation traced(Observation line, int teller, long low) {
    return with(
        line,
        l -> {
          l.trace.teller = teller;
          l.trace.high = 1;
          l.trace.low = low;
        });
  }

  private static Observation said(long at, long low) {
    return traced(line(LineKind.APPLICATION_JSON, at, ""), CallTrace.LOGGER_OF_XRAY, low);
  }

  private static Observation platform(Observation line, long low) {
    return traced(line, CallTrace.PLATFORM, low);
  }

  private static void assertTraces(FunctionSlot slot, Object... idsAndLows) {
    assertThat(slot.traces.size()).isEqualTo(idsAndLows.length / 2);
    for (int i = 0; i < idsAndLows.length; i += 2) {
      long key = Hash64.of((String) idsAndLows[i]);
      boolean found = false;
      for (int at = 0; at < slot.traces.size(); at++) {
        if (slot.traces.key(at) == key) {
          found = true;
          assertThat(slot.traces.trace(at).low).isEqualTo(((Number) idsAndLows[i + 1]).longValue());
        }
      }
      assertThat(found).as("trace of %s", idsAndLows[i]).isTrue();
      int flags = slot.requests.flags(slot.requests.find(key));
      assertThat(flags & FunctionSlot.TRACED).isNotZero();
    }
  }

  @Test
  void aLineOfTheApplicationsIsOfTheOpenCall() {
    assertTraces(
        record(
            "s",
            T,
            start(T - 900, "a"),
            said(T - 850, 7),
            said(T - 840, 7),
            end(T - 800, "a"),
            report(T - 800, "a", 100),
            start(T - 700, "b"),
            said(T - 650, 8)),
        "a",
        7,
        "b",
        8);
  }

  @Test
  void aLineBeforeTheEndOfACallIsOfThatCall() {
    assertTraces(
        record("s", T, said(T - 850, 7), report(T - 800, "a", 100), said(T - 750, 9)), "a", 7);
  }

  /** Its END was lost, or the line is an extension's. */
  @Test
  void aLineBeforeTheStartOfACallIsNotOfThatCall() {
    assertTraces(record("s", T, said(T - 850, 7), start(T - 800, "a"), end(T - 700, "a")));
  }

  @Test
  void theReportSaysWhenItsCallBegan() {
    FunctionSlot slot = record("s", T, platform(report(T - 100, "a", 400), 3), said(T - 50, 9));
    assertTraces(slot, "a", 3);
    assertThat(slot.traces.start(0)).isEqualTo(T - 500);
  }

  @Test
  void theLineBehindAReportIsTheReports() {
    assertTraces(
        record(
            "s",
            T,
            start(T - 500, "a"),
            end(T - 100, "a"),
            report(T - 100, "a", 400),
            platform(line(LineKind.XRAY, T - 100, ""), 3)),
        "a",
        3);
  }

  @Test
  void whatThePlatformSaysCountsMore() {
    assertTraces(
        record(
            "s",
            T,
            start(T - 500, "a"),
            said(T - 400, 9),
            end(T - 100, "a"),
            platform(report(T - 100, "a", 400), 3)),
        "a",
        3);
  }

  /** The line may be the last that a long call writes. */
  @Test
  void aCallStartsWithItsStartNotWithTheLineThatNamesItsTrace() {
    FunctionSlot slot = record("s", T, start(T - 9_000, "a"), said(T - 100, 7));
    assertThat(slot.traces.start(0)).isEqualTo(T - 9_000);
  }
}
