package dev.stormwatch.core.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.MappingCounts.Metric;
import dev.stormwatch.core.model.ShardPart;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSourceFoldTest {

  private static final FunctionId ENRICH = new FunctionId("111122223333", "eu-west-1", "enrich");
  private static final String STREAM = "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks";
  private static final String SHARD = "shardId-000000000001";
  private static final long NOW = 1_772_440_000_000L;

  private final EventSourceFold fold = new EventSourceFold();

  private void line(Consumer<EventSourceReport> told) {
    Observation line = batch(told);
    fold.begin(source(), NOW);
    fold.add(line);
  }

  private static Observation batch(Consumer<EventSourceReport> told) {
    Observation line = new Observation();
    line.reset(NOW - 3_000);
    line.kind = LineKind.BATCH;
    line.detail();
    line.source.eventSource = STREAM;
    line.source.shard = SHARD;
    line.source.firstSequenceNumber = "100";
    line.source.lastSequenceNumber = "109";
    line.source.batchSize = 10;
    told.accept(line.source);
    return line;
  }

  private EventSourceSlot only() {
    assertThat(fold.finish()).hasSize(1);
    return fold.finish().iterator().next();
  }

  @Test
  void aBatchThatSucceedsReachesItsLastNumber() {
    line(report -> report.outcome = "ok");
    ShardPart part = only().part(SHARD);
    assertThat(part.okLast).isEqualTo("109");
    assertThat(part.okRecords).isEqualTo(10);
    assertThat(part.failures).isEmpty();
    assertThat(only().function).isEqualTo(ENRICH);
  }

  /** A line that is written when the call begins cannot tell how it goes. */
  @Test
  void whereALineDoesNotTellTheCallsEndDecides() {
    call(Lines.report(NOW - 2_000, "a", 100));
    assertThat(only().part(SHARD).okLast).isEqualTo("109");
    assertThat(only().part(SHARD).failures).isEmpty();

    Observation error = Lines.error(NOW - 2_000, "");
    error.errorType = "KeyError";
    call(error, Lines.report(NOW - 2_000, "a", 100));
    assertThat(only().part(SHARD).okLast).isEmpty();
    assertThat(only().part(SHARD).failures)
        .singleElement()
        .matches(failure -> failure.errorType.equals("KeyError") && failure.last.equals("109"));

    call(Lines.report(NOW - 2_000, "a", 100), Lines.timeout(NOW - 2_000, "a"));
    assertThat(only().part(SHARD).failures)
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
    fold.begin(source(), NOW);
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
    assertThat(only().part(SHARD).failures)
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
    assertThat(only().part(SHARD).failures)
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
    assertThat(only().part(SHARD).failures).singleElement().matches(f -> f.errorType.isEmpty());
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
    assertThat(only().parts.keySet())
        .containsExactlyInAnyOrder(
            EventSourceSlot.NO_SHARD, EventSourceSlot.MESSAGE + "a", EventSourceSlot.MESSAGE + "b");
    assertThat(only().part(EventSourceSlot.NO_SHARD).panes.failedSince(0)).isEqualTo(1);
    assertThat(only().part(EventSourceSlot.MESSAGE + "b").panes.failedSince(0)).isZero();
  }

  private static Observation told(LineKind kind, long requestKey) {
    Observation line = new Observation();
    line.reset(NOW - 3_000);
    line.kind = kind;
    line.detail();
    line.setRequestId(requestKey == 0 ? "" : "00000000-0000-4000-8000-00000000000" + requestKey);
    return line;
  }

  private static Observation givenUp(String functionArn) {
    Observation line = told(LineKind.ON_FAILURE, 1);
    line.source.functionArn = functionArn;
    line.source.eventSource = STREAM;
    line.source.shard = SHARD;
    line.source.firstSequenceNumber = "100";
    line.source.lastSequenceNumber = "109";
    line.source.batchSize = 10;
    line.source.attempts = 5;
    line.source.outcome = "RetryAttemptsExhausted";
    return line;
  }

  /** Who prints an on-failure record is not whom it is about, and only a claim is made of it. */
  @Test
  void whatWasGivenUpIsOfTheFunctionThatTheRecordNames() {
    fold.begin(source(), NOW);
    fold.add(givenUp("arn:aws:lambda:eu-west-1:111122223333:function:ledger-writer:$LATEST"));
    assertThat(only().function.name()).isEqualTo("ledger-writer");
    assertThat(only().eventSource).isEqualTo(STREAM);
    assertThat(only().parts).isEmpty();
    assertThat(only().givenUp)
        .singleElement()
        .matches(batch -> batch.attempts == 5 && batch.last.equals("109"));
  }

  @Test
  void nobodySpeaksAboutAnotherAccountOrWithoutNames() {
    fold.begin(source(), NOW);
    fold.add(givenUp("arn:aws:lambda:eu-west-1:999999999999:function:ledger-writer"));
    fold.add(givenUp("arn:aws:lambda:us-east-1:111122223333:function:ledger-writer"));
    fold.add(givenUp("ledger-writer"));
    Observation forged = givenUp("arn:aws:lambda:eu-west-1:111122223333:function:ledger-writer");
    forged.source.shard = "card 4111 1111 1111 1111";
    fold.add(forged);
    assertThat(fold.finish()).isEmpty();
  }

  @Test
  void countsOfAMappingAreOfTheFunctionThatTheirDimensionNames() {
    fold.begin(source(), NOW);
    Observation line = told(LineKind.EMF, 0);
    line.mapping.set(Metric.DROPPED, 3);
    line.function = "ledger-writer";
    fold.add(line);
    assertThat(only().function.name()).isEqualTo("ledger-writer");
    assertThat(only().counts.sum(Metric.DROPPED)).isEqualTo(3);
    assertThat(only().parts).isEmpty();
  }

  @Test
  void pollersTellHowFarAPartitionIs() {
    fold.begin(source(), NOW);
    Observation line = told(LineKind.EVENT_SOURCE, 0);
    line.source.eventSource = "arn:aws:kafka:eu-west-1:111122223333:cluster/demo/3521";
    line.source.partitions =
        List.of(
            new PartitionReport("clicks-1", 7_004, 6_012),
            new PartitionReport("clicks-2", 40, 40),
            new PartitionReport("no name", 40, 40));
    fold.add(line);
    assertThat(only().parts.keySet()).containsExactlyInAnyOrder("clicks-1", "clicks-2");
    assertThat(only().part("clicks-1").offsets.behind()).isEqualTo(992);
  }

  /** Powertools' line names no source: the calls beside it are what it is held against. */
  @Test
  void callsWithoutAFailedItemStandBesideAnItemOfNoNamedSource() {
    fold.begin(source(), NOW);
    Observation item = told(LineKind.BATCH, 1);
    item.source.failedItem = "104";
    item.source.failedItems = 1;
    fold.add(item);
    for (int call = 1; call <= 4; call++) {
      fold.add(told(LineKind.REPORT, call));
    }
    assertThat(only().eventSource).isEmpty();
    assertThat(only().part(EventSourceSlot.NO_SHARD).panes.okSince(0)).isEqualTo(3);
    assertThat(only().part(EventSourceSlot.UNNAMED + "104").failures).hasSize(1);
  }

  /** An error line of the function's that names what it was at. */
  private static Observation naming(String item) {
    Observation line = told(LineKind.APPLICATION_JSON, 0);
    line.complains = true;
    line.source.failedItem = item;
    line.source.failedItems = 1;
    return line;
  }

  private static Observation threw(String error, long requestKey) {
    Observation line = told(LineKind.RUNTIME_ERROR, requestKey);
    line.errorType = error;
    return line;
  }

  @Test
  void anErrorLineThatNamesARecordIsAFailedAttemptOfTheCallAroundIt() {
    fold.begin(source(), NOW);
    fold.add(naming("104"));
    fold.add(naming("104"));
    fold.add(threw("KeyError", 1));
    fold.add(told(LineKind.REPORT, 1));
    fold.add(told(LineKind.START, 2));
    fold.add(naming("104"));
    fold.add(threw("KeyError", 2));
    assertThat(only().part(EventSourceSlot.UNNAMED + "104").failures)
        .extracting(failure -> failure.requestId)
        .containsExactly(
            "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002");
    assertThat(only().part(EventSourceSlot.UNNAMED + "104").failures)
        .allMatch(failure -> failure.errorType.equals("KeyError") && failure.last.equals("104"));
  }

  /** Who reports single items answers as if all went well; and the end may be told elsewhere. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRecordThatIsNamedFailedWhateverBecomesOfTheCall(boolean ended) {
    fold.begin(source(), NOW);
    fold.add(told(LineKind.START, 1));
    fold.add(naming("104"));
    if (ended) {
      fold.add(told(LineKind.REPORT, 1));
    }
    assertThat(only().part(EventSourceSlot.UNNAMED + "104").failures).hasSize(1);
    assertThat(only().part(EventSourceSlot.UNNAMED + "104").panes.failedSince(0)).isZero();
  }

  @Test
  void aRecordThatIsNamedIsTheOneOfTheBatchThatAnotherLineTellsOf() {
    fold.begin(source(), NOW);
    fold.add(batch(report -> {}));
    fold.add(naming("104"));
    fold.add(threw("KeyError", 1));
    fold.add(told(LineKind.REPORT, 1));
    assertThat(only().eventSource).isEqualTo(STREAM);
    assertThat(only().part(SHARD).failures)
        .singleElement()
        .matches(failure -> failure.first.equals("104") && failure.last.equals("104"));
  }

  /** The line of the batch, behind the error, tells enough. */
  @Test
  void aRecordThatIsNamedBesideABatchThatFailedIsNotToldTwice() {
    fold.begin(source(), NOW);
    fold.add(told(LineKind.START, 1));
    fold.add(naming("104"));
    fold.add(batch(report -> report.outcome = "failed"));
    fold.add(told(LineKind.REPORT, 1));
    assertThat(only().eventSource).isEqualTo(STREAM);
  }

  /** Powertools tells that a message of a FIFO queue failed, and in another line its group. */
  @Test
  void aMessageThatTwoLinesOfOneCallTellOfFailedOnce() {
    fold.begin(source(), NOW);
    for (int call = 1; call <= 2; call++) {
      fold.add(told(LineKind.START, call));
      Observation item = told(LineKind.BATCH, 0);
      item.source.failedItem = "m-1";
      item.source.failedItems = 1;
      fold.add(item);
      item.eventTime++;
      item.source.messageGroup = "customer-7";
      fold.add(item);
      item.source.messageGroup = "";
      fold.add(told(LineKind.REPORT, call));
    }
    ShardPart part = only().part(EventSourceSlot.MESSAGE + "m-1");
    assertThat(part.panes.failedSince(0)).isEqualTo(2);
    assertThat(part.group).isEqualTo("customer-7");
  }

  /** What is told by name needs no guess from the rhythm of failing calls. */
  @Test
  void aFailureThatNamesItsRecordIsNotToldAgainAsACallThatFails() {
    fold.begin(source(), NOW);
    Observation error = threw("KeyError", 1);
    error.source.failedItem = "104";
    error.source.failedItems = 1;
    fold.add(error);
    fold.add(told(LineKind.REPORT, 1));
    assertThat(only().eventSource).isEmpty();
    assertThat(only().part(EventSourceSlot.UNNAMED + "104").failures)
        .singleElement()
        .matches(failure -> failure.errorType.equals("KeyError"));
  }

  @Test
  void aBatchTookAsLongAsTheReportOfItsCallSays() {
    fold.begin(source(), NOW);
    Observation batch = told(LineKind.BATCH, 7);
    batch.source.eventSource = STREAM;
    batch.source.shard = SHARD;
    batch.source.firstSequenceNumber = "100";
    batch.source.outcome = "ok";
    fold.add(batch);
    Observation report = told(LineKind.REPORT, 7);
    report.durationMicros = 1_250_000;
    fold.add(report);
    assertThat(only().part(SHARD).panes.since(0).values())
        .singleElement()
        .matches(pane -> pane.timed == 1 && pane.busyMillis == 1_250);
  }

  /** A line that names nothing tells nothing, and must not hide that calls fail. */
  @Test
  void aBatchOfWhichNothingIsNamedLeavesTheCallsToTell() {
    fold.begin(source(), NOW);
    Observation line = told(LineKind.BATCH, 1);
    line.source.outcome = "failed";
    line.source.errorType = "BatchProcessingError";
    fold.add(line);
    Observation error = told(LineKind.RUNTIME_ERROR, 1);
    error.errorType = "BatchProcessingError";
    fold.add(error);
    assertThat(only().eventSource).isEqualTo(EventSourceSlot.DEFAULT_LOGS);
  }

  private static LogSource source() {
    return new LogSource() {
      @Override
      public FunctionId function() {
        return ENRICH;
      }

      @Override
      public String logGroup() {
        return "/aws/lambda/enrich";
      }

      @Override
      public String logStream() {
        return "stream";
      }

      @Override
      public long environment() {
        return 1;
      }
    };
  }
}
