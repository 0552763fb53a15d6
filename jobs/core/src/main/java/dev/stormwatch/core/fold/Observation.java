package dev.stormwatch.core.fold;

import dev.stormwatch.core.model.CallTrace;
import dev.stormwatch.core.model.ErrorWords;
import dev.stormwatch.core.model.Hash64;
import dev.stormwatch.core.model.Traits;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

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

  public long durationMicros;
  public long initMicros;
  public long restoreMicros;
  public long billedMillis;
  public long memoryMegabytes;

  /** The most memory that the call's environment has used so far. */
  public long usedMegabytes;

  public Status status = Status.NOT_SAID;
  public String errorType = "";

  /**
   * Class of an exception that the line prints as a runtime would, though nothing proves that it
   * left the handler, see {@link LastWords}.
   */
  public String exception = "";

  /** An application logged the line at level ERROR. */
  public boolean complains;

  /** {@code init}, {@code invoke} or {@code snap-start}: where an init happened. */
  public String phase = "";

  /** What the line says about the function itself: bits of {@link Traits}. */
  public int traits;

  public ConnectionSignal connection = ConnectionSignal.NONE;

  /** Of a line that tells of an error: what its words say about the cause. */
  public ErrorWords words = ErrorWords.NONE;

  /** Host of the database that such a line names. */
  public String endpoint = "";

  /** A metric, a logger or Lambda Insights calls the call a cold start. */
  public boolean saysColdStart;

  /** Log records that the platform says it lost. */
  public long droppedRecords;

  /** Filled where the kind of line tells of an event source. */
  public final EventSourceReport source = new EventSourceReport();

  /** Filled where the line tells of a database's connections. */
  public final DatabaseGauge gauge = new DatabaseGauge();

  /** The event from outside that the line's call goes back to. */
  public final CallTrace trace = new CallTrace();

  /** Processor time that a call used, where something measures it. */
  public long processorMicros;

  /** Whose call it is, where the log group does not tell. */
  public String function = "";

  /** Filled where the line tells of Lambda's counts of a mapping's events. */
  public final MappingMetrics mapping = new MappingMetrics();

  /** Filled where the line tells of a call that Lambda refused. */
  public final ThrottleReport throttle = new ThrottleReport();

  private boolean detailed;

  // A request id stays bytes until somebody wants to read it, which for most lines nobody does.
  private String requestText = "";
  private byte @Nullable [] requestBytes;
  private int requestFrom;
  private int requestLength;
  private long requestKey;

  public void reset(long newEventTime) {
    kind = LineKind.APPLICATION_TEXT;
    eventTime = newEventTime;
    resetNumbers();
    status = Status.NOT_SAID;
    errorType = "";
    exception = "";
    complains = false;
    phase = "";
    traits = 0;
    connection = ConnectionSignal.NONE;
    words = ErrorWords.NONE;
    endpoint = "";
    saysColdStart = false;
    droppedRecords = 0;
    function = "";
    requestText = "";
    requestBytes = null;
    requestKey = 0;
    if (trace.told()) {
      trace.clear();
    }
    if (detailed) {
      source.reset();
      gauge.reset();
      mapping.reset();
      throttle.reset();
      detailed = false;
    }
  }

  /** Forgets what was measured. */
  public void resetNumbers() {
    durationMicros = NONE;
    initMicros = NONE;
    restoreMicros = NONE;
    billedMillis = NONE;
    memoryMegabytes = NONE;
    usedMegabytes = NONE;
    processorMicros = NONE;
  }

  public Observation() {
    source.reset();
    gauge.reset();
    mapping.reset();
    throttle.reset();
    reset(0);
  }

  /**
   * To be called by who fills {@link #source}, {@link #gauge}, {@link #mapping} or {@link
   * #throttle}, so that they are emptied again.
   */
  public void detail() {
    detailed = true;
  }

  /** Does a line that tells of an error name the record or message that the function was at? */
  public boolean namesRecord() {
    return detailed
        && !source.failedItem.isEmpty()
        && (complains || kind == LineKind.RUNTIME_ERROR);
  }

  public void setRequestId(String id) {
    requestText = id;
    requestBytes = null;
    requestKey = id.isEmpty() ? 0 : key(Hash64.of(id));
  }

  /**
   * Sets a request id of ASCII characters, which stay where they are until they are read.
   *
   * @param key what {@link #key(long)} makes of their hash
   */
  public void setRequestId(byte[] bytes, int from, int length, long key) {
    requestText = "";
    requestBytes = bytes;
    requestFrom = from;
    requestLength = length;
    requestKey = key;
  }

  /** The key of a request id by its {@link Hash64}; never 0, which stands for no id. */
  public static long key(long hash) {
    return hash == 0 ? 1 : hash;
  }

  public String requestId() {
    byte[] bytes = requestBytes;
    if (bytes != null) {
      requestText = new String(bytes, requestFrom, requestLength, StandardCharsets.ISO_8859_1);
      requestBytes = null;
    }
    return requestText;
  }

  /** A hash of the request id, or 0 when the line carried none. */
  public long requestKey() {
    return requestKey;
  }

  /** Takes over what another line told of a call. */
  void copyCall(Observation other) {
    reset(other.eventTime);
    kind = other.kind;
    durationMicros = other.durationMicros;
    initMicros = other.initMicros;
    restoreMicros = other.restoreMicros;
    billedMillis = other.billedMillis;
    memoryMegabytes = other.memoryMegabytes;
    usedMegabytes = other.usedMegabytes;
    status = other.status;
    errorType = other.errorType;
    traits = other.traits;
    trace.set(other.trace);
    requestText = other.requestText;
    requestBytes = other.requestBytes;
    requestFrom = other.requestFrom;
    requestLength = other.requestLength;
    requestKey = other.requestKey;
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
