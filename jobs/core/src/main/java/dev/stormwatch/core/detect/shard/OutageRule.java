package dev.stormwatch.core.detect.shard;

import static dev.stormwatch.core.detect.shard.ShardState.NEVER;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.model.BatchPanes;
import dev.stormwatch.core.model.BatchPanes.Pane;
import dev.stormwatch.core.settings.ShardSettings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Does the mapping fail as a whole? Then it is what the function depends on, or the function
 * itself, and no record of any one shard.
 *
 * <p>At least two shards, and at least <i>outageShare</i> of those that are busy, must be failing
 * without a success since, the same batch twice or several; and of all batches since the first of
 * them failed, or of the last minute, at least as many must have failed. One shard alone counts
 * when the error's name says that something else is down and nothing succeeds. A queue's batches
 * are judged by themselves, see {@link QueueBatches}: its messages come back too late to be waited
 * for.
 *
 * <p>From the time since which so many shards fail to the newest failure it must be
 * <i>minFailingSeconds</i>, by the failures' own clock: a fail-over of a quarter of a minute heals
 * by itself, and telemetry that is late makes it no longer. Waiting for that long costs as much as
 * Lambda's pauses between attempts, which have grown to 16 s by then.
 */
final class OutageRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Six panes: long enough for a share of batches, short enough to end with the outage. */
  private static final long RECENT_MILLIS = 60_000;

  /** Lambda's longest pause between two attempts, and what telemetry needs. */
  private static final long BUSY_MILLIS = 150_000;

  /** Two bad messages in a queue are common; each is tried beside the others, and blocks none. */
  private static final int FEWEST_MESSAGES = 5;

  /** Where nobody reports successes, two records that fail are no outage yet. */
  private static final int FEWEST_UNSEEN = 3;

  /** Fewer batches say nothing of a share. */
  private static final int FEWEST_BATCHES = 4;

  private final ShardSettings settings;
  private final OutageReport report;

  OutageRule(ShardSettings settings) {
    this.settings = settings;
    this.report = new OutageReport(settings);
  }

  void judge(View view, Effects<Finding> effects) {
    Failing failing = new Failing(view, settings.outageShare);
    boolean most =
        failing.shards >= failing.needed
            && failing.shards >= settings.outageShare * failing.busy
            && failing.ok + failing.failed >= FEWEST_BATCHES
            && failing.share() >= settings.outageShare
            && failing.spanMillis() >= settings.minFailingMillis;
    boolean alone =
        failing.shards == 1
            && failing.dependency == 1
            && failing.ok == 0
            && failing.attempts >= settings.minAttempts
            && failing.spanMillis() >= settings.minFailingMillis;
    SourceState state = view.state;
    boolean known = state.outageSince != NEVER;
    QueueBatches batches = QueueBatches.of(view, settings.outageShare);
    boolean ofQueue =
        batches != null
            && (known
                ? batches.goesOn(settings.outageShare)
                : batches.outage(settings.minFailingMillis));
    QueueBatches queue = ofQueue ? batches : null;
    if (most || alone || queue != null) {
      if (!known) {
        state.outageSince = queue != null ? queue.since : failing.since;
      }
      state.outageSeenAt = view.end;
      effects.emit(queue != null ? report.ofQueue(view, queue) : report.outage(view, failing));
    } else if (known && over(failing, batches)) {
      effects.emit(report.outageOver(view, failing));
      state.outageSince = NEVER;
    } else if (known) {
      state.outageSeenAt = view.end;
    }
  }

  private boolean over(Failing failing, @Nullable QueueBatches batches) {
    return batches != null
        ? batches.over(settings.outageShare)
        : failing.over(settings.outageShare);
  }

  /** Which shards fail without a success since, and how the mapping's batches went of late. */
  static final class Failing {
    int shards;
    int busy;
    int dependency;
    int needed = 2;
    long attempts;
    long since = Long.MAX_VALUE;
    private long newest = NEVER;
    private final long mostSince;
    private final List<Long> beginnings = new ArrayList<>();
    private final double outageShare;
    long ok;
    long failed;
    String errorType = "";
    ShardState example = new ShardState("");

    Failing(View view, double outageShare) {
      this.outageShare = outageShare;
      for (ShardState shard : view.state.shards.values()) {
        boolean healed = shard.unnamed() && shard.passed();
        if (healed || view.end - shard.heardAt > BUSY_MILLIS) {
          continue;
        }
        busy++;
        boolean fails =
            shard.attempts > 0
                && shard.lastFailedAt > shard.okAt
                && view.end - shard.lastFailedAt <= BUSY_MILLIS;
        long began = shard.attempts >= 2 ? shard.firstFailedAt : severalFail(shard);
        if (fails && began != NEVER) {
          add(shard, began);
        }
      }
      long from = view.end - RECENT_MILLIS;
      from = shards == 0 ? from : Math.max(from, since);
      for (ShardState shard : view.state.shards.values()) {
        ok += shard.panes.okSince(from);
        failed += shard.panes.failedSince(from);
      }
      mostSince = mostSince(view, outageShare);
      needed = view.tellsFailuresAlone() ? Math.max(needed, FEWEST_UNSEEN) : needed;
    }

    /**
     * Where a mapping works on several parts of a shard at a time, each that fails ends what was
     * known of the others: then it is counted what failed since the last success.
     *
     * @return since when; {@link ShardState#NEVER} where it was no more than one
     */
    private static long severalFail(ShardState shard) {
      if (shard.message() || shard.panes.failedSince(shard.okAt) < 2) {
        return NEVER;
      }
      for (Map.Entry<Long, Pane> pane : shard.panes.since(shard.okAt).entrySet()) {
        if (pane.getValue().failed > 0) {
          return pane.getKey() * BatchPanes.PANE_MILLIS;
        }
      }
      return NEVER;
    }

    /** By when most batches had begun to fail, of shards that no record blocks. */
    private static long mostSince(View view, double outageShare) {
      BatchPanes all = new BatchPanes();
      view.state.shards.values().stream()
          .filter(shard -> !shard.poison)
          .forEach(shard -> all.addAll(shard.panes));
      long began = QueueBatches.extreme(all.since(0).descendingMap(), 1, outageShare);
      return (began + 1) * BatchPanes.PANE_MILLIS;
    }

    private void add(ShardState shard, long began) {
      shards++;
      attempts += shard.attempts;
      since = Math.min(since, began);
      newest = Math.max(newest, shard.lastFailedAt);
      beginnings.add(began);
      needed = shard.message() ? FEWEST_MESSAGES : needed;
      String error = shard.latest().errorType;
      dependency += ErrorClass.of(error) == ErrorClass.DEPENDENCY ? 1 : 0;
      if (example.attempts < shard.attempts) {
        example = shard;
        errorType = error;
      }
    }

    /**
     * For how long enough shards fail; one that a record blocked before makes it no longer. Where
     * what is called answers some, shards that fail take turns: then for how long most batches do,
     * to the ten seconds that panes are long.
     */
    long spanMillis() {
      if (beginnings.isEmpty()) {
        return 0;
      }
      int enough = Math.max(needed, (int) Math.ceil(outageShare * busy));
      Collections.sort(beginnings);
      long enoughSince = beginnings.get(Math.min(enough, shards) - 1);
      return newest - Math.min(enoughSince, mostSince);
    }

    double share() {
      return ok + failed == 0 ? 0 : (double) failed / (ok + failed);
    }

    boolean over(double outageShare) {
      return ok > 0 && (shards == 0 || shards < outageShare * busy);
    }
  }
}
