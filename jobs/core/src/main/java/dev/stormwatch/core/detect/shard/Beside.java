package dev.stormwatch.core.detect.shard;

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
   * batches beside it, was processed by the same code and counts too.
   *
   * @param windowMillis nothing older than this counts, however long the shard has failed
   */
  static Beside of(View view, ShardState shard, long windowMillis) {
    return since(view, shard, Math.max(shard.firstFailedAt, view.end - windowMillis));
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
