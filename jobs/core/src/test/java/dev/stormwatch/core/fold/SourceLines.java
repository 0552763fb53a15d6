package dev.stormwatch.core.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.EventSourceSlot;
import java.util.function.Consumer;

/** Lines that tell of batches and records, and what a record of lines comes to. */
final class SourceLines {

  static final String STREAM = "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks";
  static final String SHARD = "shardId-000000000001";
  static final long NOW = 1_772_440_000_000L;

  private SourceLines() {}

  /** A record of the function's has begun. */
  static EventSourceFold begun() {
    EventSourceFold fold = new EventSourceFold();
    fold.begin(Lines.stream("stream"), NOW);
    return fold;
  }

  static EventSourceSlot only(EventSourceFold fold) {
    assertThat(fold.finish()).hasSize(1);
    return fold.finish().iterator().next();
  }

  static Observation batch(Consumer<EventSourceReport> told) {
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

  static Observation told(LineKind kind, long requestKey) {
    Observation line = new Observation();
    line.reset(NOW - 3_000);
    line.kind = kind;
    line.detail();
    line.setRequestId(requestKey == 0 ? "" : "00000000-0000-4000-8000-00000000000" + requestKey);
    return line;
  }

  /** An error line of the function's that names what it was at. */
  static Observation naming(String item) {
    Observation line = told(LineKind.APPLICATION_JSON, 0);
    line.complains = true;
    line.source.failedItem = item;
    line.source.failedItems = 1;
    return line;
  }

  static Observation threw(String error, long requestKey) {
    Observation line = told(LineKind.RUNTIME_ERROR, requestKey);
    line.errorType = error;
    return line;
  }
}
