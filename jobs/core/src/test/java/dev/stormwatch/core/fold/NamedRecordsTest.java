package dev.stormwatch.core.fold;

import static dev.stormwatch.core.fold.SourceLines.SHARD;
import static dev.stormwatch.core.fold.SourceLines.STREAM;
import static dev.stormwatch.core.fold.SourceLines.batch;
import static dev.stormwatch.core.fold.SourceLines.begun;
import static dev.stormwatch.core.fold.SourceLines.naming;
import static dev.stormwatch.core.fold.SourceLines.only;
import static dev.stormwatch.core.fold.SourceLines.threw;
import static dev.stormwatch.core.fold.SourceLines.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.ShardPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that lines name while no line tells of their batch, or another does. */
class NamedRecordsTest {

  private final EventSourceFold fold = begun();

  @Test
  void anErrorLineThatNamesARecordIsAFailedAttemptOfTheCallAroundIt() {
    fold.add(naming("104"));
    fold.add(naming("104"));
    fold.add(threw("KeyError", 1));
    fold.add(told(LineKind.REPORT, 1));
    fold.add(told(LineKind.START, 2));
    fold.add(naming("104"));
    fold.add(threw("KeyError", 2));
    assertThat(only(fold).part(EventSourceSlot.UNNAMED + "104").failures)
        .extracting(failure -> failure.requestId)
        .containsExactly(
            "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002");
    assertThat(only(fold).part(EventSourceSlot.UNNAMED + "104").failures)
        .allMatch(failure -> failure.errorType.equals("KeyError") && failure.last.equals("104"));
  }

  /** Who reports single items answers as if all went well; and the end may be told elsewhere. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRecordThatIsNamedFailedWhateverBecomesOfTheCall(boolean ended) {
    fold.add(told(LineKind.START, 1));
    fold.add(naming("104"));
    if (ended) {
      fold.add(told(LineKind.REPORT, 1));
    }
    assertThat(only(fold).part(EventSourceSlot.UNNAMED + "104").failures).hasSize(1);
    assertThat(only(fold).part(EventSourceSlot.UNNAMED + "104").panes.failedSince(0)).isZero();
  }

  @Test
  void aRecordThatIsNamedIsTheOneOfTheBatchThatAnotherLineTellsOf() {
    fold.add(batch(report -> {}));
    fold.add(naming("104"));
    fold.add(threw("KeyError", 1));
    fold.add(told(LineKind.REPORT, 1));
    assertThat(only(fold).eventSource).isEqualTo(STREAM);
    assertThat(only(fold).part(SHARD).failures)
        .singleElement()
        .matches(failure -> failure.first.equals("104") && failure.last.equals("104"));
  }

  /** The line of the batch, behind the error, tells enough. */
  @Test
  void aRecordThatIsNamedBesideABatchThatFailedIsNotToldTwice() {
    fold.add(told(LineKind.START, 1));
    fold.add(naming("104"));
    fold.add(batch(report -> report.outcome = "failed"));
    fold.add(told(LineKind.REPORT, 1));
    assertThat(only(fold).eventSource).isEqualTo(STREAM);
  }

  /** Powertools tells that a message of a FIFO queue failed, and in another line its group. */
  @Test
  void aMessageThatTwoLinesOfOneCallTellOfFailedOnce() {
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
    ShardPart part = only(fold).part(EventSourceSlot.MESSAGE + "m-1");
    assertThat(part.panes.failedSince(0)).isEqualTo(2);
    assertThat(part.group).isEqualTo("customer-7");
  }

  /** What is told by name needs no guess from the rhythm of failing calls. */
  @Test
  void aFailureThatNamesItsRecordIsNotToldAgainAsACallThatFails() {
    Observation error = threw("KeyError", 1);
    error.source.failedItem = "104";
    error.source.failedItems = 1;
    fold.add(error);
    fold.add(told(LineKind.REPORT, 1));
    assertThat(only(fold).eventSource).isEmpty();
    assertThat(only(fold).part(EventSourceSlot.UNNAMED + "104").failures)
        .singleElement()
        .matches(failure -> failure.errorType.equals("KeyError"));
  }

  /** Powertools' line names no source: the calls beside it are what it is held against. */
  @Test
  void callsWithoutAFailedItemStandBesideAnItemOfNoNamedSource() {
    Observation item = told(LineKind.BATCH, 1);
    item.source.failedItem = "104";
    item.source.failedItems = 1;
    fold.add(item);
    for (int call = 1; call <= 4; call++) {
      fold.add(told(LineKind.REPORT, call));
    }
    assertThat(only(fold).eventSource).isEmpty();
    assertThat(only(fold).part(EventSourceSlot.NO_SHARD).panes.okSince(0)).isEqualTo(3);
    assertThat(only(fold).part(EventSourceSlot.UNNAMED + "104").failures).hasSize(1);
  }
}
