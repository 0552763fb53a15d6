package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.model.FailedBatch;
import dev.stormwatch.core.settings.ShardSettings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import java.io.Serializable;
import java.util.List;

/**
 * Do calls fail with one error, again and again, while others succeed? Then it may be one batch
 * that Lambda tries again. Default logs show nothing of it but its rhythm, in either of two parts.
 * The pause between attempts first grows: each is about as long as the one before or up to twice as
 * long, from the first failure in a long while on. Then it stays at its longest: distances are
 * even. Failures that come by chance do neither, since their distances spread by as much as their
 * mean.
 *
 * <p>It takes a scheduled call that always fails for the same, and cannot name a record, so
 * evenness makes a suspicion and no page. A pause that was seen to grow is no schedule's. Nor is it
 * a client's, once it has gone on for longer than clients try: somebody waits for that to end, and
 * a stream's records expire meanwhile.
 */
final class SuspicionRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Closer together it is a caller's retries, or a burst. */
  private static final double SHORTEST_MILLIS = 5_000;

  private static final long OVER_MILLIS = 180_000;

  /** A failure after so long is the first of something. */
  private static final long CALM_MILLIS = 600_000;

  /** Of two distances that follow one another, the later over the earlier: a pause doubles. */
  private static final double SHORTER = 0.6;

  private static final double LONGER = 3;

  /** The longest of the last three distances over the first, at least. */
  private static final double GROWTH = 4;

  /** Clients give up before; so many failures whose pauses grew are a page. */
  private static final int ENDLESS = 10;

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
        boolean endless = backsOff(calls.recent, calls.attempts, ENDLESS);
        effects.emit(report.suspicion(view, calls, gap, endless));
      }
    }
  }

  private boolean suspicious(View view, ShardState calls) {
    long since = calls.recent.get(0).at;
    ShardState successes = view.state.shards.get("");
    long ok = successes == null ? 0 : successes.panes.okSince(since);
    boolean even =
        calls.recent.size() > settings.suspicionGaps
            && spread(calls.recent) <= settings.suspicionSpread;
    return (even || backsOff(calls.recent, calls.attempts, settings.suspicionGaps))
        && meanGap(calls.recent) >= SHORTEST_MILLIS
        && ok >= settings.minOtherBatches;
  }

  /**
   * Did each pause between failures grow out of the one before, since the first in a long while?
   *
   * @param all failures that there were, of which some may be forgotten
   * @param least failures
   */
  private static boolean backsOff(List<FailedBatch> calls, long all, int least) {
    int first = calls.size() == all ? 0 : -1;
    for (int i = 1; i < calls.size(); i++) {
      first = gap(calls, i) >= CALM_MILLIS ? i : first;
    }
    int last = calls.size() - 1;
    if (first < 0 || last - first + 1 < least) {
      return false;
    }
    for (int i = first + 2; i <= last; i++) {
      double ratio = gap(calls, i) / gap(calls, i - 1);
      if (ratio < SHORTER || ratio > LONGER) {
        return false;
      }
    }
    double longest =
        Math.max(gap(calls, last), Math.max(gap(calls, last - 1), gap(calls, last - 2)));
    return longest >= GROWTH * gap(calls, first + 1);
  }

  private static double gap(List<FailedBatch> calls, int i) {
    return Math.max(1, calls.get(i).at - calls.get(i - 1).at);
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
