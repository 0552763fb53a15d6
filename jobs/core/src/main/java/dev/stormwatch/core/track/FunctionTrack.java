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
import java.util.function.LongConsumer;

/**
 * What is known of one function between slots: its living environments, its concurrency, and the
 * requests whose story is not over, see {@link UnfinishedRequests}.
 */
public final class FunctionTrack {

  /** Environments kept; exact up to here, sampled beyond. */
  private static final int ENVIRONMENTS = 1024;

  /** Environments that are not made for a call, or not for any call. */
  private static final int KEPT_READY =
      Traits.PROVISIONED_CONCURRENCY | Traits.MANAGED_INSTANCES | Traits.TENANTS;

  /** Lines are gathered for nine seconds and delivered some seconds later. */
  private static final long SETTLE_MILLIS = 20_000;

  /** Where one record of ten is later than that, lines are late altogether. */
  private static final double LATE = 0.9;

  private static final int RESULTS =
      FunctionSlot.ANSWERED | FunctionSlot.HAS_FAILED | FunctionSlot.HAS_COMPLAINED;

  /** A call that is open for longer, or so many times as long as others take, lost its end. */
  private static final long LONG_CALL_MILLIS = 120_000;

  private static final long LONGER = 4;

  private static final long MINUTE = 60_000;
  private static final long NEVER = Long.MIN_VALUE;

  private Sightings environments = new Sightings(ENVIRONMENTS);
  private final UnfinishedRequests requests = new UnfinishedRequests();
  private final ConcurrencyRing recent = new ConcurrencyRing(BusyPanes.PANE_MILLIS, 30);
  private final ConcurrencyRing minutes = new ConcurrencyRing(MINUTE, 60);
  private RecentResults results = new RecentResults();
  private long memoryMegabytes;
  private int traits;

  /** End of the first slot with lines, and none of a call, after the last call; or never. */
  private long withoutCallsSince = NEVER;

  // What the latest slot showed; not kept between slots.
  private long newEnvironments;
  private double mostReported;
  private long slotEnd;

  /** Calls that are open for longer are taken for some of which the end was lost. */
  private long longestMillis;

  /**
   * Takes in one slot.
   *
   * @param end end of the slot on the arrival clock, epoch milliseconds
   * @param idleMillis an environment not heard of for so long is taken for reaped
   */
  public void advance(FunctionSlot slot, long end, long idleMillis) {
    slotEnd = end;
    long mean = slot.invocations == 0 ? Long.MAX_VALUE : slot.durationMicros / slot.invocations;
    longestMillis =
        mean >= LONG_CALL_MILLIS * 1000 / LONGER ? LONG_CALL_MILLIS : LONGER * mean / 1000;
    traits |= slot.traits;
    if (slot.callLines > 0) {
      withoutCallsSince = NEVER;
    } else if (withoutCallsSince == NEVER && !startsUp(slot)) {
      withoutCallsSince = end;
    }
    if (slot.memoryMegabytes > 0) {
      memoryMegabytes = slot.memoryMegabytes;
    }
    recent.advanceTo(end);
    minutes.advanceTo(end);
    mostReported = 0;
    for (int i = 0; i < slot.busy.size(); i++) {
      long time = slot.busy.pane(i) * BusyPanes.PANE_MILLIS;
      long micros = slot.busy.busyMicros(i);
      recent.add(time, micros);
      minutes.add(time, micros);
      // Of a pane that the ring no longer holds this slot is all that is known.
      double alone = micros / (BusyPanes.PANE_MILLIS * 1000.0);
      mostReported = Math.max(mostReported, Math.max(alone, recent.around(time)));
    }
    countEnvironments(slot, end - idleMillis);
    requests.advance(slot, end, is(Traits.DURABLE));
    results.advance(slot, end);
    if (!is(KEPT_READY) && slot.lags.quantile(LATE) <= SETTLE_MILLIS) {
      ReapedEnvironments.drop(environments, requests, end, end - SETTLE_MILLIS);
    }
  }

  /**
   * Does an INIT_START name the runtime in it? What an environment writes before its first call may
   * be delivered well before that call, and an environment kept ready may wait hours for it.
   */
  private static boolean startsUp(FunctionSlot slot) {
    return (slot.traits & Traits.RUNTIMES) != 0;
  }

  private void countEnvironments(FunctionSlot slot, long aliveSince) {
    environments.dropLastSeenBefore(aliveSince);
    newEnvironments = 0;
    for (int i = 0; i < slot.environments.size(); i++) {
      long key = slot.environments.key(i);
      int known = environments.find(key);
      if (known < 0) {
        newEnvironments += slot.environments.weight();
      } else if ((slot.environments.flags(i) & FunctionSlot.BEGAN_COLD) != 0
          && slot.environments.first(i) - environments.first(known) > FunctionSlot.INIT_MILLIS) {
        environments.flag(key, FunctionSlot.BEGAN_READY);
      }
    }
    environments.addAll(slot.environments);
  }

  /** What the latest slot tells of lost deliveries; never changed once it is handed out. */
  public CutCalls cut() {
    return requests.cut();
  }

  /** How its calls ended of late. */
  public RecentResults results() {
    return results;
  }

  /** Has a line told already which trace a call is part of? Known while the call is open. */
  public boolean traced(long request) {
    return requests.traced(request);
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
   * One that is called seldom does not: it is silent until its next call.
   *
   * @param blindMillis how long it must have been so, from the first line after its last call on
   */
  public boolean blind(long blindMillis) {
    return withoutCallsSince != NEVER && slotEnd - withoutCallsSince >= blindMillis;
  }

  /** Failed calls that first showed in the latest slot, each attempt once. */
  public long failures() {
    return requests.failures();
  }

  /** Of {@link #failures()}, those of which no line told as of a batch that failed. */
  public long untoldFailures() {
    return requests.untold();
  }

  /** Calls that ended with a complaint in the latest slot and did not fail as far as it tells. */
  public long complaints() {
    return requests.complaints();
  }

  /** Attempts in the latest slot at a request that had failed before. */
  public long retries() {
    return requests.retries();
  }

  /** Calls that started, as far as the latest slot tells; each attempt once. */
  public long attempts() {
    return requests.attempts();
  }

  /** The same by second of event time; never changed once it is handed out. */
  public StartPanes starts() {
    return requests.starts();
  }

  /** Calls that have started and of whose end nothing was heard, none older than a call can be. */
  public long openCalls() {
    return requests.open(slotEnd);
  }

  /** Tells when each open call began, in no order; each stands for {@link #openWeight}. */
  public void eachOpen(long end, LongConsumer since) {
    requests.eachOpen(end, since);
  }

  /** Of how many unfinished calls one is kept. */
  public long openWeight() {
    return requests.weight();
  }

  /** Environments first heard of in the latest slot. */
  public long newEnvironments() {
    return newEnvironments;
  }

  /** Environments heard of within the idle time, less those known to have gone. */
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
      int result = slot.environments.flags(i) & RESULTS;
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
   * Mean concurrency in the newest pane of ten seconds whose reports have had time to arrive, with
   * the calls that began in it or before and go on.
   *
   * @param settleMillis how long reports take to arrive
   */
  public double concurrency(long settleMillis) {
    long to = Math.floorDiv(slotEnd - settleMillis, BusyPanes.PANE_MILLIS) * BusyPanes.PANE_MILLIS;
    long from = to - BusyPanes.PANE_MILLIS;
    double open = requests.openMillis(from, to, slotEnd, longestMillis);
    double reported = recent.lastEndedBy(slotEnd - settleMillis);
    double all = reported + open / BusyPanes.PANE_MILLIS;
    // An environment runs one call at a time; of calls whose end was lost there may be more.
    double most = is(Traits.MANAGED_INSTANCES) ? all : (double) livingEnvironments();
    return Math.max(reported, Math.min(all, most));
  }

  /**
   * The highest mean concurrency of ten seconds that the latest slot tells of: of the settled pane,
   * or of one that its reports fall into. A function whose calls are all delivered at once has no
   * later slot in which their pane has settled.
   *
   * @param settleMillis how long reports take to arrive
   */
  public double mostConcurrency(long settleMillis) {
    return Math.max(mostReported, concurrency(settleMillis));
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
    requests.write(out);
    recent.write(out);
    minutes.write(out);
    Wire.writeLong(out, memoryMegabytes);
    Wire.writeInt(out, traits);
    out.writeLong(withoutCallsSince);
    results.write(out);
  }

  /**
   * @param told whether the bytes hold what lines say about the function, as they do since version
   *     2 of a function's state
   * @param withResults whether they hold how its calls ended, as they do since version 15
   */
  public void readInto(DataInput in, boolean told, boolean withResults) throws IOException {
    environments = Sightings.read(ENVIRONMENTS, in);
    requests.readInto(in);
    recent.readInto(in);
    minutes.readInto(in);
    memoryMegabytes = Wire.readLong(in);
    if (told) {
      traits = Wire.readInt(in);
      withoutCallsSince = in.readLong();
    }
    if (withResults) {
      results = RecentResults.read(in);
    }
  }
}
