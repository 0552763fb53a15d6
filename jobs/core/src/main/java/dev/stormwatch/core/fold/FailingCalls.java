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

  /** The call that failed last, and the one that was reported last and how long it took. */
  private long latest;

  private long reported;
  private long reportedMillis;

  void begin() {
    failures.clear();
    reported = 0;
    reportedMillis = -1;
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
        lasted(line);
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
    latest = line.requestKey() == 0 ? at : line.requestKey();
    failures.putIfAbsent(
        latest,
        new FailedBatch(
            at,
            "",
            "",
            BatchClaims.errorType(error),
            -1,
            -1,
            -1,
            -1,
            source.logStream(),
            RequestIds.orEmpty(line.requestId())));
    if (latest == reported) {
      lasting(latest, reportedMillis);
    }
  }

  /** The line about a call's duration comes before or after the one about its failure. */
  private void lasted(Observation line) {
    if (line.durationMicros < 0) {
      return;
    }
    reported = line.requestKey();
    reportedMillis = line.durationMicros / 1000;
    lasting(failed && !failures.containsKey(reported) ? latest : reported, reportedMillis);
  }

  private void lasting(long call, long millis) {
    failures.computeIfPresent(call, (key, failure) -> failure.lasting(millis));
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
