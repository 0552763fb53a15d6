package dev.stormwatch.core.detect.cost;

import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Bursts of spending that came and went: they are known, however short each was beside an hour. One
 * that was told as a runaway is not known until some have gone by themselves, each within a week:
 * whoever mends a runaway wants to hear when it comes back.
 */
final class Bursts {

  private static final long NEVER = Long.MIN_VALUE;

  /** The burst that is not over, USD an hour. */
  private double running;

  /** Runaways that went, and when the latest of them did. */
  private int runaways;

  private long runawayGoneAt = NEVER;

  /**
   * Takes in the rate of now; what has fallen to half came and went.
   *
   * @param lately the mean of some minutes: what wavers goes on
   */
  void add(double perHour, double lately, DayUsage today) {
    if (Math.max(perHour, lately) < running / 2) {
      today.dearestBurst = Math.max(today.dearestBurst, running);
      running = perHour;
    } else {
      running = Math.max(running, perHour);
    }
  }

  /**
   * A runaway is over.
   *
   * @param known so many in a row are bursts that are known
   */
  void runawayGone(long end, long known) {
    boolean again = runawayGoneAt != NEVER && end - runawayGoneAt <= 7 * CostState.DAY_MILLIS;
    runaways = again ? runaways + 1 : 1;
    runawayGoneAt = end;
    if (runaways < known) {
      running = 0;
    }
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(running);
    Wire.writeInt(out, runaways);
    out.writeLong(runawayGoneAt);
  }

  void readInto(DataInput in) throws IOException {
    running = in.readDouble();
    runaways = Wire.readInt(in);
    runawayGoneAt = in.readLong();
  }
}
