package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.model.BatchPanes;
import dev.stormwatch.core.model.BatchPanes.Pane;
import java.util.Map;
import java.util.NavigableMap;

/**
 * How the age of the records that a shard processes moves: the least-squares slope over the newest
 * unbroken run of points. Seconds of age a second: 1 is a shard that stands still, 0 one that keeps
 * up, less than 0 one that catches up.
 *
 * <p>A run may begin while the shard still kept up. Its slope is enough to find a lag and too small
 * to tell how fast it grows: that is the slope from where the age left its least.
 *
 * <p>Where no line names the shard, ages of several lie among each other: they fall by turns though
 * all of them grow. There the oldest of the last minutes counts.
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

  /** Within two minutes each shard that lags has a batch or two, unless batches take minutes. */
  private static final long EACH_SHARD_PANES = 12;

  /** An even lag's growth of minutes and of all of it differ by less than this factor. */
  private static final double EVEN = 2;

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

  /** When the age left its least, as far as the run tells; epoch milliseconds. */
  final long left;

  /** The slope from then on. */
  final double growth;

  /** How long that was. */
  final long growthMillis;

  AgeTrend(AgeRun run) {
    this.points = run.points();
    this.slope = run.slope(0);
    this.lastAge = run.lastAge();
    this.rising = run.rising();
    this.since = run.leastAt();
    this.spanMillis = run.spanMillis(0);
    int from = run.leaves();
    this.left = run.at(from);
    this.growth = run.slope(from);
    this.growthMillis = run.spanMillis(from);
  }

  private AgeTrend(AgeTrend window, double growth) {
    this.points = window.points;
    this.slope = window.slope;
    this.lastAge = window.lastAge;
    this.rising = window.rising;
    this.spanMillis = window.spanMillis;
    this.since = window.since;
    this.left = window.left;
    this.growthMillis = window.growthMillis;
    this.growth = growth;
  }

  /**
   * The same of a lag that began at a time, with next to no age. In the last minutes it is faster
   * or slower by chance, and all of it holds how it began: while it grows evenly the truth is
   * between them.
   */
  AgeTrend ofLagSince(long began) {
    long lasts = left + growthMillis - began;
    double mean = (double) lastAge / Math.max(SPAN_MILLIS, lasts);
    boolean even = growth <= EVEN * mean && mean <= EVEN * growth;
    return lasts > SPAN_MILLIS && even ? new AgeTrend(this, (mean + growth) / 2) : this;
  }

  /** Are there points enough, or fewer of which each is higher than the one before? */
  boolean known() {
    return points >= (rising == 1 ? FEWEST_THAT_ALL_RISE : FEWEST);
  }

  /** Of a shard, by what its batches tell or, where they do not, by Kafka's offsets. */
  static AgeTrend of(ShardState shard, long end) {
    AgeTrend told = ofBatches(shard, end - SPAN_MILLIS);
    return told.points > 0 || !shard.trail.told()
        ? told
        : shard.trail.trend(end - SPAN_OF_OFFSETS_MILLIS);
  }

  /** Of a shard, by what its batches tell since a time. */
  static AgeTrend ofBatches(ShardState shard, long since) {
    AgeTrend trend = of(shard, since, LONGEST_PAUSE_PANES);
    if (trend.known()) {
      return trend;
    }
    AgeTrend few = of(shard, since, LONGEST_PAUSE_OF_FEW_PANES);
    return few.rising == 1 && few.known() ? few : trend;
  }

  private static AgeTrend of(ShardState shard, long since, long longestPause) {
    AgeRun run = new AgeRun(longestPause * BatchPanes.PANE_MILLIS);
    NavigableMap<Long, Pane> panes = shard.panes.since(since);
    for (Map.Entry<Long, Pane> entry : panes.entrySet()) {
      long at = entry.getKey() * BatchPanes.PANE_MILLIS;
      long age = entry.getValue().ageMillis;
      if (age >= 0 && shard.named()) {
        run.add(at, age, true);
      } else if (age >= 0) {
        run.addOldest(at, oldest(panes, entry.getKey()));
      }
    }
    return new AgeTrend(run);
  }

  private static long oldest(NavigableMap<Long, Pane> panes, long until) {
    long from = Math.max(panes.firstKey(), until - EACH_SHARD_PANES + 1);
    return panes.subMap(from, true, until, true).values().stream()
        .mapToLong(pane -> pane.ageMillis)
        .max()
        .orElse(0);
  }
}
