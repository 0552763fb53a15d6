package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
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
 * <p>Lines arrive in any order, so it is decided a while later. Once is a ticket, since the stream
 * still holds the records for hours; what happens again, in whichever shard, is a page, since it
 * goes on while nobody looks. Where most of the mapping fails, records are lost too, and not for
 * what is in them: that is said of the mapping as a whole.
 *
 * <p>Where a mapping works on several batches of a shard at a time, or no line names the shard, to
 * be behind says nothing. There records count as left behind once nobody has tried them for longer
 * than Lambda pauses between attempts while other batches go on.
 */
final class LossRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Batches go on where one succeeded within so long. */
  private static final long RECENT_MILLIS = 60_000;

  private static final int KEPT = 8;

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
        boolean again = state.lost.size() > 1 && ofShard.get(0).shard.equals(newest);
        effects.emit(report.lost(view, ofShard, again ? Severity.PAGE : Severity.TICKET));
      }
    }
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
