package dev.stormwatch.core.slot;

/**
 * The job's clock as one shard or one recording drives it: the newest arrival so far, held back a
 * little, since arrivals are nearly but not quite in order and shards are read a second or two
 * apart. Nothing is late: a record still behind the clock counts as having arrived now.
 */
public final class ArrivalClock {

  private final long slotMillis;
  private final long holdbackMillis;
  private long newest = Long.MIN_VALUE;
  private long passed = Long.MIN_VALUE;

  public ArrivalClock(long slotMillis, long holdbackMillis) {
    this.slotMillis = slotMillis;
    this.holdbackMillis = holdbackMillis;
  }

  /** Where a record that arrived at a time stands on the clock. */
  public long place(long arrival) {
    newest = Math.max(newest, arrival);
    return Math.max(arrival, newest - holdbackMillis);
  }

  /** The newest arrival, or {@link Long#MIN_VALUE} before the first. */
  public long newest() {
    return newest;
  }

  /**
   * Has the clock left a slot since this was last asked? Then everything that arrived before {@link
   * #boundary()} is known.
   */
  public boolean leftSlot() {
    if (newest == Long.MIN_VALUE) {
      return false;
    }
    long start = Math.floorDiv(newest - holdbackMillis, slotMillis) * slotMillis;
    if (start <= passed) {
      return false;
    }
    passed = start;
    return true;
  }

  /** Start of the slot that the clock is in, epoch milliseconds. */
  public long boundary() {
    return passed;
  }
}
