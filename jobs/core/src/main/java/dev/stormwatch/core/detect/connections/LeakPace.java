package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.model.GaugeReading;
import java.util.List;

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

  /** Seconds for which it has lasted. */
  private final double lasted;

  private LeakPace(double seconds, double soonest, double latest, double lasted) {
    this.lasted = lasted;
    this.seconds = seconds;
    this.soonest = soonest;
    this.latest = latest;
  }

  /** Has it lasted for so much of what is left? Others open connections by the dozen and stop. */
  boolean lastedFor(double share) {
    return lasted >= share * seconds;
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
    GaugeReading now = readings.get(last);
    double risen = now.connections - readings.get(first).connections;
    return of(risen, (now.at - readings.get(first).at) / 1000.0, limit - now.connections);
  }

  /**
   * @param risen by so many connections
   * @param over so many seconds
   * @param room connections that are left
   */
  static LeakPace of(double risen, double over, double room) {
    double left = Math.max(0, room);
    if (risen <= 0 || over <= 0) {
      return new LeakPace(
          Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 0);
    }
    double seconds = left * over / risen;
    double deviation =
        Growth.DEVIATIONS * Math.sqrt(1 / risen + 1 / Math.max(1, left) + WANDER * WANDER);
    return new LeakPace(seconds, seconds / (1 + deviation), seconds * (1 + deviation), over);
  }

  /** Is a reading higher than the one before, or than the one before that? Chance makes pauses. */
  private static boolean rises(List<GaugeReading> readings, int i) {
    long now = readings.get(i).connections;
    return readings.get(i - 1).connections < now || i > 1 && readings.get(i - 2).connections < now;
  }
}
