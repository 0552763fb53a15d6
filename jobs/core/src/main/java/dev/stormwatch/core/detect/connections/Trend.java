package dev.stormwatch.core.detect.connections;

import java.util.Arrays;
import java.util.List;

/**
 * How fast something grows, after Theil and Sen: the median of the slopes between all pairs of
 * points. A third of the points may be wrong and it hardly moves, and unlike a regression it does
 * not take one burst of environments for a trend.
 */
final class Trend {

  /** Growth a second: the median slope, and a low and a high quartile of all. */
  final double slope;

  final double low;
  final double high;

  private Trend(double slope, double low, double high) {
    this.slope = slope;
    this.low = low;
    this.high = high;
  }

  /**
   * @param times in seconds, ascending
   * @param values as many
   */
  static Trend of(double[] times, double[] values) {
    int n = values.length;
    double[] slopes = new double[n * (n - 1) / 2];
    int count = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        double apart = times[j] - times[i];
        if (apart > 0) {
          slopes[count++] = (values[j] - values[i]) / apart;
        }
      }
    }
    if (count == 0) {
      return new Trend(0, 0, 0);
    }
    double[] sorted = Arrays.copyOf(slopes, count);
    Arrays.sort(sorted);
    return new Trend(quantile(sorted, 0.5), quantile(sorted, 0.25), quantile(sorted, 0.75));
  }

  /**
   * The same of the latest of some panes.
   *
   * @param values one for each of all the panes
   */
  static Trend ofLatest(int slots, List<Pane> panes, double[] values) {
    int n = Math.min(slots, values.length);
    int from = values.length - n;
    double[] times = new double[n];
    for (int i = 0; i < n; i++) {
      times[i] = (panes.get(from + i).end - panes.get(from).end) / 1000.0;
    }
    return of(times, Arrays.copyOfRange(values, from, values.length));
  }

  private static double quantile(double[] sorted, double q) {
    double at = q * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /** Seconds until a distance is covered at a constant speed; infinite when it never is. */
  static double seconds(double distance, double speed) {
    if (distance <= 0) {
      return 0;
    }
    return speed > 0 ? distance / speed : Double.POSITIVE_INFINITY;
  }

  /**
   * Seconds until a level reaches another when its growth is proportional to itself.
   *
   * @param speed growth a second at this moment
   */
  static double secondsGrowing(double level, double limit, double speed) {
    if (level >= limit) {
      return 0;
    }
    return speed > 0 && level > 0
        ? StrictMath.log(limit / level) * level / speed
        : Double.POSITIVE_INFINITY;
  }
}
