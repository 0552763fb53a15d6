package dev.stormwatch.core.fold;

import dev.stormwatch.core.model.ColdCall;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Hash64;
import java.util.List;

/**
 * Folds the observations of one Kinesis record into one {@link FunctionSlot}: a record holds lines
 * of one log stream, which is one execution environment of one function.
 *
 * <p>Folding here, before anything is sent to another machine, is what makes the job cheap: one
 * small sum travels instead of dozens of lines.
 *
 * <p>What is known here and nowhere later is the order of lines inside the record. An error line
 * often carries no request id; it belongs to the call that is open at that point.
 */
public final class RecordFold {

  /** Lambda's longest timeout is 15 minutes; with an init a call keeps its environment so long. */
  private static final long LONGEST_CALL_MICROS = 16 * 60 * 1_000_000L;

  /** Busy time older than this on arrival no longer says anything about the present. */
  private static final long OLDEST_BUSY_MILLIS = 3_600_000;

  /** CloudWatch Logs takes no event that is older. */
  private static final long OLDEST_EVENT_MILLIS = 14L * 24 * 3_600_000;

  /** How far a log line's clock may run ahead of its arrival before it is not believed. */
  private static final long CLOCK_AHEAD_MILLIS = 60_000;

  private FunctionSlot slot;
  private String logStream = "";
  private long environment;
  private long arrival;
  private String openRequest = "";
  private boolean openSeenStarting;
  private long newestEvent;

  public RecordFold() {
    slot = new FunctionSlot(new FunctionId("", "", ""));
  }

  /**
   * Starts a record.
   *
   * @param arrivalMillis Kinesis' approximate arrival timestamp
   */
  public void begin(FunctionId function, String newLogStream, long arrivalMillis) {
    slot = new FunctionSlot(function);
    slot.records = 1;
    logStream = newLogStream;
    environment = Hash64.of(newLogStream);
    arrival = arrivalMillis;
    openRequest = "";
    openSeenStarting = false;
    newestEvent = Long.MIN_VALUE;
  }

  public void add(Observation line) {
    long claimed = line.eventTime;
    line.eventTime = believed(claimed);
    slot.events++;
    newestEvent = Math.max(newestEvent, line.eventTime);
    if (line.kind != LineKind.EVENT_SOURCE) {
      // A mapping's poller writes to the function's group too, but is no environment of it.
      slot.environments.sight(environment, line.eventTime, 0);
    }
    switch (line.kind) {
      case START:
        openRequest = line.requestId;
        openSeenStarting = true;
        see(line.requestId, line.eventTime, FunctionSlot.STARTED);
        break;
      case END:
        flag(line, FunctionSlot.ENDED);
        break;
      case RUNTIME_DONE:
        if (line.status.failed()) {
          flag(line, failure(line));
        }
        break;
      case REPORT:
        report(line, claimed);
        break;
      case TIMEOUT:
        flag(line, FunctionSlot.FAILED | FunctionSlot.TIMED_OUT);
        break;
      case EXIT:
        flag(line, FunctionSlot.FAILED | FunctionSlot.EXITED);
        break;
      case RUNTIME_ERROR:
        flag(line, FunctionSlot.FAILED);
        break;
      case INIT_REPORT:
      case RESTORE_REPORT:
        if (line.status.failed()) {
          slot.initFailures++;
        }
        if (line.phase.equals("invoke")) {
          slot.suppressedInits++;
        }
        break;
      default:
        break;
    }
  }

  /** A log line's time is a claim: nothing arrives before it happened, or weeks after. */
  private long believed(long eventTime) {
    return Math.max(
        arrival - OLDEST_EVENT_MILLIS, Math.min(eventTime, arrival + CLOCK_AHEAD_MILLIS));
  }

  private void report(Observation line, long claimed) {
    slot.invocations++;
    slot.durationMicros += Math.max(0, line.durationMicros);
    slot.billedMillis += Math.max(0, line.billedMillis);
    slot.memoryMegabytes = Math.max(slot.memoryMegabytes, line.memoryMegabytes);
    slot.billedMegabyteMillis += Math.max(0, line.billedMillis) * Math.max(0, line.memoryMegabytes);

    boolean restored = line.restoreMicros > 0;
    long wait = restored ? line.restoreMicros : Math.max(0, line.initMicros);
    if (wait > 0) {
      cold(line, wait, restored);
    }
    long busy = Math.min(Math.max(0, line.durationMicros) + wait, LONGEST_CALL_MICROS);
    slot.busy.addInterval(
        claimed, busy, arrival - OLDEST_BUSY_MILLIS, arrival + CLOCK_AHEAD_MILLIS);

    int flags = FunctionSlot.STARTED | FunctionSlot.ENDED;
    if (line.timedOut() || line.status.failed()) {
      flags |= failure(line);
    }
    boolean sameCall = openSeenStarting && openRequest.equals(line.requestId);
    if (sameCall) {
      flag(line, flags);
    } else {
      see(line.requestId, line.eventTime - busy / 1000, flags);
    }
    openRequest = line.requestId;
    openSeenStarting = false;
  }

  private static int failure(Observation line) {
    return FunctionSlot.FAILED | (line.timedOut() ? FunctionSlot.TIMED_OUT : 0);
  }

  private void cold(Observation line, long wait, boolean restored) {
    slot.coldStarts++;
    if (restored) {
      slot.restores++;
    }
    slot.coldWaits.add(wait);
    slot.firstColdAt = Math.min(slot.firstColdAt, line.eventTime);
    slot.coldest =
        ColdCall.longest(
            slot.coldest,
            List.of(
                new ColdCall(
                    line.eventTime,
                    logStream,
                    RequestIds.orEmpty(line.requestId),
                    wait,
                    Math.max(0, line.durationMicros),
                    restored)));
  }

  private void see(String requestId, long startedAt, int flags) {
    slot.requests.sight(requestKey(requestId, startedAt), startedAt, flags);
  }

  /** Sets flags of the call that the line names, else of the one that is open around it. */
  private void flag(Observation line, int flags) {
    String requestId = line.requestId.isEmpty() ? openRequest : line.requestId;
    slot.requests.flag(requestKey(requestId, line.eventTime), flags);
  }

  /** Without any id a line can only stand for itself: one line, one call. */
  private long requestKey(String requestId, long time) {
    return requestId.isEmpty() ? Hash64.of(logStream + '@' + time) : Hash64.of(requestId);
  }

  /** Ends the record. The slot is the caller's. */
  public FunctionSlot finish() {
    if (newestEvent != Long.MIN_VALUE) {
      slot.lags.add(arrival - newestEvent);
    }
    return slot;
  }
}
