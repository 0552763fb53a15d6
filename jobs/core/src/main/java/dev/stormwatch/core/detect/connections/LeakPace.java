package dev.stormwatch.core.detect.connections;

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
}
