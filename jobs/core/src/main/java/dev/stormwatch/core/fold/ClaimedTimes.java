package dev.stormwatch.core.fold;

import dev.stormwatch.core.model.FunctionSlot;

/**
 * When the lines of one Kinesis record were written. A log line's time is a claim: nothing arrives
 * before it happened, or weeks after.
 */
final class ClaimedTimes {

  /** CloudWatch Logs takes no event that is older. */
  private static final long OLDEST_EVENT_MILLIS = 14L * 24 * 3_600_000;

  /** How far a log line's clock may run ahead of its arrival before it is not believed. */
  static final long CLOCK_AHEAD_MILLIS = 60_000;

  private long arrival;
  private long newestEvent;
  private long firstHeard;
  private long lastHeard;
  private boolean beganCold;

  void begin(long arrivalMillis) {
    arrival = arrivalMillis;
    newestEvent = Long.MIN_VALUE;
    firstHeard = Long.MAX_VALUE;
    lastHeard = Long.MIN_VALUE;
    beganCold = false;
  }

  long arrival() {
    return arrival;
  }

  long believed(long eventTime) {
    return Math.max(
        arrival - OLDEST_EVENT_MILLIS, Math.min(eventTime, arrival + CLOCK_AHEAD_MILLIS));
  }

  /** Any line of the record. */
  void seen(long time) {
    newestEvent = Math.max(newestEvent, time);
  }

  /** A line that the environment itself wrote. */
  void heard(long time) {
    firstHeard = Math.min(firstHeard, time);
    lastHeard = Math.max(lastHeard, time);
  }

  /**
   * A call came and waited for the environment. One that had been ready for longer than an init
   * takes was not made for it.
   */
  void placed(long time) {
    beganCold |= firstHeard >= time - FunctionSlot.INIT_MILLIS;
    heard(time);
  }

  /**
   * Adds to a slot when the environment was heard of, and how long its lines took.
   *
   * @param told what its lines told of the environment, as flags
   * @param ingested when CloudWatch Logs took in the last event; negative where that is not known
   */
  void finish(long environment, int told, long ingested, FunctionSlot slot) {
    if (lastHeard != Long.MIN_VALUE) {
      int began = beganCold ? FunctionSlot.BEGAN_COLD : 0;
      slot.environments.sight(environment, firstHeard, told | began);
      slot.environments.sight(environment, lastHeard, 0);
    }
    if (newestEvent != Long.MIN_VALUE) {
      slot.lags.add(arrival - newestEvent);
      if (ingested >= 0) {
        slot.ingestionLags.add(ingested - newestEvent);
      }
    }
  }
}
