package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.model.BatchPanes;
import dev.stormwatch.core.model.EventSourceSlot;

/** How the function's other calls went since a rhythm was found among those that fail. */
final class CallsBeside {

  /** Telemetry takes some seconds, and is counted by ten of them. */
  private static final long SETTLED_MILLIS = 20_000;

  final long ok;

  /** Failures with whatever error, whether a line tells of their batch or not. */
  final double failed;

  /** About how many attempts of the rhythm's own there were in that time. */
  private final double own;

  private CallsBeside(long ok, double failed, double own) {
    this.ok = ok;
    this.failed = failed;
    this.own = own;
  }

  /** The first moments are left out, since successes of before are told late. */
  static CallsBeside of(View view, Suspicion suspicion) {
    ShardState calls = view.state.shards.get(EventSourceSlot.NO_SHARD);
    if (calls == null) {
      return new CallsBeside(0, 0, 0);
    }
    long kept = view.end - BatchPanes.KEPT * BatchPanes.PANE_MILLIS;
    long since = Math.max(suspicion.since + SETTLED_MILLIS, kept);
    long paused = 1 + (suspicion.lastAt - since) / suspicion.pauseMillis;
    double own = Math.min(paused, suspicion.attempts);
    double failed = Math.max(0, calls.panes.failedSince(since) - own);
    return new CallsBeside(calls.panes.okSince(since), failed, own);
  }

  /** Pulled a little towards a half while few calls are known. */
  double failureShare() {
    return (failed + 0.5) / (ok + failed + 1);
  }

  /** Even distances are found by chance among as many others as there are attempts. */
  boolean fewerFail() {
    return failed < own;
  }

  /**
   * Is there next to nothing but the rhythm's own attempts? A stream's only shard holds up all that
   * its function would do; where another one is held up as well, as many others fail.
   */
  boolean none() {
    return ok == 0 && 2 * failed < own;
  }
}
