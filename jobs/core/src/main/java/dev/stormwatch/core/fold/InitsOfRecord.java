package dev.stormwatch.core.fold;

import dev.stormwatch.core.model.FunctionSlot;

/**
 * The inits that one environment's lines tell of, up to its next call.
 *
 * <p>An init that fails at the environment's beginning is tried once more inside the first call,
 * which fails with it: two lines, and one call. After a crash the next call begins with an init
 * that no line shows but the REPORT, by what it took beside the call.
 */
final class InitsOfRecord {

  /** An environment began, and no call in it yet. */
  private boolean beginning;

  private boolean failedAtBeginning;
  private boolean nextCallFails;
  private boolean toldInside;

  void begin() {
    beginning = false;
    failedAtBeginning = false;
    nextCallFails = false;
    toldInside = false;
  }

  /** An environment's init starts. */
  void starts() {
    beginning = true;
  }

  /** The report of an init. */
  void add(Observation line, FunctionSlot slot) {
    boolean inside = LineSums.insideCall(line);
    toldInside |= inside;
    if (line.status.failed()) {
      slot.initFailures += inside && failedAtBeginning ? 0 : 1;
      nextCallFails = inside && beginning;
      failedAtBeginning = !inside;
    }
  }

  boolean beforeAnyCall() {
    return beginning;
  }

  /** A call starts: is it the one that fails with the init that was just told? */
  boolean failsCallThatStarts() {
    boolean fails = nextCallFails;
    beginning = false;
    nextCallFails = false;
    toldInside = false;
    return fails;
  }

  /**
   * Counts an init that no line shows.
   *
   * @param millis that it took, as a call's REPORT shows; 0 for none
   * @param wentWell did the call before?
   */
  void hidden(long millis, boolean wentWell, FunctionSlot slot) {
    if (millis > 0 && !wentWell && !toldInside) {
      slot.suppressedInits++;
      slot.suppressedInitMicros += millis * 1000;
    }
  }
}
