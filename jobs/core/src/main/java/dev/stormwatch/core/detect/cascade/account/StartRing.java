package dev.stormwatch.core.detect.cascade.account;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** How many calls started in each of the latest seconds of event time. */
public final class StartRing {

  public static final int SECONDS = 320;

  /** Of arrivals that know nothing of one another a pause of so many has odds of e^-6. */
  private static final double CHANCE = 6;

  private final int[] counts = new int[SECONDS];

  private static int place(long second) {
    return (int) Math.floorMod(second, (long) SECONDS);
  }

  int at(long second) {
    return counts[place(second)];
  }

  void add(long second, int calls) {
    counts[place(second)] += calls;
  }

  /** Calls that started in the seconds from one to another, exclusive. */
  long count(long from, long to) {
    long count = 0;
    for (long second = from; second < to; second++) {
      count += at(second);
    }
    return count;
  }

  /** Makes room for the seconds from one to another, exclusive. */
  void clear(long from, long to) {
    for (long second = from; second < to; second++) {
      counts[place(second)] = 0;
    }
  }

  void clear() {
    Arrays.fill(counts, 0);
  }

  /**
   * How much counts of equal panes scatter about their trend, over what independent arrivals would:
   * 1 for those, near 0 where each start waits for another call.
   *
   * @param width of a pane, seconds
   */
  double dispersion(long from, long to, int width) {
    int[] seconds = seconds(from, to);
    return dispersion(seconds, seconds.length, width);
  }

  private int[] seconds(long from, long to) {
    int[] seconds = new int[(int) (to - from)];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = at(from + i);
    }
    return seconds;
  }

  /**
   * The same where deliveries are known to be lost: seconds without any start that chance does not
   * explain are holes in what is told, not pauses, and are left out.
   */
  double dispersionBesideHoles(long from, long to, int width) {
    double usual = count(from, to) / (double) (to - from);
    int[] seconds = new int[(int) (to - from)];
    int kept = 0;
    long second = from;
    while (second < to) {
      long after = second;
      while (after < to && at(after) == 0) {
        after++;
      }
      if ((after - second) * usual >= CHANCE) {
        // What stands beside a hole is cut off by it.
        kept = Math.max(0, kept - 1);
        second = after + 1;
      } else {
        seconds[kept++] = at(second++);
      }
    }
    return dispersion(seconds, kept, width);
  }

  static double dispersion(int[] seconds, int length, int width) {
    int panes = length / width;
    if (panes < 4) {
      return Double.NaN;
    }
    double[] counts = new double[panes];
    double mean = 0;
    for (int i = 0; i < panes; i++) {
      for (int j = 0; j < width; j++) {
        counts[i] += seconds[length - (panes - i) * width + j];
      }
      mean += counts[i] / panes;
    }
    if (mean <= 0) {
      return Double.NaN;
    }
    double[] steps = new double[panes - 1];
    double drift = 0;
    for (int i = 0; i + 1 < panes; i++) {
      steps[i] = counts[i + 1] - counts[i];
      drift += steps[i] / steps.length;
    }
    double squares = 0;
    for (double step : steps) {
      squares += (step - drift) * (step - drift);
    }
    return squares / (2 * (steps.length - 1)) / mean;
  }

  void write(DataOutput out, long end) throws IOException {
    ZeroRuns.write(seconds(end - SECONDS, end), out);
  }

  void read(DataInput in, long end) throws IOException {
    int[] seconds = ZeroRuns.read(SECONDS, in);
    for (int i = 0; i < SECONDS; i++) {
      counts[place(end - SECONDS + i)] = seconds[i];
    }
  }
}
