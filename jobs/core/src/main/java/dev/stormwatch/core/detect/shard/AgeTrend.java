package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.model.BatchPanes;
import dev.stormwatch.core.model.BatchPanes.Pane;
import java.util.Map;

/**
 * How the age of the records that a shard processes moves: the least-squares slope over the newest
 * unbroken run of points. Seconds of age a second: 1 is a shard that stands still, 0 one that keeps
 * up, less than 0 one that catches up.
 */
final class AgeTrend {

  /** How far back it is looked at. */
  static final long SPAN_MILLIS = 240_000;

  /** The same where offsets are told once a minute: five of them, told a little late. */
  static final long SPAN_OF_OFFSETS_MILLIS = 330_000;

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

  /** When the age was at its least in the run, at last; epoch milliseconds. */
  final long since;

  private AgeTrend(Run run) {
    this.points = run.points;
    this.slope = run.slope();
    this.lastAge = run.lastAge;
    this.rising = run.points < 2 ? 0 : (double) run.rises / (run.points - 1);
    this.since = run.leastAt;
    this.spanMillis = run.last - run.first;
  }

  /** Are there points enough, or fewer of which each is higher than the one before? */
  boolean known() {
    return points >= (rising == 1 ? FEWEST_THAT_ALL_RISE : FEWEST);
  }

  /** Of a shard, by what its batches tell or, where they do not, by Kafka's offsets. */
  static AgeTrend of(ShardState shard, long end) {
    AgeTrend told = of(shard.panes, end - SPAN_MILLIS);
    return told.points > 0 || !shard.trail.told()
        ? told
        : shard.trail.trend(end - SPAN_OF_OFFSETS_MILLIS);
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
    Run run = new Run(longestPause * BatchPanes.PANE_MILLIS);
    for (Map.Entry<Long, Pane> entry : panes.since(since).entrySet()) {
      long age = entry.getValue().ageMillis;
      if (age >= 0) {
        run.add(entry.getKey() * BatchPanes.PANE_MILLIS, age, true);
      }
    }
    return run.trend();
  }

  /** Points that follow one another. */
  static final class Run {
    private final long longestPause;
    private int points;
    private int rises;
    private long first;
    private long last;
    private long lastAge;
    private long leastAge;
    private long leastAt;
    private double sumX;
    private double sumY;
    private double sumXx;
    private double sumXy;

    Run(long longestPauseMillis) {
      this.longestPause = longestPauseMillis;
    }

    /**
     * @param mayRise whether a greater age than the last says that records wait longer
     */
    void add(long at, long age, boolean mayRise) {
      boolean jumped = age - lastAge > at - last + JUMP_MILLIS;
      if (points == 0 || at - last > longestPause || jumped) {
        points = 0;
        rises = 0;
        sumX = 0;
        sumY = 0;
        sumXx = 0;
        sumXy = 0;
        first = at;
        leastAge = Long.MAX_VALUE;
      } else {
        rises += mayRise && age > lastAge ? 1 : 0;
      }
      double x = (at - first) / 1000.0;
      double y = age / 1000.0;
      points++;
      sumX += x;
      sumY += y;
      sumXx += x * x;
      sumXy += x * y;
      last = at;
      lastAge = age;
      if (age <= leastAge) {
        leastAge = age;
        leastAt = at;
      }
    }

    private double slope() {
      double spread = points * sumXx - sumX * sumX;
      return spread <= 0 ? 0 : (points * sumXy - sumX * sumY) / spread;
    }

    AgeTrend trend() {
      return new AgeTrend(this);
    }
  }
}
