package dev.stormwatch.core.detect.cascade.account;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** How many calls started in each of the latest half minutes: what a {@link StartRing} forgets. */
public final class Trail {

  public static final int PANE_SECONDS = 30;

  private static final int PANES = 60;

  private static final int BEFORE_SECONDS = 600;

  private final int[] counts;

  Trail() {
    this(new int[PANES]);
  }

  private Trail(int[] counts) {
    this.counts = counts;
  }

  private static int place(long second) {
    return (int) Math.floorMod(Math.floorDiv(second, (long) PANE_SECONDS), (long) PANES);
  }

  /** First second of the oldest half minute of which all is kept. */
  public static long from(long end) {
    return (Math.floorDiv(end, (long) PANE_SECONDS) - PANES + 2) * PANE_SECONDS;
  }

  /** First second of the half minute that a second is in. */
  public static long floor(long second) {
    return Math.floorDiv(second, (long) PANE_SECONDS) * PANE_SECONDS;
  }

  /** First second of the first half minute that begins at a second or later. */
  public static long ceiling(long second) {
    return -floor(-second);
  }

  /** Calls in the half minute that a second is in. */
  public int at(long second) {
    return counts[place(second)];
  }

  /** Calls in the half minutes that a second is in, and each that follows until another second. */
  public long count(long from, long to) {
    long count = 0;
    for (long second = from; second < to; second += PANE_SECONDS) {
      count += at(second);
    }
    return count;
  }

  /** Calls a second over the oldest ten minutes that are kept: what is usual, as of then. */
  public double before(long end) {
    return count(from(end), from(end) + BEFORE_SECONDS) / (double) BEFORE_SECONDS;
  }

  /**
   * How much counts of equal panes between two seconds scatter, of which all is known; see {@link
   * StartRing#dispersion}.
   *
   * @param width of a pane, half minutes
   */
  public double dispersion(long from, long to, int width) {
    long first = ceiling(from);
    int halves = (int) Math.max(0, (floor(to) - first) / PANE_SECONDS);
    int[] calls = new int[halves];
    for (int i = 0; i < halves; i++) {
      calls[i] = at(first + (long) i * PANE_SECONDS);
    }
    return StartRing.dispersion(calls, halves, width);
  }

  public void add(long second, int calls) {
    counts[place(second)] += calls;
  }

  /** Makes room for the seconds from one to another, exclusive. */
  void clear(long from, long to) {
    for (long second = ceiling(from); second < to; second += PANE_SECONDS) {
      counts[place(second)] = 0;
    }
  }

  void clear() {
    Arrays.fill(counts, 0);
  }

  void write(DataOutput out) throws IOException {
    ZeroRuns.write(counts, out);
  }

  static Trail read(DataInput in) throws IOException {
    return new Trail(ZeroRuns.read(PANES, in));
  }
}
