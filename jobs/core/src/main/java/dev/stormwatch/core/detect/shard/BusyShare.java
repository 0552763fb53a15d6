package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.model.BatchPanes;
import dev.stormwatch.core.model.BatchPanes.Pane;
import java.util.List;
import java.util.NavigableMap;

/**
 * For how much of the time shards are worked on while records wait, by how long those batches took
 * of which that is known. A record of some age says that there was work for so long: only that time
 * is looked at. Above 1 where the mapping works on several batches of a shard at a time.
 */
final class BusyShare {

  private static final int FEWEST_TIMED = 3;
  private static final long LEAST_MILLIS = 60_000;

  /** Not a number where too few durations are known. */
  final double value;

  /** Mean pause between two batches of a shard. */
  final double pauseMillis;

  private BusyShare(double value, double pauseMillis) {
    this.value = value;
    this.pauseMillis = pauseMillis;
  }

  /**
   * @param mostMillis nothing older is looked at, however long records have waited
   */
  static BusyShare of(View view, List<ShardState> shards, long mostMillis) {
    long timed = 0;
    long busy = 0;
    long batches = 0;
    long span = 0;
    for (ShardState shard : shards) {
      long age = AgeTrend.ofBatches(shard, view.end - mostMillis).lastAge;
      long waited = Math.min(mostMillis, Math.max(LEAST_MILLIS, age));
      NavigableMap<Long, Pane> panes = shard.panes.since(view.end - waited);
      for (Pane pane : panes.values()) {
        timed += pane.timed;
        busy += pane.busyMillis;
        batches += pane.ok + pane.failed;
      }
      span +=
          panes.isEmpty() ? 0 : (panes.lastKey() - panes.firstKey() + 1) * BatchPanes.PANE_MILLIS;
    }
    if (timed < FEWEST_TIMED || span == 0) {
      return new BusyShare(Double.NaN, 0);
    }
    double worked = (double) busy / timed * batches;
    return new BusyShare(worked / span, Math.max(0, span - worked) / batches);
  }

  boolean idle(double below, long pause) {
    return value < below && pauseMillis >= pause;
  }
}
