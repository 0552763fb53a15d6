package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.model.BatchPanes;
import dev.stormwatch.core.model.FailedBatch;

/** How batches went beside one shard since it began to fail. */
final class Beside {

  final long ok;
  final long failed;

  private Beside(long ok, long failed) {
    this.ok = ok;
    this.failed = failed;
  }

  /**
   * Counts what went on elsewhere, by event time, from the first whole pane behind the shard's
   * first failure. What succeeded on the shard itself in that time, halves of the failing batch or
   * batches beside it, was processed by the same code and counts too. Batches of a queue that fail
   * as a whole count for none of their messages, so those that this one was in are taken off.
   *
   * @param windowMillis nothing older than this counts, however long the shard has failed
   */
  static Beside of(View view, ShardState shard, long windowMillis) {
    long since = Math.max(shard.firstFailedAt, view.end - windowMillis);
    Beside all = since(view, shard, since);
    return new Beside(all.ok, Math.max(0, all.failed - ownWholeBatches(shard, since)));
  }

  /** Only the latest attempts are kept; a visibility timeout makes all of them evenly spaced. */
  private static long ownWholeBatches(ShardState shard, long since) {
    if (!shard.message() || shard.attempts == 0 || !whole(shard.latest())) {
      return 0;
    }
    long pane = BatchPanes.PANE_MILLIS;
    long from = Math.floorDiv(since + pane - 1, pane) * pane;
    if (shard.lastFailedAt < from) {
      return 0;
    }
    long others = Math.max(1, shard.attempts - 1);
    long pause = Math.max(1, (shard.lastFailedAt - shard.firstFailedAt) / others);
    return Math.min(shard.attempts, 1 + (shard.lastFailedAt - from) / pause);
  }

  private static boolean whole(FailedBatch batch) {
    boolean all = batch.batchSize > 1 && batch.failedItems >= batch.batchSize;
    return batch.failedItems <= 0 || all;
  }

  /** Counts from an event time on. */
  static Beside since(View view, ShardState shard, long since) {
    long ok = shard.panes.okSince(since);
    long failed = 0;
    for (ShardState other : view.state.shards.values()) {
      if (other != shard) {
        ok += other.panes.okSince(since);
        failed += other.panes.failedSince(since);
      }
    }
    return new Beside(ok, failed);
  }

  /** Pulled a little towards a half while few batches are known. */
  double failureShare() {
    return (failed + 0.5) / (ok + failed + 1);
  }
}
