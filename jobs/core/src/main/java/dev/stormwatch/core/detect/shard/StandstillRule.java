package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.settings.ShardSettings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Does a Kafka partition stand still while records wait and other partitions go on? Lambda's
 * pollers log once a minute how far each partition was processed. An offset that stays where it is
 * is what a record leaves that fails again and again; so does one call that takes long, but no call
 * takes longer than fifteen minutes: until then it is a ticket.
 *
 * <p>Where most partitions stand still it is no record: then the mapping is judged as a whole.
 *
 * <p>Source: AWS Lambda Developer Guide, "Kafka event source mapping logging".
 */
final class StandstillRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Longest timeout of a function, and a minute between two logs. */
  private static final long LONGEST_CALL_MILLIS = 16 * 60_000;

  private final ShardSettings settings;
  private final PlatformReport report;

  StandstillRule(ShardSettings settings, PlatformReport report) {
    this.settings = settings;
    this.report = report;
  }

  void judge(View view, Effects<Finding> effects) {
    List<ShardState> standing = new ArrayList<>();
    int moving = 0;
    int known = 0;
    for (ShardState partition : view.state.shards.values()) {
      Standstill standstill = partition.standstill;
      known += standstill.told() ? 1 : 0;
      if (standstill.stands(settings.standstillMillis)) {
        standing.add(partition);
      } else {
        moving += standstill.movedSince(view.end - settings.standstillMillis) ? 1 : 0;
        over(view, partition, effects);
      }
    }
    boolean most =
        standing.size() >= 2
            && standing.size() >= settings.outageShare * (standing.size() + moving);
    if (most) {
      effects.emit(report.allStandStill(view, standing, moving));
    } else if (view.state.standsStill) {
      effects.emit(report.someMoveAgain(view));
    }
    boolean settling = most || view.state.standsStill;
    view.state.standsStill = most;
    if (settling) {
      return;
    }
    if (moving > 0 || known == 1) {
      for (ShardState partition : standing) {
        one(view, partition, moving, effects);
      }
    }
  }

  private void one(View view, ShardState partition, int moving, Effects<Finding> effects) {
    Standstill standstill = partition.standstill;
    standstill.found = true;
    boolean noCall = standstill.latest().at - standstill.since >= LONGEST_CALL_MILLIS;
    Severity severity = noCall && moving > 0 ? Severity.PAGE : Severity.TICKET;
    effects.emit(report.standstill(view, partition, moving, severity));
  }

  private void over(View view, ShardState partition, Effects<Finding> effects) {
    if (partition.standstill.found) {
      partition.standstill.found = false;
      effects.emit(report.movesAgain(view, partition));
    }
  }
}
