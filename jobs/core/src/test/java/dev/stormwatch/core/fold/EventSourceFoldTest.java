package dev.stormwatch.core.fold;

import static dev.stormwatch.core.fold.SourceLines.NOW;
import static dev.stormwatch.core.fold.SourceLines.SHARD;
import static dev.stormwatch.core.fold.SourceLines.STREAM;
import static dev.stormwatch.core.fold.SourceLines.batch;
import static dev.stormwatch.core.fold.SourceLines.begun;
import static dev.stormwatch.core.fold.SourceLines.only;
import static dev.stormwatch.core.fold.SourceLines.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.ShardPart;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lines tell of the batches that a function gets. */
class EventSourceFoldTest {

  private final EventSourceFold fold = begun();

  private void line(Consumer<EventSourceReport> told) {
    Observation line = batch(told);
    fold.begin(Lines.stream("stream"), NOW);
    fold.add(line);
  }

  @Test
  void aBatchThatSucceedsReachesItsLastNumber() {
    line(report -> report.outcome = "ok");
    ShardPart part = only(fold).part(SHARD);
    assertThat(part.okLast).isEqualTo("109");
    assertThat(part.okRecords).isEqualTo(10);
    assertThat(part.failures).isEmpty();
    assertThat(only(fold).function).isEqualTo(Lines.FUNCTION);
  }

  /** A line that is written when the call begins cannot tell how it goes. */
  @Test
  void whereALineDoesNotTellTheCallsEndDecides() {
    call(Lines.report(NOW - 2_000, "a", 100));
    assertThat(only(fold).part(SHARD).okLast).isEqualTo("109");
    assertThat(only(fold).part(SHARD).failures).isEmpty();

    Observation error = Lines.error(NOW - 2_000, "");
    error.errorType = "KeyError";
    call(error, Lines.report(NOW - 2_000, "a", 100));
    assertThat(only(fold).part(SHARD).okLast).isEmpty();
    assertThat(only(fold).part(SHARD).failures)
        .singleElement()
        .matches(failure -> failure.errorType.equals("KeyError") && failure.last.equals("109"));

    call(Lines.report(NOW - 2_000, "a", 100), Lines.timeout(NOW - 2_000, "a"));
    assertThat(only(fold).part(SHARD).failures)
        .singleElement()
        .matches(failure -> failure.errorType.equals("TIMEOUT"));
  }

  /** The next call's failure is not that of the one before. */
  @Test
  void aCallThatWentWellIsNotBlamedForTheNext() {
    call(
        Lines.report(NOW - 2_000, "a", 100),
        Lines.start(NOW - 1_500, "b"),
        Lines.error(NOW - 1_000, ""));
    assertThat(fold.finish())
        .anySatisfy(slot -> assertThat(slot.part(SHARD).okLast).isEqualTo("109"));
    assertThat(fold.finish()).allSatisfy(slot -> assertThat(slot.part(SHARD).failures).isEmpty());
  }

  @Test
  void aCallThatEndsInAnotherRecordTellsNothingOfItsBatchHere() {
    call();
    assertThat(fold.finish()).isEmpty();
  }

  private void call(Observation... afterwards) {
    Observation line = batch(report -> {});
    fold.begin(Lines.stream("stream"), NOW);
    fold.add(Lines.start(NOW - 3_000, "a"));
    fold.add(line);
    for (Observation after : afterwards) {
      fold.add(after);
    }
  }

  @Test
  void oneItemThatIsNamedIsTheWholeRange() {
    line(
        report -> {
          report.outcome = "partial";
          report.failedItems = 1;
          report.failedItem = "104";
        });
    assertThat(only(fold).part(SHARD).failures)
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.first).isEqualTo("104");
              assertThat(failure.last).isEqualTo("104");
            });
  }

  /** An answer that names an item of another batch fails the batch as a whole. */
  @Test
  void anItemThatIsNotInTheBatchNarrowsNothing() {
    line(
        report -> {
          report.outcome = "partial";
          report.failedItems = 1;
          report.failedItem = "999";
        });
    assertThat(only(fold).part(SHARD).failures)
        .singleElement()
        .satisfies(failure -> assertThat(failure.last).isEqualTo("109"));
  }

  /** What would end up in a command that somebody pastes must look like what it should be. */
  @Test
  void namesThatAreNoNamesAreNotTakenIn() {
    line(report -> report.eventSource = "arn:aws:kinesis:x:1:stream/a'; rm -rf ~ #");
    assertThat(fold.finish()).isEmpty();
    line(report -> report.shard = "card 4111 1111 1111 1111");
    assertThat(fold.finish()).isEmpty();
    line(report -> report.firstSequenceNumber = "4 or 5");
    assertThat(fold.finish()).isEmpty();
    line(
        report -> {
          report.outcome = "failed";
          report.errorType = "no such customer: jane@example.com";
        });
    assertThat(only(fold).part(SHARD).failures).singleElement().matches(f -> f.errorType.isEmpty());
  }

  /** Who names all of them names none. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void eachMessageOfABatchThatFailsAsAWholeMayBeTheCause(int items) {
    line(
        report -> {
          report.shard = "";
          report.firstSequenceNumber = "";
          report.messageId = "a";
          report.messageIds = List.of("a", "b");
          report.outcome = "failed";
          report.failedItems = items;
          report.failedItem = items == 0 ? "" : "a";
        });
    assertThat(only(fold).parts.keySet())
        .containsExactlyInAnyOrder(
            EventSourceSlot.NO_SHARD, EventSourceSlot.MESSAGE + "a", EventSourceSlot.MESSAGE + "b");
    assertThat(only(fold).part(EventSourceSlot.NO_SHARD).panes.failedSince(0)).isEqualTo(1);
    assertThat(only(fold).part(EventSourceSlot.MESSAGE + "b").panes.failedSince(0)).isZero();
  }

  @Test
  void aBatchTookAsLongAsTheReportOfItsCallSays() {
    fold.begin(Lines.stream("stream"), NOW);
    Observation batch = told(LineKind.BATCH, 7);
    batch.source.eventSource = STREAM;
    batch.source.shard = SHARD;
    batch.source.firstSequenceNumber = "100";
    batch.source.outcome = "ok";
    fold.add(batch);
    Observation report = told(LineKind.REPORT, 7);
    report.durationMicros = 1_250_000;
    fold.add(report);
    assertThat(only(fold).part(SHARD).panes.since(0).values())
        .singleElement()
        .matches(pane -> pane.timed == 1 && pane.busyMillis == 1_250);
  }

  /** A line that names nothing tells nothing, and must not hide that calls fail. */
  @Test
  void aBatchOfWhichNothingIsNamedLeavesTheCallsToTell() {
    fold.begin(Lines.stream("stream"), NOW);
    Observation line = told(LineKind.BATCH, 1);
    line.source.outcome = "failed";
    line.source.errorType = "BatchProcessingError";
    fold.add(line);
    Observation error = told(LineKind.RUNTIME_ERROR, 1);
    error.errorType = "BatchProcessingError";
    fold.add(error);
    assertThat(only(fold).eventSource).isEqualTo(EventSourceSlot.DEFAULT_LOGS);
  }
}
