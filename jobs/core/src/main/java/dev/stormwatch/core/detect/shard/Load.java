package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.model.BatchPanes;
import dev.stormwatch.core.model.BatchPanes.Pane;
import java.util.NavigableMap;

/**
 * What a shard that lags processes, and what arrives on it, since its age left its least; records a
 * second. In a second the shard gets through what had arrived within (1 - growth) of a second, so
 * the one is the other divided by that.
 */
final class Load {

  /** Lambda's greatest. */
  static final int MOST_AT_A_TIME = 10;

  /** Nearer to a standstill the quotient is one of noise. */
  private static final double MOST_GROWTH = 0.9;

  /** What is behind is worked off only where more is done than arrives. */
  private static final double CATCHES_UP = 1.25;

  /** Over less a rate says little. */
  private static final long SHORTEST_MILLIS = 30_000;

  /** 0 where it is not known. */
  final double processed;

  /** 0 where it is not known. */
  final double arriving;

  /** How many times what is processed makes a quarter more than arrives. */
  final double toCatchUp;

  /** How many batches at a time do as much, all else as it is. */
  final int atATime;

  private Load(double processed, double growth) {
    this.processed = processed;
    double part = 1 - Math.max(0, Math.min(MOST_GROWTH, growth));
    this.arriving = growth > MOST_GROWTH ? 0 : processed / part;
    this.toCatchUp = CATCHES_UP / part;
    this.atATime = (int) Math.max(2, Math.min(MOST_AT_A_TIME, Math.ceil(toCatchUp)));
  }

  static Load of(ShardState shard, AgeTrend trend) {
    return new Load(perSecond(shard, trend.left), trend.growth);
  }

  /** Records a second that a shard processed since a time, minutes ago; 0 when not known. */
  static double perSecond(ShardState shard, long since) {
    if (shard.rate.none()) {
      return shard.trail.perSecond(since);
    }
    // What ended within the first pane was begun before.
    NavigableMap<Long, Pane> later = shard.panes.since(since + 1);
    long millis = later.isEmpty() ? 0 : later.lastKey() * BatchPanes.PANE_MILLIS - since;
    long records = later.values().stream().mapToLong(pane -> pane.records).sum();
    return millis < SHORTEST_MILLIS ? shard.recordsPerSecond() : records * 1000.0 / millis;
  }
}
