package dev.stormwatch.core.fold;

import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FailedBatch;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The calls of one record that failed with an error. Told only where no line tells of a batch that
 * failed: this is the second best way to see that one of them comes back again and again. How many
 * others went well meanwhile is told by the function, since they stand in other records.
 */
final class FailingCalls {

  /** Failing calls of a record that are looked at; a retry's rhythm shows in far fewer. */
  private static final int MOST = 64;

  private final Map<Long, FailedBatch> failures = new LinkedHashMap<>();
  private boolean batches;
  private boolean told;

  void begin() {
    failures.clear();
    batches = false;
    told = false;
  }

  /** Where a line tells of a batch that failed, nothing has to be guessed. */
  void batchLine(boolean failed) {
    batches |= failed;
  }

  void add(Observation line, long at, LogSource source) {
    switch (line.kind) {
      case RUNTIME_ERROR:
      case TIMEOUT:
      case EXIT:
        failed(line, at, source);
        break;
      default:
        break;
    }
  }

  private void failed(Observation line, long at, LogSource source) {
    if (failures.size() >= MOST) {
      return;
    }
    String error = line.kind == LineKind.RUNTIME_ERROR ? line.errorType : line.kind.name();
    failures.putIfAbsent(
        line.requestKey() == 0 ? at : line.requestKey(),
        new FailedBatch(
            at,
            "",
            "",
            EventSourceFold.errorType(error),
            -1,
            -1,
            -1,
            -1,
            source.logStream(),
            RequestIds.orEmpty(line.requestId())));
  }

  /** Is there something to tell that was not told yet? */
  boolean tell() {
    boolean tells = !told && !batches && !failures.isEmpty();
    told = true;
    return tells;
  }

  void fill(EventSourceSlot slot) {
    for (FailedBatch failure : failures.values()) {
      slot.part(EventSourceSlot.ERROR + failure.errorType).failed(failure);
    }
  }
}
