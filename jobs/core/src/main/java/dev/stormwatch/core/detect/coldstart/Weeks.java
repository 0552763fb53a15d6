package dev.stormwatch.core.detect.coldstart;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * In which hours of the week bursts of cold starts come, a byte for each: in how many weeks one
 * came there, and how large it was. It knows the weekly burst of a function whose other bursts are
 * too many for a list of the latest to reach back three weeks.
 *
 * <p>A schedule stays in its hour but for minutes at either end, so the hours beside one count as
 * the same. A week without a burst halves what is known of its hour: a holiday is forgiven once a
 * schedule has come six times, and what has ended is forgotten within three weeks.
 */
final class Weeks {

  private static final long HOUR_MILLIS = 3_600_000;
  private static final int HOURS = 7 * 24;

  /** Weeks are counted as far as three bits go. */
  private static final int MOST_WEEKS = 7;

  private static final int SIZE_BITS = 5;
  private static final int MOST_SIZE = (1 << SIZE_BITS) - 1;

  /** Steps of a size to an octave. */
  private static final double STEPS = 2;

  private static final long NEVER = Long.MIN_VALUE;

  private final byte[] hours = new byte[HOURS];

  /** Number since the epoch of the hour of the latest burst. */
  private long latest = NEVER;

  void add(long at, long cold) {
    long hour = Math.floorDiv(at, HOUR_MILLIS);
    int size = steps(cold);
    if (latest == NEVER || hour > latest) {
      passTo(hour);
      int weeks = weeks(hour);
      // The hour before may have been counted this week already, by the burst before this one.
      weeks = latest == hour - 1 ? weeks : Math.max(weeks, weeks(hour - 1));
      weeks = Math.max(weeks, weeks(hour + 1));
      put(hour, Math.min(MOST_WEEKS, weeks + 1), Math.max(size, size(hour) - 1));
      latest = hour;
    } else if (hour == latest) {
      put(hour, weeks(hour), Math.max(size, size(hour)));
    }
  }

  /** Did one of no less than half this size come in so many weeks at this hour of the week? */
  boolean foretells(long at, long cold, int weeksBefore) {
    long hour = Math.floorDiv(at, HOUR_MILLIS);
    if (latest == NEVER || hour - latest > HOURS + 1) {
      return false;
    }
    for (long near = hour - 1; near <= hour + 1; near++) {
      int before = weeks(near) - (near <= latest ? 1 : 0);
      if (before >= weeksBefore && steps(cold) <= size(near) + STEPS) {
        return true;
      }
    }
    return false;
  }

  /** Halves the hours that went by without a burst, but for those beside one. */
  private void passTo(long hour) {
    if (latest == NEVER) {
      return;
    }
    if (hour - latest > 3 * HOURS) {
      Arrays.fill(hours, (byte) 0);
      return;
    }
    for (long passed = latest + 2; passed < hour - 1; passed++) {
      put(passed, weeks(passed) / 2, size(passed));
    }
  }

  private static int steps(long cold) {
    double octaves = StrictMath.log((double) Math.max(1, cold)) / StrictMath.log(2);
    return (int) Math.min(MOST_SIZE, StrictMath.ceil(STEPS * octaves));
  }

  private void put(long hour, int weeks, int size) {
    hours[place(hour)] = (byte) (weeks << SIZE_BITS | size);
  }

  private int weeks(long hour) {
    return (hours[place(hour)] & 0xff) >>> SIZE_BITS;
  }

  private int size(long hour) {
    return hours[place(hour)] & MOST_SIZE;
  }

  private static int place(long hour) {
    return (int) Math.floorMod(hour, (long) HOURS);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(latest);
    out.write(hours);
  }

  void readInto(DataInput in) throws IOException {
    latest = in.readLong();
    in.readFully(hours);
  }
}
