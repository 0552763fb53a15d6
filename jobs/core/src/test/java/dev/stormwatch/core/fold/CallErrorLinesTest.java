package dev.stormwatch.core.fold;

import static dev.stormwatch.core.fold.Lines.end;
import static dev.stormwatch.core.fold.Lines.error;
import static dev.stormwatch.core.fold.Lines.line;
import static dev.stormwatch.core.fold.Lines.record;
import static dev.stormwatch.core.fold.Lines.report;
import static dev.stormwatch.core.fold.Lines.start;
import static dev.stormwatch.core.fold.Lines.stream;
import static dev.stormwatch.core.fold.Lines.timedOutReport;
import static dev.stormwatch.core.fold.Lines.timeout;
import static dev.stormwatch.core.fold.Lines.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.CallError;
import dev.stormwatch.core.model.ErrorWords;
import dev.stormwatch.core.model.FunctionSlot;
import org.junit.jupiter.api.Test;

/** What a record's calls failed with. */
class CallErrorLinesTest {

  private static final long T = 1_772_440_000_000L;
  private static final String ID = "5b0c7a52-61c4-4d0e-9d53-6f3c1c5b2a77";
  private static final String OTHER = "0d9f6a30-54d7-4b5e-8c61-0a4fb1a3c9d2";

  private static CallError only(FunctionSlot slot) {
    assertThat(slot.errors.mostFirst()).hasSize(1);
    return slot.errors.mostFirst().get(0);
  }

  @Test
  void aFailedCallIsToldOnceByTheLineThatNamesItsError() {
    FunctionSlot slot =
        record(
            "2026/03/02/[42]a",
            T,
            start(T - 300, ID),
            with(
                error(T - 200, ID),
                l -> {
                  l.errorType = "*url.Error";
                  l.words = ErrorWords.NAME_NOT_RESOLVED;
                }),
            end(T - 100, ID),
            with(report(T - 100, ID, 200), l -> l.status = Observation.Status.ERROR),
            start(T - 90, OTHER),
            end(T - 50, OTHER),
            report(T - 50, OTHER, 40));
    CallError told = only(slot);
    assertThat(told.name).isEqualTo("*url.Error");
    assertThat(told.words).isEqualTo(ErrorWords.NAME_NOT_RESOLVED);
    assertThat(told.calls()).isOne();
    assertThat(told.lines()).hasSize(1);
    assertThat(told.lines().get(0).at).isEqualTo(T - 200);
    assertThat(told.lines().get(0).logStream).isEqualTo("2026/03/02/[42]a");
    assertThat(told.lines().get(0).requestId).isEqualTo(ID);
    assertThat(slot.results.byVersion().get("42").calls).isEqualTo(2);
    assertThat(slot.results.byVersion().get("42").failures).isOne();
  }

  @Test
  void aTimeoutIsOneInWhicheverOfItsLines() {
    CallError told = only(record("s", T, timeout(T - 200, ID), timedOutReport(T - 200, ID, 3_000)));
    assertThat(told.name).isEqualTo("Task timed out");
    assertThat(told.calls()).isOne();
  }

  @Test
  void wordsThatAreNoNameAreNotKept() {
    FunctionSlot slot =
        record("s", T, with(error(T - 200, ID), l -> l.errorType = "card of maria declined"));
    assertThat(only(slot).name).isEmpty();
  }

  @Test
  void anExitWithAllMemoryUsedIsOneForWantOfIt() {
    assertThat(only(exit(512)).words).isEqualTo(ErrorWords.OUT_OF_MEMORY);
    assertThat(only(exit(400)).words).isEqualTo(ErrorWords.NONE);
  }

  /** Where system logs are terse, the REPORT alone tells of the exit. */
  @Test
  void aReportAloneTellsOfItToo() {
    CallError told =
        only(
            record(
                "s",
                T,
                start(T - 300, ID),
                with(
                    report(T - 100, ID, 200),
                    l -> {
                      l.status = Observation.Status.ERROR;
                      l.errorType = "Runtime.ExitError";
                      l.usedMegabytes = l.memoryMegabytes;
                    })));
    assertThat(told.name).isEqualTo("Runtime.ExitError");
    assertThat(told.words).isEqualTo(ErrorWords.OUT_OF_MEMORY);
  }

  private static FunctionSlot exit(long usedMegabytes) {
    return record(
        "s",
        T,
        start(T - 300, ID),
        with(line(LineKind.EXIT, T - 200, ID), l -> l.errorType = "Runtime.ExitError"),
        with(report(T - 100, ID, 200), l -> l.usedMegabytes = usedMegabytes));
  }

  @Test
  void aComplaintAtTheEndOfACallIsKeptApartFromFailures() {
    RecordFold fold = new RecordFold();
    fold.begin(stream("s"), T);
    fold.endedWith(
        with(
            line(LineKind.APPLICATION_TEXT, T - 200, ID),
            l -> {
              l.complains = true;
              l.words = ErrorWords.UNAVAILABLE;
            }));
    FunctionSlot slot = fold.finish(-1);
    assertThat(slot.errors.calls()).isZero();
    assertThat(slot.complaints.mostFirst())
        .extracting(e -> e.words)
        .containsExactly(ErrorWords.UNAVAILABLE);
  }
}
