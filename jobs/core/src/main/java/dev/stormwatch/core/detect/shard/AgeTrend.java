package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.model.BatchPanes;
import dev.stormwatch.core.model.BatchPanes.Pane;
import java.util.Map;

/**
 * How the age of the records that a shard processes moves: the least-squares slope over the newest
 * unbroken run of panes. Seconds of age a second: 1 is a shard that stands still, 0 one that keeps
 * up, less than 0 one that catches up.
 */
final class AgeTrend {

  /** A longer pause ends the run: what was before it says nothing about the age behind it. */
  private static final long LONGEST_PAUSE_PANES = 6;

  /** Where batches are minutes apart, a run that rises with each of them says as much. */
  private static final long LONGEST_PAUSE_OF_FEW_PANES = 18;

  /** A record ages a second each second: what got older by more was older when it came. */
  private static final long JUMP_MILLIS = 15_000;

  private static final int FEWEST = 5;
  private static final int FEWEST_THAT_ALL_RISE = 3;

  final int points;
  final double slope;
  final long lastAge;

  /** Share of steps by which the age rose. */
  final double rising;

  final long spanMillis;

  /** When the run begins, epoch milliseconds. */
  final long since;

  private AgeTrend(int points, double slope, long lastAge, double rising, long first, long last) {
    this.points = points;
    this.slope = slope;
    this.lastAge = lastAge;
    this.rising = rising;
    this.since = first * BatchPanes.PANE_MILLIS;
    this.spanMillis = (last - first) * BatchPanes.PANE_MILLIS;
  }

  /** Are there points enough, or fewer of which each is higher than the one before? */
  boolean known() {
    return points >= (rising == 1 ? FEWEST_THAT_ALL_RISE : FEWEST);
  }

  static AgeTrend of(BatchPanes panes, long since) {
    AgeTrend trend = of(panes, since, LONGEST_PAUSE_PANES);
    if (trend.known()) {
      return trend;
    }
    AgeTrend few = of(panes, since, LONGEST_PAUSE_OF_FEW_PANES);
    return few.rising == 1 && few.known() ? few : trend;
  }

  private static AgeTrend of(BatchPanes panes, long since, long longestPause) {
    int points = 0;
    long first = 0;
    long previous = Long.MIN_VALUE;
    long previousAge = 0;
    int rises = 0;
    double sumX = 0;
    double sumY = 0;
    double sumXx = 0;
    double sumXy = 0;
    for (Map.Entry<Long, Pane> entry : panes.since(since).entrySet()) {
      long age = entry.getValue().ageMillis;
      if (age < 0) {
        continue;
      }
      long number = entry.getKey();
      boolean jumped =
          age - previousAge > (number - previous) * BatchPanes.PANE_MILLIS + JUMP_MILLIS;
      if (points == 0 || number - previous > longestPause || jumped) {
        points = 0;
        rises = 0;
        sumX = 0;
        sumY = 0;
        sumXx = 0;
        sumXy = 0;
        first = number;
      } else {
        rises += age > previousAge ? 1 : 0;
      }
      double x = (number - first) * (BatchPanes.PANE_MILLIS / 1000.0);
      double y = age / 1000.0;
      points++;
      sumX += x;
      sumY += y;
      sumXx += x * x;
      sumXy += x * y;
      previous = number;
      previousAge = age;
    }
    double spread = points * sumXx - sumX * sumX;
    double slope = spread <= 0 ? 0 : (points * sumXy - sumX * sumY) / spread;
    double rising = points < 2 ? 0 : (double) rises / (points - 1);
    return new AgeTrend(points, slope, previousAge, rising, first, points == 0 ? first : previous);
  }
}
