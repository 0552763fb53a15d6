package dev.stormwatch.core.track;

import dev.stormwatch.core.model.BusyPanes;
import dev.stormwatch.core.model.CutCalls;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Sightings;
import dev.stormwatch.core.model.StartPanes;
import dev.stormwatch.core.model.Traits;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What is known of one function between slots: its living environments, its concurrency, and the
 * requests whose story is not over (still open, or failed and perhaps about to come back).
 *
 * <p>Lambda keeps the request id when it retries an asynchronous call, one and two minutes later.
 * So a request id that starts again well after it failed is a retry, and every further line about a
 * failure already known is the same failure: a timeout that shows as a REPORT, a "Task timed out"
 * line and a fault line in two batches counts once.
 */
public final class FunctionTrack {

  /** Environments and unfinished requests kept; exact up to here, sampled beyond. */
  private static final int ENVIRONMENTS = 1024;

  private static final int REQUESTS = 512;

  /**
   * Two starts of one request id at least so far apart are two attempts. Lambda waits a minute
   * before the first retry; one attempt's start, read once off START and once off REPORT, differs
   * by at most an init of ten seconds.
   */
  private static final long ATTEMPT_GAP_MILLIS = 30_000;

  /** Covers both retries of an asynchronous call, each after a run of up to 15 minutes. */
  private static final long REQUEST_MEMORY_MILLIS = 35 * 60_000;

  /** Deliveries of one log stream come seconds apart, rarely minutes. */
  private static final long CUT_MEMORY_MILLIS = 120_000;

  private static final long LONGEST_CALL_MILLIS = 15 * 60_000;

  private static final long MINUTE = 60_000;

  private Sightings environments = new Sightings(ENVIRONMENTS);
  private Sightings unfinished = new Sightings(REQUESTS);
  private final ConcurrencyRing recent = new ConcurrencyRing(BusyPanes.PANE_MILLIS, 30);
  private final ConcurrencyRing minutes = new ConcurrencyRing(MINUTE, 60);
  private long memoryMegabytes;
  private int traits;

  /** Arrival of the latest slot with a START or REPORT, or of the first slot of all. */
  private long callsSeenAt = Long.MIN_VALUE;

  // What the latest slot showed; not kept between slots.
  private long failures;
  private long complaints;
  private long retries;
  private long newEnvironments;
  private long attempts;
  private StartPanes starts = new StartPanes();
  private CutCalls cut = new CutCalls();
  private long slotEnd;

  /**
   * Takes in one slot.
   *
   * @param end end of the slot on the arrival clock, epoch milliseconds
   * @param idleMillis an environment not heard of for so long is taken for reaped
   */
  public void advance(FunctionSlot slot, long end, long idleMillis) {
    slotEnd = end;
    traits |= slot.traits;
    if (slot.callLines > 0 || callsSeenAt == Long.MIN_VALUE) {
      callsSeenAt = end;
    }
    failures = 0;
    complaints = 0;
    retries = 0;
    attempts = 0;
    starts = new StartPanes();
    cut = new CutCalls();
    if (slot.memoryMegabytes > 0) {
      memoryMegabytes = slot.memoryMegabytes;
    }
    recent.advanceTo(end);
    minutes.advanceTo(end);
    for (int i = 0; i < slot.busy.size(); i++) {
      long time = slot.busy.pane(i) * BusyPanes.PANE_MILLIS;
      recent.add(time, slot.busy.busyMicros(i));
      minutes.add(time, slot.busy.busyMicros(i));
    }
    countEnvironments(slot, end - idleMillis);
    countRequests(slot.requests, end);
    if (slot.requests.weight() > 1 && slot.starts.size() > 0) {
      // A sample scatters; lines that say that a call began are all counted.
      starts = new StartPanes();
      starts.addAll(slot.starts);
    }
  }

  private void countEnvironments(FunctionSlot slot, long aliveSince) {
    environments.dropLastSeenBefore(aliveSince);
    newEnvironments = 0;
    for (int i = 0; i < slot.environments.size(); i++) {
      if (environments.find(slot.environments.key(i)) < 0) {
        newEnvironments += slot.environments.weight();
      }
    }
    environments.addAll(slot.environments);
  }

  private void countRequests(Sightings requests, long end) {
    unfinished.dropLastSeenBefore(end - REQUEST_MEMORY_MILLIS);
    Sightings carried = new Sightings(REQUESTS);
    for (int i = 0; i < requests.size(); i++) {
      long key = requests.key(i);
      int flags = requests.flags(i);
      int known = unfinished.find(key);
      int before = known < 0 ? 0 : unfinished.flags(known);

      boolean startedAgain =
          known >= 0
              && (before & FunctionSlot.FAILED) != 0
              && requests.last(i) != Long.MIN_VALUE
              && requests.last(i) - unfinished.last(known) >= ATTEMPT_GAP_MILLIS;
      boolean bothHere =
          requests.first(i) != Long.MAX_VALUE
              && requests.last(i) - requests.first(i) >= ATTEMPT_GAP_MILLIS;
      // A durable function replays by design: that is no retry.
      if ((startedAgain || bothHere) && !is(Traits.DURABLE)) {
        retries += requests.weight();
      }
      boolean started = (flags & FunctionSlot.STARTED) != 0 && requests.first(i) != Long.MAX_VALUE;
      if (started && ((before & FunctionSlot.STARTED) == 0 || startedAgain)) {
        attempts += requests.weight();
        starts.addAt(requests.last(i), requests.weight());
      }
      if ((flags & FunctionSlot.ENDED) != 0 && unfinished.sampled(key)) {
        cut.ended(flags, flags | before, requests.weight());
      }
      boolean failed = (flags & FunctionSlot.FAILED) != 0;
      boolean knownFailed = (before & FunctionSlot.FAILED) != 0;
      if (failed && (!knownFailed || startedAgain)) {
        failures += requests.weight();
      }
      if ((flags & FunctionSlot.COMPLAINED) != 0 && !failed && !knownFailed) {
        complaints += requests.weight();
      }
      boolean cutOff =
          (flags & (FunctionSlot.CUT_OFF | FunctionSlot.CUT_ON)) == FunctionSlot.CUT_OFF;
      if (failed || (flags & FunctionSlot.ENDED) == 0 || cutOff || known >= 0) {
        if (startedAgain) {
          // The new attempt's story begins here; that the one before it failed is told.
          unfinished.drop(known);
        }
        if (requests.last(i) != Long.MIN_VALUE) {
          carried.sight(key, requests.last(i), flags);
        } else if (known >= 0) {
          carried.flag(key, flags);
        } else {
          carried.sight(key, end, flags);
        }
      }
    }
    unfinished.addAll(carried);
    int over = FunctionSlot.ENDED | FunctionSlot.FAILED;
    unfinished.dropFlagged(over | FunctionSlot.CUT_OFF, FunctionSlot.ENDED);
    unfinished.dropFlagged(over | FunctionSlot.CUT_ON, FunctionSlot.ENDED | FunctionSlot.CUT_ON);
    // Its END came, its REPORT did not: that is known to be lost, or filtered.
    unfinished.dropFlagged(over, FunctionSlot.ENDED, end - CUT_MEMORY_MILLIS);
  }

  /** What the latest slot tells of lost deliveries; never changed once it is handed out. */
  public CutCalls cut() {
    return cut;
  }

  /** Has a line told already which trace a call is part of? Known while the call is open. */
  public boolean traced(long request) {
    int known = unfinished.find(request);
    return known >= 0 && (unfinished.flags(known) & FunctionSlot.TRACED) != 0;
  }

  /** Did the function's lines ever say so? One of {@link Traits}. */
  public boolean is(int trait) {
    return (traits & trait) != 0;
  }

  /** The family of its runtime, one of {@link Traits#RUNTIMES}; 0 when no line named it. */
  public int runtime() {
    return Integer.highestOneBit(traits & Traits.RUNTIMES);
  }

  /**
   * Does the function log without telling of its calls? So it is at system log level WARN, and with
   * a filter that drops START and REPORT. Its rates and its concurrency are then unknown, not zero.
   *
   * @param blindMillis how long it must have been so
   */
  public boolean blind(long blindMillis) {
    return slotEnd - callsSeenAt >= blindMillis;
  }

  /** Failed calls that first showed in the latest slot, each attempt once. */
  public long failures() {
    return failures;
  }

  /** Calls that ended with a complaint in the latest slot and did not fail as far as it tells. */
  public long complaints() {
    return complaints;
  }

  /** Attempts in the latest slot at a request that had failed before. */
  public long retries() {
    return retries;
  }

  /** Calls that started, as far as the latest slot tells; each attempt once. */
  public long attempts() {
    return attempts;
  }

  /** The same by second of event time; never changed once it is handed out. */
  public StartPanes starts() {
    return starts;
  }

  /** Calls that have started and of whose end nothing was heard, none older than a call can be. */
  public long openCalls() {
    long open = 0;
    for (int i = 0; i < unfinished.size(); i++) {
      boolean running =
          (unfinished.flags(i) & (FunctionSlot.STARTED | FunctionSlot.ENDED | FunctionSlot.FAILED))
              == FunctionSlot.STARTED;
      if (running && slotEnd - unfinished.last(i) <= LONGEST_CALL_MILLIS) {
        open += unfinished.weight();
      }
    }
    return open;
  }

  /** Environments first heard of in the latest slot. */
  public long newEnvironments() {
    return newEnvironments;
  }

  /** Environments heard of within the idle time. */
  public long livingEnvironments() {
    return environments.size() * environments.weight();
  }

  /**
   * Environments with results in a slot that were first heard of before a time and had answered a
   * call.
   *
   * @param slot the latest
   * @param trouble flags of environments, such as {@link FunctionSlot#HAS_FAILED}
   * @param troubled those with any of them in it, or those with answers alone
   */
  public long veterans(FunctionSlot slot, long bornBefore, int trouble, boolean troubled) {
    long count = 0;
    for (int i = 0; i < slot.environments.size(); i++) {
      int result = slot.environments.flags(i);
      int known = environments.find(slot.environments.key(i));
      boolean inTrouble = (result & trouble) != 0;
      if (result != 0
          && inTrouble == troubled
          && known >= 0
          && environments.first(known) < bornBefore
          && (environments.flags(known) & FunctionSlot.ANSWERED) != 0) {
        count++;
      }
    }
    return count;
  }

  /** Memory size in MB as last reported; 0 when never. */
  public long memoryMegabytes() {
    return memoryMegabytes;
  }

  /**
   * Mean concurrency in the newest pane of ten seconds whose reports have had time to arrive.
   *
   * @param settleMillis how long reports take to arrive
   */
  public double concurrency(long settleMillis) {
    return recent.lastEndedBy(slotEnd - settleMillis);
  }

  /**
   * A quantile of the mean concurrency by minute over the last hour.
   *
   * @param settleMillis how long reports take to arrive
   */
  public double concurrencyQuantile(double q, long settleMillis) {
    return minutes.quantile(q, slotEnd - settleMillis);
  }

  public void write(DataOutput out) throws IOException {
    environments.write(out);
    unfinished.write(out);
    recent.write(out);
    minutes.write(out);
    Wire.writeLong(out, memoryMegabytes);
    Wire.writeInt(out, traits);
    out.writeLong(callsSeenAt);
  }

  /**
   * @param told whether the bytes hold what lines say about the function, as they do since version
   *     2 of a function's state
   */
  public void readInto(DataInput in, boolean told) throws IOException {
    environments = Sightings.read(ENVIRONMENTS, in);
    unfinished = Sightings.read(REQUESTS, in);
    recent.readInto(in);
    minutes.readInto(in);
    memoryMegabytes = Wire.readLong(in);
    if (told) {
      traits = Wire.readInt(in);
      callsSeenAt = in.readLong();
    }
  }
}
