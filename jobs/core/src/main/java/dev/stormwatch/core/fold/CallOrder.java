package dev.stormwatch.core.fold;

import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Sightings;

/**
 * Which call an environment is in, line by line, and which lines cannot be the platform's because
 * of that.
 *
 * <p>A function can print {@code START RequestId: …} and {@code REPORT RequestId: …} as well as the
 * platform can. What it cannot change is that an ordinary environment handles one call at a time:
 * between START and END of one call there is no START or REPORT of another. A START inside a call
 * is put aside until the next END or REPORT tells which of the two was real. If none comes in this
 * record, both may be, since a crash can swallow the end of a call.
 *
 * <p>Managed Instances handle many calls at a time; there nothing can be told from order.
 */
final class CallOrder {

  /** Starts inside a call that are put aside; what comes beyond counts as real. */
  private static final int MOST_WAITING = 32;

  private final long[] waitingKeys = new long[MOST_WAITING];
  private final long[] waitingTimes = new long[MOST_WAITING];
  private int waiting;

  private Sightings requests = new Sightings(1);
  private long key;
  private long startedAt;
  private boolean seenStarting;
  private boolean running;
  private boolean reportedAfterStart;
  private boolean manyAtATime;
  private long forged;

  void begin(Sightings newRequests) {
    requests = newRequests;
    waiting = 0;
    key = 0;
    seenStarting = false;
    running = false;
    manyAtATime = false;
    forged = 0;
  }

  /** The call that is open, or the last one that was; 0 when none was heard of. */
  long key() {
    return key;
  }

  /** Did this record show the START of the call that the last REPORT was of? */
  boolean reportedAfterStart() {
    return reportedAfterStart;
  }

  /** Event time of that START. */
  long startedAt() {
    return startedAt;
  }

  /** Lines found so far that the platform cannot have written. */
  long forged() {
    return forged;
  }

  void started(long request, long time) {
    boolean inside = running && request != key && !manyAtATime;
    if (inside && waiting < MOST_WAITING) {
      waitingKeys[waiting] = request;
      waitingTimes[waiting] = time;
      waiting++;
    } else if (inside) {
      requests.sight(request, time, FunctionSlot.STARTED);
    } else {
      open(request, time);
    }
  }

  private void open(long request, long time) {
    key = request;
    startedAt = time;
    seenStarting = true;
    running = true;
    requests.sight(request, time, FunctionSlot.STARTED);
  }

  void ended(long request) {
    resolve(request);
    if (request == key) {
      running = false;
    }
  }

  /**
   * A REPORT.
   *
   * @return false when it cannot be the platform's
   */
  boolean reported(long request) {
    resolve(request);
    if (running && request != 0 && request != key && !manyAtATime) {
      forged++;
      return false;
    }
    reportedAfterStart = seenStarting && request == key;
    key = request;
    seenStarting = false;
    running = false;
    return true;
  }

  /** A second REPORT of one call: one of the two is not the platform's. */
  void reportedTwice() {
    forged++;
  }

  void manyAtATime() {
    manyAtATime = true;
    believeAll();
  }

  private void resolve(long request) {
    if (waiting == 0) {
      return;
    }
    if (request == key) {
      forged += waiting;
      waiting = 0;
      return;
    }
    for (int i = 0; i < waiting; i++) {
      if (waitingKeys[i] == request) {
        takeUpTo(i);
        return;
      }
    }
  }

  /** The open call's end was lost, and so were those before the one that is open now. */
  private void takeUpTo(int index) {
    for (int i = 0; i <= index; i++) {
      open(waitingKeys[i], waitingTimes[i]);
    }
    waiting -= index + 1;
    System.arraycopy(waitingKeys, index + 1, waitingKeys, 0, waiting);
    System.arraycopy(waitingTimes, index + 1, waitingTimes, 0, waiting);
  }

  private void believeAll() {
    for (int i = 0; i < waiting; i++) {
      requests.sight(waitingKeys[i], waitingTimes[i], FunctionSlot.STARTED);
    }
    waiting = 0;
  }

  void finish() {
    believeAll();
  }
}
