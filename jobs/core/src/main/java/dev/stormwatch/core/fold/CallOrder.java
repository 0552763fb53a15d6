package dev.stormwatch.core.fold;

/**
 * Which call an environment is in, line by line, and which lines cannot be the platform's because
 * of that.
 *
 * <p>A function can print {@code START RequestId: …} and {@code REPORT RequestId: …} as well as the
 * platform can. What it cannot change is that an ordinary environment handles one call at a time:
 * between START and END of one call there is no line of another. So such a line is put aside. If
 * the call's own END or REPORT follows, what was put aside was forged. If none follows in this
 * record, the call's end may have been lost in a crash, and what was put aside is taken for real.
 *
 * <p>Managed Instances handle many calls at a time; there nothing can be told from order.
 */
final class CallOrder {

  /** Lines put aside; beyond, those so far are taken for real. */
  private static final int MOST_ASIDE = 32;

  private Observation[] aside = new Observation[0];
  private Observation[] spare = new Observation[0];
  private int count;

  private long key;
  private long startedAt;
  private boolean seenStarting;
  private boolean running;
  private boolean manyAtATime;
  private long forged;

  void begin() {
    count = 0;
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

  /** Is it known which call is open? */
  boolean running() {
    return running && !manyAtATime;
  }

  /** Has the latest START's call not been reported yet? */
  boolean unreported() {
    return seenStarting && !manyAtATime;
  }

  /** Event time of the latest START. */
  long startedAt() {
    return startedAt;
  }

  /** Lines found so far that the platform cannot have written. */
  long forged() {
    return forged;
  }

  /** Is the line one of another call than the one that is running? */
  boolean inside(Observation line) {
    return running && !manyAtATime && line.requestKey() != 0 && line.requestKey() != key;
  }

  void started(Observation line) {
    key = line.requestKey();
    startedAt = line.eventTime;
    seenStarting = true;
    running = true;
  }

  /** The running call's END. */
  void ended() {
    running = false;
    forged += count;
    count = 0;
  }

  /**
   * A REPORT.
   *
   * @return whether this record shows the START of its call
   */
  boolean reported(long request) {
    ended();
    boolean sawStart = seenStarting && request == key;
    key = request;
    seenStarting = false;
    return sawStart;
  }

  /** A second REPORT of one call: one of the two is not the platform's. */
  void reportedTwice() {
    forged++;
  }

  void manyAtATime() {
    manyAtATime = true;
  }

  /**
   * Puts a line aside.
   *
   * @return false when there is no more room
   */
  boolean putAside(Observation line) {
    if (count == MOST_ASIDE) {
      return false;
    }
    if (aside.length == 0) {
      aside = blank();
      spare = blank();
    }
    aside[count].copyCall(line);
    count++;
    return true;
  }

  private static Observation[] blank() {
    Observation[] lines = new Observation[MOST_ASIDE];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = new Observation();
    }
    return lines;
  }

  /** Lines put aside that nobody has contradicted. */
  int waiting() {
    return count;
  }

  /** Gives up on the running call: hands out what was put aside, to be read once more. */
  Observation[] takeAside() {
    running = false;
    Observation[] taken = aside;
    aside = spare;
    spare = taken;
    count = 0;
    return taken;
  }
}
