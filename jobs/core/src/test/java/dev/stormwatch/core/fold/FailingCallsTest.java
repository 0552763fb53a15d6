package dev.stormwatch.core.fold;

import static dev.stormwatch.core.fold.Lines.end;
import static dev.stormwatch.core.fold.Lines.error;
import static dev.stormwatch.core.fold.Lines.line;
import static dev.stormwatch.core.fold.Lines.report;
import static dev.stormwatch.core.fold.Lines.start;
import static dev.stormwatch.core.fold.Lines.timedOutReport;
import static dev.stormwatch.core.fold.Lines.timeout;
import static dev.stormwatch.core.fold.Lines.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.fold.Observation.Status;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FailedBatch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which calls of a record failed, where no line tells of a batch. */
class FailingCallsTest {

  private static final long NOW = 1_772_440_000_000L;
  private static final String ONE = "00000000-0000-4000-8000-000000000001";
  private static final String TWO = "00000000-0000-4000-8000-000000000002";

  /** What is told to have failed, one a call. */
  private static List<FailedBatch> failed(Observation... lines) {
    EventSourceFold fold = new EventSourceFold();
    fold.begin(Lines.stream("2026/03/02/[$LATEST]abc"), NOW + 3_000);
    for (Observation line : lines) {
      fold.add(line);
    }
    List<FailedBatch> failed = new ArrayList<>();
    for (EventSourceSlot slot : fold.finish()) {
      slot.parts.values().forEach(part -> failed.addAll(part.failures));
    }
    return failed;
  }

  /** The errors that calls are told to have failed with. */
  private static List<String> told(Observation... lines) {
    return failed(lines).stream().map(batch -> batch.errorType).toList();
  }

  private static Observation thrown(long at, String requestId, String type) {
    return with(error(at, requestId), line -> line.errorType = type);
  }

  private static Observation failedReport(long at, String requestId, String type) {
    return with(
        report(at, requestId, 100),
        line -> {
          line.status = Status.ERROR;
          line.errorType = type;
        });
  }

  /** Lambda's newer text logs have no line of their own for a timeout or a crash. */
  @Test
  void aCallThatTimesOutOrCrashesIsToldByItsReportAlone() {
    assertThat(
            told(start(NOW, ONE), end(NOW + 3_000, ONE), timedOutReport(NOW + 3_000, ONE, 3_000)))
        .containsExactly("TIMEOUT");
    assertThat(told(start(NOW, ONE), failedReport(NOW, ONE, "Runtime.ExitError")))
        .containsExactly("Runtime.ExitError");
    assertThat(told(start(NOW, ONE), failedReport(NOW, ONE, ""))).containsExactly("EXIT");
    assertThat(told(start(NOW, ONE), end(NOW, ONE), report(NOW, ONE, 100))).isEmpty();
  }

  /** Whether the line of the error names the call or not. */
  @Test
  void aFailureIsToldOnceHoweverManyLinesTellOfIt() {
    assertThat(
            told(
                start(NOW, ONE),
                thrown(NOW + 50, "", "ValueError"),
                end(NOW + 60, ONE),
                failedReport(NOW + 60, ONE, "Function.Unhandled"),
                start(NOW + 100, TWO),
                timeout(NOW + 3_100, TWO),
                end(NOW + 3_100, TWO),
                timedOutReport(NOW + 3_100, TWO, 3_000)))
        .containsExactlyInAnyOrder("ValueError", "TIMEOUT");
  }

  private static List<Long> durations(Observation... lines) {
    return failed(lines).stream().map(batch -> batch.durationMillis).toList();
  }

  /** Whichever line comes first. */
  @Test
  void howLongAnAttemptTookIsTold() {
    Observation after = timedOutReport(NOW + 3_000, ONE, 3_000);
    Observation before = report(NOW + 3_000, ONE, 3_000);
    assertThat(durations(start(NOW, ONE), after)).containsExactly(3_000L);
    assertThat(durations(start(NOW, ONE), timeout(NOW + 3_000, ONE), after))
        .containsExactly(3_000L);
    assertThat(durations(start(NOW, ONE), before, timeout(NOW + 3_000, ONE)))
        .containsExactly(3_000L);
    assertThat(durations(start(NOW, ONE), thrown(NOW + 3_000, "", "KeyError"), before))
        .containsExactly(3_000L);
    assertThat(durations(timeout(NOW + 3_000, ONE))).containsExactly(-1L);
  }

  /** What a call was given is not why it got no connection. */
  @Test
  void aCallThatADatabaseRefusedIsNotTold() {
    Observation refused =
        with(
            thrown(NOW + 50, "", "org.postgresql.util.PSQLException"),
            line -> line.connection = ConnectionSignal.REFUSED_BY_POSTGRESQL);
    assertThat(told(start(NOW, ONE), refused, failedReport(NOW + 60, ONE, "Function.Unhandled")))
        .isEmpty();
    Observation said =
        with(
            line(LineKind.CONNECTION_TROUBLE, NOW + 40, ""),
            line -> line.connection = ConnectionSignal.POOL_EXHAUSTED);
    assertThat(
            told(
                start(NOW, ONE),
                said,
                thrown(NOW + 50, "", "Error"),
                start(NOW + 100, TWO),
                thrown(NOW + 150, "", "TypeError")))
        .containsExactly("TypeError");
  }

  /** Words that are written in every kind of trouble explain no failure. */
  @Test
  void weakWordsOfConnectionsHideNothing() {
    Observation weak =
        with(thrown(NOW + 50, "", "ValueError"), line -> line.connection = ConnectionSignal.WEAK);
    assertThat(told(start(NOW, ONE), weak)).containsExactly("ValueError");
  }
}
