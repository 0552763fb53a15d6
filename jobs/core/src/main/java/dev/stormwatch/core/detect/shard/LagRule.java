package dev.stormwatch.core.detect.shard;

import static dev.stormwatch.core.detect.shard.ShardState.NEVER;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.settings.ShardSettings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Does the age of the records grow while batches succeed? Then there is more to do than is done: on
 * one shard because keys are uneven, on all because the consumer is slow. A shard that cannot keep
 * up works all the time; where shards lag and are idle for much of it, their calls come late: the
 * function has no concurrency left, or reading the stream is throttled. A Kafka partition whose
 * offset stays where it was has not too much to do: it does nothing.
 *
 * <p>An age that is large and falls is a consumer that catches up, and is nothing.
 */
final class LagRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Ages go up and down with each batch; most steps must go up. */
  private static final double MOST_RISE = 0.6;

  /** A shard that is this much younger than the one that lags does not lag with it. */
  private static final double MUCH_YOUNGER = 0.25;

  /** Three of four: keys are never quite even, so the calmest shard of a few may keep up. */
  private static final double MOST_SHARDS = 0.75;

  /** As many batches done again as this take the time that a consumer at its limit has left. */
  private static final double FAILURES_EXPLAIN_IT = 0.2;

  private final ShardSettings settings;
  private final LagReport report;
  private final ThrottledReport throttled;

  LagRule(ShardSettings settings) {
    this.settings = settings;
    this.report = new LagReport(settings);
    this.throttled = new ThrottledReport(settings, report);
  }

  void judge(View view, Effects<Finding> effects) {
    List<ShardState> lagging = new ArrayList<>();
    long worst = 0;
    int young = 0;
    int known = 0;
    for (ShardState shard : view.state.shards.values()) {
      AgeTrend trend = AgeTrend.of(shard, view.end);
      if (trend.points == 0) {
        shard.lagsSince = NEVER;
        continue;
      }
      known++;
      if (lags(view, shard, trend)) {
        lagging.add(shard);
        worst = Math.max(worst, trend.lastAge);
        shard.lagsSince = shard.lagsSince == NEVER ? trend.since : shard.lagsSince;
      } else {
        shard.lagsSince = NEVER;
      }
      settle(view, shard, trend, effects);
    }
    for (ShardState shard : view.state.shards.values()) {
      AgeTrend trend = AgeTrend.of(shard, view.end);
      young += trend.points > 0 && trend.lastAge <= MUCH_YOUNGER * worst ? 1 : 0;
    }
    if (throttled(view, lagging)) {
      view.state.throttled = true;
      effects.emit(
          throttled.throttled(view, lagging, BusyShare.of(view, lagging, AgeTrend.SPAN_MILLIS)));
    } else if (!lagging.isEmpty() && lagging.size() >= MOST_SHARDS * known) {
      all(view, lagging, effects);
    } else if (!lagging.isEmpty()
        && young == known - lagging.size()
        && young >= lagging.size()
        && othersKeptUp(view, lagging, worst)) {
      lagging.forEach(shard -> hot(view, shard, effects));
    } else {
      recovered(view, known, young, effects);
    }
  }

  /** Once found it stays what it is: a backlog that is worked off keeps shards busy, too. */
  private boolean throttled(View view, List<ShardState> lagging) {
    boolean told = view.state.lagging || lagging.stream().anyMatch(shard -> shard.hot);
    if (lagging.isEmpty() || told) {
      return false;
    }
    return view.state.throttled
        || BusyShare.of(view, lagging, AgeTrend.SPAN_MILLIS)
            .idle(settings.throttledBusyShare, settings.throttledPauseMillis);
  }

  private boolean lags(View view, ShardState shard, AgeTrend trend) {
    long since = view.end - AgeTrend.SPAN_MILLIS;
    long failed = shard.panes.failedSince(since);
    long all = failed + shard.panes.okSince(since);
    return trend.known()
        && !shard.standstill.idles()
        && trend.lastAge >= settings.minLagMillis
        && trend.slope >= settings.minLagGrowth
        && trend.rising >= MOST_RISE
        && trend.spanMillis >= settings.lagSustainMillis
        && (failed == 0 || failed < FAILURES_EXPLAIN_IT * all);
  }

  /**
   * Were the others young all the while? Those that are young again had as much to do as they
   * could, and have worked it off sooner.
   */
  private static boolean othersKeptUp(View view, List<ShardState> lagging, long worst) {
    long since = view.end;
    for (ShardState shard : lagging) {
      since = Math.min(since, shard.lagsSince);
    }
    long from = Math.max(since, view.end - AgeTrend.SPAN_MILLIS);
    return view.state.shards.values().stream()
        .filter(shard -> !lagging.contains(shard))
        .flatMap(shard -> shard.panes.since(from).values().stream())
        .allMatch(pane -> pane.ageMillis <= MUCH_YOUNGER * worst);
  }

  private void hot(View view, ShardState shard, Effects<Finding> effects) {
    if (!shard.named() || view.state.lagging) {
      return;
    }
    shard.hot = true;
    AgeTrend trend = AgeTrend.of(shard, view.end).ofLagSince(shard.lagsSince);
    effects.emit(report.hot(view, shard, trend));
  }

  private void settle(View view, ShardState shard, AgeTrend trend, Effects<Finding> effects) {
    boolean recovers = trend.lastAge < settings.minLagMillis / 2 || catchesUp(trend);
    if (shard.hot && recovers) {
      shard.hot = false;
      effects.emit(report.cooled(view, shard, trend));
    }
  }

  /**
   * What is so late that it wakes somebody is not over when the last minutes were a little better.
   */
  private boolean catchesUp(AgeTrend trend) {
    return trend.slope < 0 && trend.lastAge < settings.pageLagMillis;
  }

  private void all(View view, List<ShardState> lagging, Effects<Finding> effects) {
    SourceState state = view.state;
    ShardState worst = lagging.get(0);
    long since = Long.MAX_VALUE;
    for (ShardState shard : lagging) {
      since = Math.min(since, shard.lagsSince);
      long age = AgeTrend.of(shard, view.end).lastAge;
      if (age > AgeTrend.of(worst, view.end).lastAge) {
        worst = shard;
      }
    }
    if (!state.lagging) {
      state.lagging = true;
      state.lagSince = since;
    }
    AgeTrend trend = AgeTrend.of(worst, view.end).ofLagSince(worst.lagsSince);
    effects.emit(report.lag(view, worst, trend, lagging.size()));
  }

  private void recovered(View view, int known, int young, Effects<Finding> effects) {
    SourceState state = view.state;
    if (!(state.lagging || state.throttled) || known == 0) {
      return;
    }
    ShardState oldest = new ShardState("");
    AgeTrend worst = AgeTrend.of(oldest, view.end);
    for (ShardState shard : state.shards.values()) {
      AgeTrend trend = AgeTrend.of(shard, view.end);
      if (trend.points > 0 && trend.lastAge >= worst.lastAge) {
        worst = trend;
        oldest = shard;
      }
    }
    // Of several shards one may be done while the others go on to fall behind.
    boolean falls = catchesUp(worst) && oldest.named();
    if (falls || worst.lastAge < settings.minLagMillis / 2 || young == known) {
      effects.emit(
          state.throttled
              ? throttled.throttledNoMore(view, worst)
              : report.lagOver(view, oldest, worst));
      state.lagging = false;
      state.throttled = false;
    }
  }
}
