package dev.stormwatch.core.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.ShardPart;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class EventSourceFoldTest {

  private static final FunctionId ENRICH = new FunctionId("111122223333", "eu-west-1", "enrich");
  private static final String STREAM = "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks";
  private static final String SHARD = "shardId-000000000001";
  private static final long NOW = 1_772_440_000_000L;

  private final EventSourceFold fold = new EventSourceFold();

  private void line(Consumer<EventSourceReport> told) {
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
    fold.begin(source(), NOW);
    fold.add(line);
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

  @Test
  void eachMessageOfABatchThatFailsAsAWholeMayBeTheCause() {
    line(
        report -> {
          report.shard = "";
          report.firstSequenceNumber = "";
          report.messageId = "a";
          report.messageIds = List.of("a", "b");
          report.outcome = "failed";
        });
    assertThat(only().parts.keySet())
        .containsExactlyInAnyOrder(
            EventSourceSlot.NO_SHARD, EventSourceSlot.MESSAGE + "a", EventSourceSlot.MESSAGE + "b");
    assertThat(only().part(EventSourceSlot.NO_SHARD).panes.failedSince(0)).isEqualTo(1);
    assertThat(only().part(EventSourceSlot.MESSAGE + "b").panes.failedSince(0)).isZero();
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
