package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.model.GaugeReading;

/**
 * When a gauge that rises without end reaches the limit, counted from its latest reading.
 *
 * <p>Leaked connections come one by one and independently, so nothing says more about their pace
 * than how many came since it began: n of them tell it within n / √n, and the l that are left will
 * take as long within l / √l, while the traffic that leaks them wanders. The band holds four times
 * in five.
 */
final class LeakPace {

  /** Leaks come with traffic, which wanders, and environments that come and go are in the gauge. */
  private static final double WANDER = 0.15;

  /** A leak must show in so many readings, and from each to the next by so much of the limit. */
  private static final int READINGS = 3;

  private static final double STEP = 0.02;

  /** Seconds; infinite where the gauge does not rise. */
  final double seconds;

  final double soonest;
  final double latest;

  /** Connections by which the gauge rose, of those that there was room for. */
  private final double share;

  private LeakPace(double seconds, double soonest, double latest, double share) {
    this.share = share;
    this.seconds = seconds;
    this.soonest = soonest;
    this.latest = latest;
  }

  /**
   * Has it come at least so far, of what was free when it began? Others open connections by the
   * dozen and stop.
   */
  boolean hasCome(double least) {
    return share >= least;
  }

  /**
   * @param risen by so many connections
   * @param over so many seconds
   * @param room connections that are left
   * @param taken connections by which the gauge rose, whatever took them
   */
  static LeakPace of(double risen, double over, double room, double taken) {
    double left = Math.max(0, room);
    if (risen <= 0 || over <= 0) {
      return new LeakPace(
          Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 0);
    }
    double seconds = left * over / risen;
    double deviation =
        Growth.DEVIATIONS * Math.sqrt(1 / risen + 1 / Math.max(1, left) + WANDER * WANDER);
    return new LeakPace(
        seconds, seconds / (1 + deviation), seconds * (1 + deviation), taken / (taken + left));
  }

  /**
   * Of what the latest readings show beyond the environments: flat unless each step rose. The gauge
   * must rise as well: environments that are no longer heard of keep their connections for a while,
   * and then it is the estimate that falls.
   */
  static Trend latest(ConnectionState state, double limit, long delayMillis) {
    int n = Math.min(READINGS, state.readings.size());
    int from = state.readings.size() - n;
    double[] times = new double[n];
    double[] values = new double[n];
    boolean rising = n == READINGS;
    for (int i = 0; i < n; i++) {
      GaugeReading reading = state.readings.get(from + i);
      times[i] = (reading.at - state.readings.get(from).at) / 1000.0;
      values[i] = ConnectionView.others(reading, state, delayMillis);
      double step = STEP * limit;
      rising &=
          i == 0
              || values[i] - values[i - 1] >= step
                  && reading.connections - state.readings.get(from + i - 1).connections >= step;
    }
    return rising ? Trend.of(times, values) : Trend.of(new double[0], new double[0]);
  }
}
