package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.model.GaugeReading;
import java.util.List;

/**
 * When a gauge that rises without end reaches the limit, counted from its latest reading.
 *
 * <p>Leaked connections come one by one and independently, so nothing says more about their pace
 * than how many came since it began: n of them tell it within n / √n. The step in which it began is
 * left out: it is a part of one, and a release that leaks brings environments of its own. The band
 * is one standard deviation of the pace and of how long the rest will take.
 */
final class LeakPace {

  /** Steps without which the first is needed, too. */
  private static final int STEPS = 3;

  /** Seconds; infinite where the gauge does not rise. */
  final double seconds;

  final double soonest;
  final double latest;

  private LeakPace(double seconds, double soonest, double latest) {
    this.seconds = seconds;
    this.soonest = soonest;
    this.latest = latest;
  }

  /**
   * @param readings of one database, the latest last
   * @param limit connections
   */
  static LeakPace of(List<GaugeReading> readings, double limit) {
    int last = readings.size() - 1;
    int first = last;
    while (first > 0 && rises(readings, first)) {
      first--;
    }
    first += last - first >= STEPS ? 1 : 0;
    GaugeReading now = readings.get(last);
    double risen = now.connections - readings.get(first).connections;
    double over = (now.at - readings.get(first).at) / 1000.0;
    double left = Math.max(0, limit - now.connections);
    if (risen <= 0 || over <= 0) {
      return new LeakPace(
          Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    double seconds = left * over / risen;
    double scatter = scatter(readings, first, risen / (last - first));
    double deviation = Growth.DEVIATIONS * Math.sqrt(scatter * (1 / risen + 1 / Math.max(1, left)));
    return new LeakPace(seconds, seconds / (1 + deviation), seconds * (1 + deviation));
  }

  /** Variance of the steps over their mean: 1 where leaks are independent, more where not. */
  private static double scatter(List<GaugeReading> readings, int first, double mean) {
    int steps = readings.size() - 1 - first;
    double squares = 0;
    for (int i = first + 1; i < readings.size(); i++) {
      double off = readings.get(i).connections - readings.get(i - 1).connections - mean;
      squares += off * off;
    }
    return steps < 2 ? 1 : Math.max(1, squares / (steps - 1) / mean);
  }

  /** Is a reading higher than the one before, or than the one before that? Chance makes pauses. */
  private static boolean rises(List<GaugeReading> readings, int i) {
    long now = readings.get(i).connections;
    return readings.get(i - 1).connections < now || i > 1 && readings.get(i - 2).connections < now;
  }
}
