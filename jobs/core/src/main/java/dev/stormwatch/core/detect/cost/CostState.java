package dev.stormwatch.core.detect.cost;

import dev.stormwatch.core.detect.Starts;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.ProcessorUse;
import dev.stormwatch.core.model.Traits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one function's cost: its last two weeks day by day, the day that is running, and
 * the last quarter of an hour.
 *
 * <p>Days are of 24 hours from when the function was first heard of. Money belongs to the day in
 * which its report arrived; a minute's concurrency to the day in which the calls ran, which is
 * known only once they are over, so a day closes twenty minutes after its end.
 */
public final class CostState {

  /** Days that are kept. */
  static final int DAYS = 14;

  static final long NEVER = Long.MIN_VALUE;
  static final long HOUR_MILLIS = 3_600_000;
  static final long DAY_MILLIS = 24 * HOUR_MILLIS;

  /** An hour's last minutes, of which it is asked whether spending climbs. */
  private static final int LATE_BLOCKS = 30;

  private static final long LATE_MILLIS = LATE_BLOCKS * SpendBlocks.BLOCK_MILLIS;

  /** What they cost over what the others did, by the hour. */
  private static final double CLIMBING = 5;

  /** The most weight of a slot's mean call duration in the running one. */
  private static final double DURATION_WEIGHT = 0.2;

  /** When the function was first heard of; {@link #NEVER} before. */
  long since = NEVER;

  /** End of the newest slot that was taken in. */
  long at = NEVER;

  /** When the running day's money began. */
  long dayStart = NEVER;

  /** When the running hour ends. */
  long hourEnd = NEVER;

  DayUsage today = new DayUsage();

  /** The day whose money is complete and whose minutes are not; null when there is none. */
  @Nullable DayUsage closing;

  BusyMinutes minutes = new BusyMinutes();

  /** Finished days, the oldest first. */
  final List<DayUsage> days = new ArrayList<>();

  /** End of the newest finished day. */
  long daysEnd = NEVER;

  /** What the running hour was billed, USD. */
  double hourUsd;

  SpendBlocks blocks = new SpendBlocks();

  /** How long calls last of late: longer ones at once, shorter ones as they fill the time. */
  double callSeconds;

  int traits;

  /** Use that goes on evenly; null once a whole day is known, and in what was kept before. */
  @Nullable SteadyUse steady;

  final Bursts bursts = new Bursts();

  /** How its environments start; not kept between slots. */
  Starts starts = Starts.UNKNOWN;

  // What was decided.

  /** Since when spending has run away; {@link #NEVER} while it does not. */
  long runawaySince = NEVER;

  /** What the function was used to spend when it ran away, USD an hour. */
  double usualPerHour;

  /** Since when containers have been cheaper; {@link #NEVER} while they are not. */
  long crossedSince = NEVER;

  /** Is a crossing foreseen? */
  boolean foreseen;

  /** What was told last: one of {@link CostDetector}'s. */
  int told;

  /** When a finding was last given; {@link #NEVER} when there is nothing to keep alive. */
  long toldAt = NEVER;

  /** Whom the finding is about; null when there is nothing to keep alive. */
  @Nullable FunctionId function;

  public static CostState create() {
    return new CostState();
  }

  private CostState() {}

  /** Managed Instances are billed as EC2 instances: no call of theirs has a price. */
  public boolean managedInstances() {
    return (traits & Traits.MANAGED_INSTANCES) != 0;
  }

  /** Has the function provisioned environments, by its own lines? */
  public boolean provisioned() {
    return (traits & Traits.PROVISIONED_CONCURRENCY) != 0;
  }

  /**
   * Takes in a slot.
   *
   * @return whether a day was finished with it
   */
  public boolean add(long end, FunctionSlot slot, CostModel model, double quantile) {
    if (since == NEVER) {
      since = Math.floorDiv(end - 1, 60_000) * 60_000;
      dayStart = since;
      hourEnd = since + HOUR_MILLIS;
      at = since;
      minutes.begin(since);
      steady = new SteadyUse();
      steady.begin(since);
    }
    boolean finished = advance(end, model.provisioned(slot.function.name()), quantile);
    measured(slot.processor);
    traits |= slot.traits;
    minutes.add(slot.busy);
    double usd = model.slotUsd(slot.function.name(), slot.billedMegabyteMillis, slot.invocations);
    hourUsd += usd;
    blocks.add(end, usd);
    today.take(slot);
    if (steady != null) {
      steady.add(end, slot, usd);
    }
    if (slot.invocations > 0) {
      double seconds = slot.durationMicros / 1e6;
      double mean = seconds / slot.invocations;
      double weight = DURATION_WEIGHT * seconds / Math.max(1e-6, seconds + callSeconds);
      callSeconds = Math.max(mean, callSeconds + weight * (mean - callSeconds));
    }
    return finished;
  }

  /** Takes in what was measured of its calls' processors. */
  public void measured(ProcessorUse use) {
    if (since != NEVER) {
      today.measured(use);
      if (steady != null) {
        steady.measured(use);
      }
    }
  }

  /**
   * Lets time pass.
   *
   * @return whether a day was finished with it
   */
  boolean advance(long end, long provisioned, double quantile) {
    boolean finished = false;
    // What a slot holds arrived before its end: a slot that ends with the hour is of that hour.
    while (hourEnd < end) {
      finished |= settle(hourEnd, provisioned, quantile);
      at = hourEnd;
      closeHour();
      if (hourEnd - dayStart >= DAY_MILLIS) {
        today.coveredSeconds = DayUsage.SECONDS_PER_DAY;
        closing = today;
        today = new DayUsage();
        dayStart = hourEnd;
      }
      hourEnd += HOUR_MILLIS;
    }
    finished |= settle(end, provisioned, quantile);
    at = Math.max(at, end);
    blocks.advance(end);
    return finished;
  }

  private boolean settle(long now, long provisioned, double quantile) {
    long until = closing == null ? Long.MAX_VALUE : dayStart;
    while (minutes.settles(now, until)) {
      minutes.settle(provisioned);
    }
    DayUsage day = closing;
    if (day == null || minutes.settledUntil() < dayStart) {
      return false;
    }
    minutes.finish(day, quantile);
    days.add(day.finished());
    steady = null;
    daysEnd = dayStart;
    if (days.size() > DAYS) {
      days.remove(0);
    }
    closing = null;
    return true;
  }

  private void closeHour() {
    if (runawaySince == NEVER || at - runawaySince > DAY_MILLIS - 2 * HOUR_MILLIS) {
      // What is climbing now is no usual to compare itself with.
      double late = blocks.since(LATE_BLOCKS - 1);
      double early = (hourUsd - late) * HOUR_MILLIS / (HOUR_MILLIS - LATE_MILLIS);
      boolean climbing = late * HOUR_MILLIS / LATE_MILLIS >= CLIMBING * early;
      today.dearestHour = Math.max(today.dearestHour, climbing ? early : hourUsd);
    }
    hourUsd = 0;
  }

  /** The dearest hour of the last week, USD; below 0 where not one hour is over. */
  double dearestHour() {
    if (hourEnd == since + HOUR_MILLIS) {
      return -1;
    }
    double dearest = today.dearestHour;
    if (closing != null) {
      dearest = Math.max(dearest, closing.dearestHour);
    }
    for (DayUsage day : latest(7)) {
      dearest = Math.max(dearest, day.dearestHour);
    }
    return dearest;
  }

  /** How many calls a time brings, in all that is known of the function. */
  double usualCalls(double inProgress, long end, long millis) {
    double calls = inProgress + today.calls + (closing == null ? 0 : closing.calls);
    long watched = end - dayStart + (closing == null ? 0 : DAY_MILLIS);
    for (DayUsage day : days) {
      calls += day.calls;
      watched += DAY_MILLIS;
    }
    return calls * millis / watched;
  }

  /** The dearest burst of the last week that came and went, USD an hour. */
  double dearestBurst() {
    double dearest = Math.max(today.dearestBurst, closing == null ? 0 : closing.dearestBurst);
    for (DayUsage day : latest(7)) {
      dearest = Math.max(dearest, day.dearestBurst);
    }
    return dearest;
  }

  /**
   * The finished days and what is known of the one that is running, as if nothing more came of it:
   * what its calls cost can only grow, and containers are sized for the day before if that was the
   * busier one. Null in a day's first minutes, while the one before it is not finished.
   */
  @Nullable List<DayUsage> daysSoFar(double quantile) {
    if (days.isEmpty() || closing != null) {
      return null;
    }
    DayUsage soFar = today.finished();
    minutes.tell(soFar, quantile);
    soFar.coveredSeconds = DayUsage.SECONDS_PER_DAY;
    DayUsage before = days.get(days.size() - 1);
    soFar.peakConcurrency = Math.max(soFar.peakConcurrency, before.peakConcurrency);
    List<DayUsage> all = new ArrayList<>(latest(DAYS - 1));
    all.add(soFar.finished());
    return all;
  }

  /** The newest finished days, at most so many. */
  List<DayUsage> latest(int count) {
    return days.subList(Math.max(0, days.size() - count), days.size());
  }

  /**
   * All that was watched of the last two weeks, the running day included. For the end of a
   * recording: nothing can be taken in after that.
   */
  public DayUsage watched(long provisioned, double quantile) {
    long over = at + BusyMinutes.SETTLE_MILLIS;
    if (settle(over, provisioned, quantile)) {
      settle(over, provisioned, quantile);
    }
    DayUsage all = new DayUsage();
    days.forEach(all::add);
    minutes.tell(today, quantile);
    today.coveredSeconds = (at - dayStart) / 1000.0;
    all.add(today);
    return all;
  }
}
