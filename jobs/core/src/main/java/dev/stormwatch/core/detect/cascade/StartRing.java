package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** How many calls started in each of the latest seconds of event time. */
final class StartRing {

  static final int SECONDS = 320;

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
    int panes = (int) ((to - from) / width);
    double mean = count(to - (long) panes * width, to) / (double) panes;
    if (panes < 4 || mean <= 0) {
      return Double.NaN;
    }
    double[] steps = new double[panes - 1];
    double drift = 0;
    for (int i = 0; i + 1 < panes; i++) {
      long start = to - (long) (panes - i) * width;
      steps[i] = count(start + width, start + 2L * width) - (double) count(start, start + width);
      drift += steps[i] / steps.length;
    }
    double squares = 0;
    for (double step : steps) {
      squares += (step - drift) * (step - drift);
    }
    return squares / (2 * (steps.length - 1)) / mean;
  }

  /** Counts from the oldest second on; a zero is followed by how many of them there are. */
  void write(DataOutput out, long end) throws IOException {
    long second = end - SECONDS;
    while (second < end) {
      int run = 0;
      while (second + run < end && at(second + run) == 0) {
        run++;
      }
      Wire.writeInt(out, run == 0 ? at(second) : 0);
      if (run > 0) {
        Wire.writeInt(out, run);
      }
      second += Math.max(1, run);
    }
  }

  void read(DataInput in, long end) throws IOException {
    long second = end - SECONDS;
    while (second < end) {
      int calls = Wire.readInt(in);
      if (calls == 0) {
        second += Math.max(1, Wire.readLength(in));
      } else {
        counts[place(second)] = calls;
        second++;
      }
    }
  }
}
