package dev.stormwatch.core.detect.cost;

import java.util.Arrays;

/**
 * Which way a daily number goes: the median of all slopes between two days (Theil and Sen), which a
 * few odd days do not move, and Kendall's test of whether the days rise in order more often than
 * chance would have it. A line that goes through the days' middle with the steepest and the
 * flattest slope that the test cannot rule out gives the interval of what it foretells.
 */
final class CostTrend {

  /** Half of the two-sided 95 % interval of a normal distribution. */
  private static final double Z95 = 1.96;

  /** Natural logarithm a day. */
  final double slope;

  final double flattest;
  final double steepest;

  /** Probability that days without a trend rise in order so often. */
  final double probability;

  private final double middleDay;
  private final double middleValue;

  /**
   * @param values of consecutive days, at least two
   */
  CostTrend(double[] values) {
    int n = values.length;
    double[] slopes = new double[n * (n - 1) / 2];
    int count = 0;
    int score = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        score += (int) Math.signum(values[j] - values[i]);
        slopes[count++] = (values[j] - values[i]) / (j - i);
      }
    }
    Arrays.sort(slopes);
    double deviation = Math.sqrt(n * (n - 1.0) * (2 * n + 5) / 18);
    probability = score <= 0 ? 1 : normalTail((score - 1) / deviation);
    slope = median(slopes);
    double half = Z95 * deviation / 2;
    flattest = slopes[clamp(Math.floor(count / 2.0 - half), count)];
    steepest = slopes[clamp(Math.ceil(count / 2.0 + half), count)];
    middleDay = (n - 1) / 2.0;
    double[] level = new double[n];
    for (int i = 0; i < n; i++) {
      level[i] = values[i] - slope * (i - middleDay);
    }
    Arrays.sort(level);
    middleValue = median(level);
  }

  private static int clamp(double index, int count) {
    return (int) Math.max(0, Math.min(count - 1, index));
  }

  private static double median(double[] sorted) {
    int n = sorted.length;
    return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
  }

  /** The trend's value on a day, counted from the first. */
  double at(double day) {
    return middleValue + slope * (day - middleDay);
  }

  /**
   * On which day, counted from the first, a line of a slope through the middle reaches a value.
   *
   * @return infinity where it never does
   */
  double reaches(double value, double itsSlope) {
    return itsSlope > 0 ? middleDay + (value - middleValue) / itsSlope : Double.POSITIVE_INFINITY;
  }

  /** Tail of the normal distribution, by Abramowitz and Stegun 7.1.26; off by 1e-7 at most. */
  static double normalTail(double z) {
    double x = Math.abs(z) / Math.sqrt(2);
    double t = 1 / (1 + 0.3275911 * x);
    double poly =
        t
            * (0.254829592
                + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    double tail = poly * StrictMath.exp(-x * x) / 2;
    return z >= 0 ? tail : 1 - tail;
  }
}
