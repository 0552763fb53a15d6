package dev.stormwatch.core.detect.coldstart;

import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * When a function's bursts of cold starts came, to know the one that comes on schedule and is not
 * much larger than those before it. It follows three earlier ones at the same distance each,
 * whether that is a quarter of an hour or a week; or it comes at an hour of the day at which three
 * of the last eight days had theirs: a morning that begins on working days has no even distance
 * over the weekend, and a Monday's need not wait for three Mondays. As many are kept as three weeks
 * of working days need, and a few more; where bursts are so many that a weekly one is forgotten
 * meanwhile, {@link Weeks} know it.
 */
final class Rhythm {

  private static final int KEPT = 20;

  /** A scheduler is due to the minute; what it starts may be due to half an hour in a day. */
  private static final long LEAST_TOLERANCE_MILLIS = 60_000;

  private static final double TOLERANCE_SHARE = 0.02;

  /** Bursts that are closer are one. */
  private static final long LEAST_PERIOD_MILLIS = 5 * 60_000;

  /** Work that comes on schedule varies by so much; more is news. {@link Weeks} hold the same. */
  private static final double LARGER = 2;

  private static final long DAY_MILLIS = 24 * 3_600_000L;
  private static final int DAYS = 8;

  private final long[] times = new long[KEPT];
  private final long[] sizes = new long[KEPT];
  private final Weeks weeks = new Weeks();
  private int count;

  void add(long at, long cold) {
    weeks.add(at, cold);
    if (count == KEPT) {
      System.arraycopy(times, 1, times, 0, KEPT - 1);
      System.arraycopy(sizes, 1, sizes, 0, KEPT - 1);
      count--;
    }
    times[count] = at;
    sizes[count] = cold;
    count++;
  }

  /**
   * Is the time not over yet in which the next one would come, if it came after the latest as that
   * came after the one before, or a little later?
   *
   * @param longest pause between bursts that have to do with each other
   */
  boolean mayComeAgain(long now, long longest) {
    if (count == 0) {
      return false;
    }
    long latest = times[count - 1];
    for (int i = count - 2; i >= 0; i--) {
      long pause = latest - times[i];
      if (pause >= LEAST_PERIOD_MILLIS) {
        return pause <= longest && now < latest + pause + LEAST_PERIOD_MILLIS;
      }
    }
    return false;
  }

  /**
   * Do earlier bursts foretell one of this size at this time?
   *
   * @param repeats so many earlier ones make a schedule
   */
  boolean foretells(long at, long cold, int repeats) {
    for (int i = 0; i < count; i++) {
      long period = at - times[i];
      if (period >= LEAST_PERIOD_MILLIS && cold <= LARGER * sizes[i] && chain(i, period, repeats)) {
        return true;
      }
    }
    return onSomeOfTheLastDays(at, cold, repeats) || weeks.foretells(at, cold, repeats);
  }

  private boolean onSomeOfTheLastDays(long at, long cold, int repeats) {
    int days = 0;
    for (int day = 1; day <= DAYS; day++) {
      if (near(at - day * DAY_MILLIS, cold)) {
        days++;
      }
    }
    return days >= repeats;
  }

  /** Was there one of this size at a time, give or take as much as a day's schedule may vary? */
  private boolean near(long time, long cold) {
    for (int i = 0; i < count; i++) {
      if (Math.abs(times[i] - time) <= TOLERANCE_SHARE * DAY_MILLIS && cold <= LARGER * sizes[i]) {
        return true;
      }
    }
    return false;
  }

  private boolean chain(int latest, long period, int repeats) {
    double tolerance = Math.max(LEAST_TOLERANCE_MILLIS, TOLERANCE_SHARE * period);
    int at = latest;
    for (int step = 1; step < repeats; step++) {
      int before = at - 1;
      while (before >= 0 && times[at] - times[before] < period - tolerance) {
        before--;
      }
      if (before < 0 || times[at] - times[before] > period + tolerance) {
        return false;
      }
      at = before;
    }
    return true;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeInt(out, count);
    for (int i = 0; i < count; i++) {
      Wire.writeLong(out, times[i]);
      Wire.writeLong(out, sizes[i]);
    }
    weeks.write(out);
  }

  /**
   * @param weekly whether the bytes hold the hours of the week; else the bursts tell of some
   */
  void readInto(DataInput in, boolean weekly) throws IOException {
    int size = Wire.readLength(in);
    for (int i = 0; i < size; i++) {
      add(Wire.readLong(in), Wire.readLong(in));
    }
    if (weekly) {
      weeks.readInto(in);
    }
  }
}
