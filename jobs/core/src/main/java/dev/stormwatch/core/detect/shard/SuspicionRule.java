package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.model.FailedBatch;
import dev.stormwatch.core.settings.ShardSettings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import java.io.Serializable;
import java.util.List;

/**
 * Do calls fail with one error, again and again at even distances, while others succeed? Then it
 * may be one batch that Lambda tries again. All that default logs show of it is this rhythm: the
 * pause between attempts grows to its longest and stays there, while failures that come by chance
 * come at uneven distances, whose spread is as large as their mean.
 *
 * <p>It takes a scheduled call that always fails for the same, and cannot name a record: a
 * suspicion, never a page.
 */
final class SuspicionRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Closer together it is a caller's retries, or a burst. */
  private static final double SHORTEST_MILLIS = 5_000;

  private static final long OVER_MILLIS = 180_000;

  private final ShardSettings settings;
  private final PoisonReport report;

  SuspicionRule(ShardSettings settings, PoisonReport report) {
    this.settings = settings;
    this.report = report;
  }

  void judge(View view, Effects<Finding> effects) {
    for (ShardState calls : view.state.shards.values()) {
      if (!calls.error()) {
        continue;
      }
      double gap = meanGap(calls.recent);
      boolean over = view.end - calls.lastFailedAt > Math.max(OVER_MILLIS, 4 * gap);
      if (calls.poison && over) {
        calls.poison = false;
        effects.emit(report.unsuspected(view, calls));
      } else if (calls.poison || (!over && suspicious(view, calls))) {
        calls.poison = true;
        calls.poisonSince = calls.firstFailedAt;
        effects.emit(report.suspicion(view, calls, gap));
      }
    }
  }

  private boolean suspicious(View view, ShardState calls) {
    long since = calls.recent.get(0).at;
    ShardState successes = view.state.shards.get("");
    long ok = successes == null ? 0 : successes.panes.okSince(since);
    return calls.recent.size() > settings.suspicionGaps
        && meanGap(calls.recent) >= SHORTEST_MILLIS
        && spread(calls.recent) <= settings.suspicionSpread
        && ok >= settings.minOtherBatches;
  }

  private double meanGap(List<FailedBatch> calls) {
    int first = Math.max(0, calls.size() - 1 - settings.suspicionGaps);
    int gaps = calls.size() - 1 - first;
    return gaps <= 0 ? 0 : (double) (calls.get(calls.size() - 1).at - calls.get(first).at) / gaps;
  }

  /** Standard deviation of the newest distances over their mean. */
  private double spread(List<FailedBatch> calls) {
    double mean = meanGap(calls);
    double sum = 0;
    int first = calls.size() - settings.suspicionGaps;
    for (int i = first; i < calls.size(); i++) {
      double off = calls.get(i).at - calls.get(i - 1).at - mean;
      sum += off * off;
    }
    return Math.sqrt(sum / settings.suspicionGaps) / mean;
  }
}
