package dev.stormwatch.core.fold;

import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Traits;

/** The last REPORT of a record, until nothing can follow under its id, and how its call stood. */
final class HeldReport {

  /** A second REPORT of one id so much later is a retry's, its START having been filtered out. */
  private static final long ATTEMPT_GAP_MILLIS = 30_000;

  /** A call that lasts so much longer than its log lines are apart began with a hidden init. */
  private static final long HIDDEN_INIT_MILLIS = 100;

  /** With the time that it claims, until that is believed. */
  final Observation line = new Observation();

  boolean waits;

  /** Did the record hold its START? */
  boolean sawStart;

  /** If not, where the call was cut, as flags of {@link FunctionSlot}. */
  int cut;

  /** When its START was, if there was one; epoch milliseconds. */
  long startedAt;

  /** What its batches told, as flags. */
  private int batches;

  void hold(Observation report, long claimed, int ofBatches) {
    line.copyCall(report);
    line.eventTime = claimed;
    batches = ofBatches;
    waits = true;
  }

  /** Is a REPORT the same call's once more, so that the one before it was printed? */
  boolean repeats(Observation report, long claimed) {
    long request = report.requestKey();
    return waits
        && request != 0
        && line.requestKey() == request
        && Math.abs(claimed - line.eventTime) < ATTEMPT_GAP_MILLIS;
  }

  /** When its call began, which took so many microseconds; epoch milliseconds. */
  long began(long busyMicros) {
    return sawStart ? startedAt : line.eventTime - busyMicros / 1000;
  }

  boolean showsInit() {
    return line.initMicros > 0 || line.restoreMicros > 0;
  }

  boolean failed() {
    return line.timedOut() || line.status.failed();
  }

  /** What is known of its call, as flags of {@link FunctionSlot}. */
  int flags() {
    int result = failed() ? failure(line) | batches : 0;
    return FunctionSlot.STARTED | FunctionSlot.ENDED | cut | result;
  }

  static int failure(Observation line) {
    return FunctionSlot.FAILED | (line.timedOut() ? FunctionSlot.TIMED_OUT : 0);
  }

  /** How long an init took that may hide in its call; 0 where there is no room for one. */
  long hiddenInitMillis() {
    boolean managed = (line.traits & Traits.MANAGED_INSTANCES) != 0;
    if (!sawStart || showsInit() || managed) {
      return 0;
    }
    long hidden = Math.max(0, line.durationMicros) / 1000 - (line.eventTime - startedAt);
    return hidden >= HIDDEN_INIT_MILLIS ? hidden : 0;
  }
}
