package dev.stormwatch.core.detect.shard;

import static dev.stormwatch.core.detect.shard.ShardState.NEVER;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.ShardPart;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.ShardSettings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import java.io.Serializable;

/**
 * Poison records: does one record keep failing while everything around it succeeds?
 *
 * <p><b>Mechanism.</b> Lambda takes the batches of a stream's shard in order and tries a batch that
 * fails again, by default until its records expire: a day or a week. One record that the code
 * cannot process blocks its shard for so long, and everything behind it expires with it. A message
 * of a queue comes back after its visibility timeout, for ever where no redrive policy says
 * otherwise, and in a FIFO queue its group waits behind it.
 *
 * <p><b>Formula.</b> A shard is blocked by the intersection of the ranges of its successive failing
 * batches: the same batch again, a half of it under bisect, or an item that is named again. It is
 * poison when that has failed <i>minAttempts</i> times, was first seen failing
 * <i>minFailingSeconds</i> ago, and elsewhere in the same mapping since then (at most <i>window</i>
 * back) at least <i>minOtherBatches</i> succeeded with a share of failures (b + 0.5)/(n + 1) of at
 * most <i>maxOtherFailureShare</i>. A batch that reaches past the range and comes later resets it.
 *
 * <p><b>Why it works.</b> At an independent failure rate of 3 % four failures in a row happen once
 * in a million batches. Real failures are not independent: what a function depends on goes down for
 * all shards. So the evidence that it is the record is not the failures but the successes beside
 * them, of the same code at the same time.
 *
 * <p><b>What it mistakes for it.</b> A mapping with one busy shard has nothing beside it. There the
 * name of the error decides whether something else is down, and the message says what cannot be
 * told apart: a bad release and a bad record look the same. Records of an outage that come late
 * would look alone for a moment, so after an outage nothing is called poison for
 * <i>outageHoldoff</i>.
 *
 * <p><b>Sources.</b> AWS Lambda Developer Guide: "Kinesis on-failure destination" ("a bad record
 * can block processing on the affected shard for up to one week"), "Kinesis batch failure
 * reporting", "Using Lambda with Amazon SQS".
 */
public final class ShardDetector implements Serializable {

  private static final long serialVersionUID = 1L;

  /** A shard not heard of for so long is not there any more: it was closed, or has no traffic. */
  private static final long FORGET_SHARD_MILLIS = 30 * 60_000;

  /**
   * It takes a new failure to call something poison. What last failed in an outage and was not
   * tried since would else look like the only one left.
   */
  private static final long RECENT_FAILURE_MILLIS = 60_000;

  private final ShardSettings settings;
  private final OutageRule outages;
  private final LagRule lags;
  private final SuspicionRule suspicions;
  private final StandstillRule standstills;
  private final LossRule losses;
  private final GivenUpRule givenUp;
  private final DroppedRule dropped;
  private final PoisonReport report;

  public ShardDetector(Settings settings) {
    this.settings = settings.shards;
    this.report = new PoisonReport(settings.shards);
    this.outages = new OutageRule(settings.shards);
    this.suspicions = new SuspicionRule(settings.shards, report);
    this.lags = new LagRule(settings.shards);
    PlatformReport platform = new PlatformReport(settings.shards);
    this.standstills = new StandstillRule(settings.shards, platform);
    this.losses = new LossRule(settings.shards);
    this.givenUp = new GivenUpRule(settings.shards, platform);
    this.dropped = new DroppedRule(settings.shards, platform);
  }

  /** Takes in one slot and says what it thinks, if anything. */
  public void onSlot(long end, EventSourceSlot slot, SourceState state, Effects<Finding> effects) {
    if (!settings.enabled) {
      return;
    }
    state.take(slot, settings.lossAttempts);
    state.trim(end - FORGET_SHARD_MILLIS, settings.maxShards);
    View view = new View(end, slot, state);
    givenUp.judge(view, effects);
    dropped.judge(view, effects);
    long newest = NEVER;
    for (ShardPart part : slot.parts.values()) {
      newest = Math.max(newest, part.newestAt);
    }
    if (newest < end - settings.staleMillis) {
      return;
    }
    if (slot.eventSource.equals(EventSourceSlot.DEFAULT_LOGS)) {
      suspicions.judge(view, effects);
      return;
    }
    outages.judge(view, effects);
    for (ShardState shard : state.shards.values()) {
      judge(view, shard, effects);
    }
    losses.judge(view, effects);
    lags.judge(view, effects);
    standstills.judge(view, effects);
  }

  private void judge(View view, ShardState shard, Effects<Finding> effects) {
    boolean over = shard.passed() || shard.silent(view.end);
    if (over) {
      if (shard.poison) {
        shard.poison = false;
        effects.emit(report.passed(view, shard));
      }
      return;
    }
    if (!shard.poison) {
      if (!failsLongEnough(view, shard)) {
        return;
      }
      Isolation isolation = isolation(view, shard);
      if (isolation == Isolation.UNDECIDED) {
        return;
      }
      shard.poison = true;
      shard.poisonSince = shard.firstFailedAt;
      shard.companions = Companions.of(view, shard).tied;
    }
    effects.emit(report.poison(view, shard));
  }

  private boolean failsLongEnough(View view, ShardState shard) {
    boolean justNow =
        view.end - shard.lastFailedAt <= RECENT_FAILURE_MILLIS
            && shard.lastFailedAt > view.state.outageSeenAt;
    boolean mayBe =
        justNow
            && shard.attempts >= settings.leastAttempts()
            && view.end - shard.firstFailedAt >= settings.minFailingMillis
            && shard.lastFailedAt - shard.firstFailedAt >= settings.minAttemptSpanMillis;
    if (!mayBe) {
      return false;
    }
    Companions companions = Companions.of(view, shard);
    return shard.attempts >= enough(view, shard, companions)
        && !companions.otherIsWorse
        && companions.speaksForAll;
  }

  /**
   * A message comes back after a visibility timeout, minutes at most times, so each attempt counts:
   * where next to nothing else fails, chance explains fewer in a row as little as more elsewhere.
   * One more is waited for where it might tell which of several messages it is.
   */
  private long enough(View view, ShardState shard, Companions companions) {
    if (companions.tied > 0) {
      return settings.minAttempts + 1;
    }
    boolean rare =
        shard.message()
            && Beside.of(view, shard, settings.windowMillis).failureShare()
                <= settings.rareFailureShare;
    return rare ? settings.minMessageAttempts : settings.minAttempts;
  }

  private enum Isolation {
    ISOLATED,
    UNDECIDED
  }

  private Isolation isolation(View view, ShardState shard) {
    if (view.outageOf(settings.outageHoldoffMillis)) {
      return Isolation.UNDECIDED;
    }
    Beside beside = Beside.of(view, shard, settings.windowMillis);
    if (beside.ok >= settings.minOtherBatches) {
      return beside.failureShare() <= settings.maxOtherFailureShare
          ? Isolation.ISOLATED
          : Isolation.UNDECIDED;
    }
    if (shard.partials >= settings.minAttempts && beside.failed == 0) {
      return Isolation.ISOLATED;
    }
    boolean unseen = view.tellsFailuresAlone() || view.eventSource.isEmpty();
    boolean alone = beside.failed == 0 && (view.onlyShard(shard) || unseen);
    boolean quietBeside =
        beside.failed == 0 && view.end - shard.firstFailedAt >= settings.aloneMillis;
    boolean ofDependency = ErrorClass.of(shard.latest().errorType) == ErrorClass.DEPENDENCY;
    return (alone || quietBeside) && !ofDependency ? Isolation.ISOLATED : Isolation.UNDECIDED;
  }
}
