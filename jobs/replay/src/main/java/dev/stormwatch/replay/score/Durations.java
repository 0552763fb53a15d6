package dev.stormwatch.replay.score;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How long something took, over a number of incidents. The interval of the median is a bootstrap's:
 * whole incidents are drawn again with replacement, with a seed, so that it is the same every time.
 */
public final class Durations {

  private static final int RESAMPLES = 2000;
  private static final double TAIL = 0.025;
  private static final long SEED = 1;

  private final long[] sorted;

  /**
   * @param millis in any order
   */
  public Durations(long[] millis) {
    sorted = millis.clone();
    Arrays.sort(sorted);
  }

  public int size() {
    return sorted.length;
  }

  /** Milliseconds; not a number when there are none. */
  public double median() {
    return quantile(sorted, 0.5);
  }

  /** Milliseconds; between two incidents' times where the quantile falls between them. */
  public double quantile(double q) {
    return quantile(sorted, q);
  }

  /** How many are at least so long. */
  public int atLeast(long millis) {
    return (int) Arrays.stream(sorted).filter(time -> time >= millis).count();
  }

  /** Lower and upper end of the median's 95 % interval; not numbers when there are none. */
  public double[] medianInterval() {
    if (sorted.length == 0) {
      return new double[] {Double.NaN, Double.NaN};
    }
    SplittableRandom random = new SplittableRandom(SEED);
    double[] medians = new double[RESAMPLES];
    int[] times = new int[sorted.length];
    for (int i = 0; i < RESAMPLES; i++) {
      Arrays.fill(times, 0);
      for (int j = 0; j < sorted.length; j++) {
        times[random.nextInt(sorted.length)]++;
      }
      medians[i] =
          (ranked(times, (sorted.length - 1) / 2) + ranked(times, sorted.length / 2)) / 2.0;
    }
    Arrays.sort(medians);
    return new double[] {
      medians[(int) (RESAMPLES * TAIL)], medians[RESAMPLES - 1 - (int) (RESAMPLES * TAIL)]
    };
  }

  /** The value of a rank, from 0, of a sample that holds each value so many times. */
  private long ranked(int[] times, int rank) {
    int index = 0;
    for (int below = times[0]; below <= rank; below += times[index]) {
      index++;
    }
    return sorted[index];
  }

  private static double quantile(long[] ascending, double q) {
    if (ascending.length == 0) {
      return Double.NaN;
    }
    double position = q * (ascending.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, ascending.length - 1);
    return ascending[below] + (position - below) * (ascending[above] - ascending[below]);
  }
}
