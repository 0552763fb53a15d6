package dev.stormwatch.core.fold;

/**
 * What one log line told. One object is filled again for every line: read it, do not keep it.
 *
 * <p>A number that the line did not carry is {@link #NONE}; a text it did not carry is empty.
 */
public final class Observation {

  public static final long NONE = -1;

  /** How a call or an init ended, in the platform's words. */
  public enum Status {
    NOT_SAID,
    SUCCESS,
    FAILURE,
    ERROR,
    TIMEOUT;

    public boolean failed() {
      return this == FAILURE || this == ERROR || this == TIMEOUT;
    }
  }

  public LineKind kind = LineKind.APPLICATION_TEXT;

  /** The log event's own timestamp, epoch milliseconds. */
  public long eventTime;

  public String requestId = "";
  public long durationMicros;
  public long initMicros;
  public long restoreMicros;
  public long billedMillis;
  public long memoryMegabytes;
  public Status status = Status.NOT_SAID;
  public String errorType = "";

  /** {@code init}, {@code invoke} or {@code snap-start}: where an init happened. */
  public String phase = "";

  public void reset(long newEventTime) {
    kind = LineKind.APPLICATION_TEXT;
    eventTime = newEventTime;
    requestId = "";
    durationMicros = NONE;
    initMicros = NONE;
    restoreMicros = NONE;
    billedMillis = NONE;
    memoryMegabytes = NONE;
    status = Status.NOT_SAID;
    errorType = "";
    phase = "";
  }

  /**
   * Did the call time out? Until 2023 the REPORT of a call that timed out said so only by billing
   * exactly the configured timeout, less than the duration.
   */
  public boolean timedOut() {
    return status == Status.TIMEOUT
        || (status == Status.NOT_SAID
            && billedMillis > 0
            && durationMicros >= (billedMillis + 1) * 1000);
  }
}
