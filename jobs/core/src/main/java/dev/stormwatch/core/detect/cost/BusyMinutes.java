package dev.stormwatch.core.detect.cost;

import dev.stormwatch.core.model.BusyPanes;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * A day's concurrency by minute, kept as its busiest minutes alone. A call is reported when it ends
 * and its time is spread back over the minutes that it ran in, so a minute can still grow until the
 * longest call that ran in it is over; then it settles.
 *
 * <p>A quantile of 0.95 or above of a day's 1,440 minutes is one of the 73 largest: they are kept,
 * and so the quantile is exact.
 */
final class BusyMinutes {

  private static final long MINUTE = 60_000;

  /** The longest call, an init, and the way of its report. */
  static final long SETTLE_MILLIS = 20 * MINUTE;

  private static final int OPEN = 32;
  static final int LARGEST = 73;

  private final long[] open = new long[OPEN];

  /** The first minute that has not settled, since the epoch. */
  private long next;

  /** Busy time of the day's busiest minutes, microseconds, ascending. */
  private final long[] largest = new long[LARGEST];

  private int minutes;
  private double busySeconds;
  private double provisionedSeconds;

  /**
   * @param start of the first minute, epoch milliseconds
   */
  void begin(long start) {
    next = Math.floorDiv(start, MINUTE);
  }

  /** When the first minute that has not settled begins, epoch milliseconds. */
  long settledUntil() {
    return next * MINUTE;
  }

  /** Adds busy time; what ran before the first open minute, or beyond the ring, is left out. */
  void add(BusyPanes busy) {
    for (int i = 0; i < busy.size(); i++) {
      long minute = Math.floorDiv(busy.pane(i) * BusyPanes.PANE_MILLIS, MINUTE);
      if (minute >= next && minute < next + OPEN) {
        open[place(minute)] += busy.busyMicros(i);
      }
    }
  }

  /**
   * How long calls that are over ran in a minute that has not settled; microseconds.
   *
   * @param minute since the epoch
   */
  long busyMicros(long minute) {
    return minute >= next && minute < next + OPEN ? open[place(minute)] : 0;
  }

  private static int place(long minute) {
    return (int) Math.floorMod(minute, (long) OPEN);
  }

  /** Would a minute that ends by a time have settled at another? */
  boolean settles(long now, long until) {
    long end = (next + 1) * MINUTE;
    return end <= until && end + SETTLE_MILLIS <= now;
  }

  /**
   * Settles the next minute.
   *
   * @param provisioned environments that were kept ready
   */
  void settle(long provisioned) {
    long busy = open[place(next)];
    open[place(next)] = 0;
    next++;
    count(busy, provisioned);
  }

  private void count(long busy, long provisioned) {
    minutes++;
    busySeconds += busy / 1e6;
    provisionedSeconds += Math.min(busy / 1e6, provisioned * 60.0);
    if (busy > largest[0]) {
      int at = Arrays.binarySearch(largest, busy);
      int place = (at >= 0 ? at : -at - 1) - 1;
      System.arraycopy(largest, 1, largest, 0, place);
      largest[place] = busy;
    }
  }

  /**
   * Hands the day's minutes over and starts another day.
   *
   * @param quantile 0.95 or above
   */
  void finish(DayUsage day, double quantile) {
    tell(day, quantile);
    minutes = 0;
    busySeconds = 0;
    provisionedSeconds = 0;
    Arrays.fill(largest, 0);
  }

  /** Hands over the minutes that have settled so far. */
  void tell(DayUsage day, double quantile) {
    day.busySeconds = busySeconds;
    day.provisionedSeconds = provisionedSeconds;
    day.peakConcurrency = quantile(quantile);
  }

  private double quantile(double q) {
    if (minutes == 0) {
      return 0;
    }
    int above = minutes - 1 - (int) (q * (minutes - 1));
    return largest[LARGEST - 1 - Math.min(above, LARGEST - 1)] / 60e6;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeLong(out, next);
    Wire.writeInt(out, minutes);
    out.writeDouble(busySeconds);
    out.writeDouble(provisionedSeconds);
    for (long busy : open) {
      Wire.writeLong(out, busy);
    }
    long before = 0;
    for (long busy : largest) {
      Wire.writeLong(out, busy - before);
      before = busy;
    }
  }

  static BusyMinutes read(DataInput in) throws IOException {
    BusyMinutes read = new BusyMinutes();
    read.next = Wire.readLong(in);
    read.minutes = Wire.readInt(in);
    read.busySeconds = in.readDouble();
    read.provisionedSeconds = in.readDouble();
    for (int i = 0; i < OPEN; i++) {
      read.open[i] = Wire.readLong(in);
    }
    long before = 0;
    for (int i = 0; i < LARGEST; i++) {
      before += Wire.readLong(in);
      read.largest[i] = before;
    }
    return read;
  }
}
