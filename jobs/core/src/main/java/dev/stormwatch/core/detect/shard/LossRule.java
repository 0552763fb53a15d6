package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.model.BatchPanes;
import dev.stormwatch.core.settings.ShardSettings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Were records left behind for good? A mapping that allows few attempts gives a batch up within
 * seconds, long before it blocks anything. Without an on-failure destination nobody is told, and
 * the stream's iterator age stays low: the records are simply never processed. What shows it is
 * that a batch failed again and again, that its shard went on behind it, and that no batch that
 * succeeded began where it did, as a later attempt of it would.
 *
 * <p>Lines arrive in any order, so it is decided a while later. It is a ticket, since the stream
 * still holds the records for hours, and since few attempts are what many a mapping is set to: one
 * bad record every few minutes is dropped as its owner wished. It is a page once a large share of
 * the mapping's batches goes that way. So many attempts failed lately, each batch that was given up
 * took so many of them: that many batches were lost, beside those that succeeded. Where most of the
 * mapping fails, records are lost too, and not for what is in them: that is said of the mapping as
 * a whole.
 *
 * <p>Where a mapping works on several batches of a shard at a time, or no line names the shard, to
 * be behind says nothing. There records count as left behind once nobody has tried them for longer
 * than Lambda pauses between attempts while other batches go on.
 */
final class LossRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Batches go on where one succeeded within so long. */
  private static final long RECENT_MILLIS = 60_000;

  private static final long LATELY_MILLIS = BatchPanes.KEPT * BatchPanes.PANE_MILLIS;

  static final int KEPT = 8;

  private final ShardSettings settings;
  private final LossReport report;

  LossRule(ShardSettings settings) {
    this.settings = settings;
    this.report = new LossReport(settings);
  }

  void judge(View view, Effects<Finding> effects) {
    SourceState state = view.state;
    for (ShardState shard : state.shards.values()) {
      PassedOver records = shard.leftBehind.settled(view.end, settings.lossSettledMillis);
      if (records == null && saysNothingBeside(shard) && goesOn(view, shard)) {
        records = shard.leftBehind.abandoned(shard, settings.lossAttempts);
      }
      if (records != null && alone(view, shard, records)) {
        state.lost.add(records);
      }
    }
    state.lost.removeIf(records -> state.blocked(records.shard));
    while (state.lost.size() > KEPT) {
      state.lost.remove(0);
    }
    boolean much = share(view) >= settings.lossPageShare;
    String newest = state.lost.isEmpty() ? "" : state.lost.get(state.lost.size() - 1).shard;
    Map<String, List<PassedOver>> byShard =
        state.lost.stream()
            .collect(
                Collectors.groupingBy(records -> records.shard, TreeMap::new, Collectors.toList()));
    for (List<PassedOver> ofShard : byShard.values()) {
      if (view.end - ofShard.get(ofShard.size() - 1).last.at > settings.lossAgainMillis) {
        effects.emit(report.over(view, ofShard));
        state.lost.removeAll(ofShard);
      } else {
        effects.emit(report.lost(view, ofShard, much && ofShard.get(0).shard.equals(newest)));
      }
    }
  }

  /** Share of the latest minutes' batches that was lost; 0 where it was one batch at most. */
  private static double share(View view) {
    List<PassedOver> all = view.state.lost;
    long ok = 0;
    long failed = 0;
    for (ShardState shard : view.state.shards.values()) {
      ok += shard.panes.okSince(view.end - LATELY_MILLIS);
      failed += shard.panes.failedSince(view.end - LATELY_MILLIS);
    }
    double batches =
        (double) failed / all.stream().mapToLong(lost -> lost.attempts).max().orElse(1);
    return all.size() < 2 || batches < 2 ? 0 : batches / (batches + ok);
  }

  private static boolean saysNothingBeside(ShardState shard) {
    return shard.attempts > 0 && (shard.parallel || shard.unnamed());
  }

  private static boolean goesOn(View view, ShardState shard) {
    return shard.silent(view.end) && Beside.since(view, shard, view.end - RECENT_MILLIS).ok > 0;
  }

  /** Did nearly all others succeed meanwhile? */
  private boolean alone(View view, ShardState shard, PassedOver records) {
    Beside beside = Beside.since(view, shard, records.firstFailedAt);
    return !view.outageOf(settings.outageHoldoffMillis)
        && beside.ok >= settings.minOtherBatches
        && beside.failureShare() <= settings.maxOtherFailureShare;
  }
}
