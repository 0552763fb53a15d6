package dev.stormwatch.core.fold;

import org.jspecify.annotations.Nullable;

/**
 * Finds calls that ended with an exception that nothing proves to be the runtime's, or with a
 * complaint: a line that the application logged at level ERROR.
 *
 * <p>.NET prints an exception alike whether the handler threw it or caught and logged it, unless
 * the trace reaches down to the runtime; and loggers of every language imitate a runtime's line.
 * What tells them apart is the place: a runtime writes the error when the handler is gone, so
 * nothing but the call's end can follow. A function that logs an exception, says nothing more and
 * ends at once has answered with an error too, whatever it told its runtime. A complaint in that
 * place says less: who turns an outage into an answer ends so, and who refuses what it was sent.
 */
public final class LastWords {

  /** So long after the exception a call ends at most; what takes longer went on working. */
  private static final long SOON_MILLIS = 100;

  private final Observation error = new Observation();
  private boolean waiting;

  public void begin() {
    waiting = false;
  }

  /**
   * Hears the next line of an environment.
   *
   * @return the error or the complaint that the call ended with, if this line is its end; valid
   *     until the next line
   */
  public @Nullable Observation hear(Observation line) {
    boolean ends =
        line.kind == LineKind.END
            || line.kind == LineKind.REPORT
            || line.kind == LineKind.RUNTIME_DONE;
    boolean ended = waiting && ends && endsCall(line);
    boolean threw = !line.exception.isEmpty();
    waiting = threw || line.complains;
    if (waiting) {
      error.reset(line.eventTime);
      error.kind = threw ? LineKind.RUNTIME_ERROR : line.kind;
      error.complains = !threw;
      error.errorType = line.exception;
      error.words = line.words;
      error.setRequestId(line.requestId());
    }
    return ended ? error : null;
  }

  private boolean endsCall(Observation end) {
    long later = end.eventTime - error.eventTime;
    boolean same = error.requestKey() == 0 || error.requestKey() == end.requestKey();
    return same && later >= 0 && later <= SOON_MILLIS;
  }
}
