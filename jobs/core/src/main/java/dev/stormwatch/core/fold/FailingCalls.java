package dev.stormwatch.core.fold;

import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FailedBatch;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The calls of one record that failed with an error. Told only where no line tells of a batch that
 * failed: this is the second best way to see that one of them comes back again and again. How many
 * others went well meanwhile is told by the function, since they stand in other records.
 *
 * <p>A call that says that a database refused it a connection failed for that, and tells nothing of
 * what it was given.
 */
final class FailingCalls {

  /** Failing calls of a record that are looked at; a retry's rhythm shows in far fewer. */
  private static final int MOST = 64;

  private final Map<Long, FailedBatch> failures = new LinkedHashMap<>();
  private boolean batches;
  private boolean told;

  /** A line of the call that runs says that it got no connection. */
  private boolean refused;

  /** A line of the call that runs told its failure. */
  private boolean failed;

  void begin() {
    failures.clear();
    batches = false;
    told = false;
    refused = false;
    failed = false;
  }

  /** Where a line tells of a batch that failed, nothing has to be guessed. */
  void batchLine(boolean failed) {
    batches |= failed;
  }

  void add(Observation line, long at, LogSource source) {
    if (line.kind == LineKind.START) {
      refused = false;
      failed = false;
    }
    refused |= line.connection.strong();
    switch (line.kind) {
      case RUNTIME_ERROR:
        failed(line, line.errorType, at, source);
        break;
      case TIMEOUT:
      case EXIT:
        failed(line, line.kind.name(), at, source);
        break;
      case RUNTIME_DONE:
      case REPORT:
        // Where no line of its own tells of a timeout or a crash, the end of the call does.
        if (!failed && (line.status.failed() || line.timedOut())) {
          failed(line, ended(line), at, source);
        }
        break;
      default:
        break;
    }
  }

  private static String ended(Observation line) {
    if (line.timedOut()) {
      return LineKind.TIMEOUT.name();
    }
    return line.errorType.isEmpty() ? LineKind.EXIT.name() : line.errorType;
  }

  private void failed(Observation line, String error, long at, LogSource source) {
    failed = true;
    if (refused || failures.size() >= MOST) {
      return;
    }
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
