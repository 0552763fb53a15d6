package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.model.MappingCounts;
import dev.stormwatch.core.model.MappingCounts.Metric;
import dev.stormwatch.core.settings.ShardSettings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import java.io.Serializable;

/**
 * Does Lambda count events that it dropped while nearly all others succeed? The metrics name no
 * shard and no record, and somebody else may have shipped them: a ticket. Where many fail it is no
 * record's fault.
 */
final class DroppedRule implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final long STALE_MILLIS = 600_000;

  private final ShardSettings settings;
  private final PlatformReport report;

  DroppedRule(ShardSettings settings, PlatformReport report) {
    this.settings = settings;
    this.report = report;
  }

  void judge(View view, Effects<Finding> effects) {
    SourceState state = view.state;
    MappingCounts counts = state.counts;
    if (counts.isEmpty()) {
      return;
    }
    boolean stale = view.end - counts.newestAt() > STALE_MILLIS;
    boolean dropped = !stale && counts.sum(Metric.DROPPED) > 0;
    if (dropped && (state.dropping || fewFail(counts))) {
      state.dropping = true;
      effects.emit(report.dropped(view, counts));
    } else if (!dropped && state.dropping) {
      state.dropping = false;
      if (state.shards.values().stream().noneMatch(shard -> shard.poison)) {
        effects.emit(report.droppedNoMore(view));
      }
    }
  }

  private boolean fewFail(MappingCounts counts) {
    long all = Math.max(counts.sum(Metric.POLLED), counts.sum(Metric.INVOKED));
    return all > 0 && counts.sum(Metric.FAILED) <= settings.maxOtherFailureShare * all;
  }
}
