package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.detect.Wording;
import dev.stormwatch.core.settings.ShardSettings;
import java.io.Serializable;
import java.util.List;

/** Puts into words that records wait while nothing works on them. */
final class ThrottledReport implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ShardSettings settings;
  private final LagReport lag;
  private final LagAdvice advice = new LagAdvice();
  private final Deadline deadlines;

  ThrottledReport(ShardSettings settings, LagReport lag) {
    this.settings = settings;
    this.lag = lag;
    this.deadlines = new Deadline(settings);
  }

  Finding throttled(View view, List<ShardState> lagging, BusyShare busy) {
    long since = Long.MAX_VALUE;
    int late = Math.max(lagging.size(), shardsLate(view));
    AgeTrend worst = AgeTrend.ofBatches(lagging.get(0), 0);
    for (ShardState shard : lagging) {
      since = Math.min(since, shard.lagsSince);
      AgeTrend trend = AgeTrend.ofBatches(shard, 0);
      worst = trend.lastAge > worst.lastAge ? trend : worst;
    }
    String headline =
        Wording.text(
            "%s: calls for %s come late: %s, %s, yet idle for %.0f %% of the time: throttled",
            view.function.name(),
            Words.source(view),
            view.queue() ? "messages wait" : Wording.counted(late, "shard") + " behind",
            Wording.duration(worst.lastAge),
            100 * (1 - Math.min(1, busy.value)));
    return Findings.finding(
        Kind.CONCURRENCY_SATURATION,
        Subject.function(view.function),
        lag.severity(view, worst),
        since,
        headline,
        new Measure(
            Measure.BUSY_SHARE,
            busy.value,
            "ratio",
            settings.throttledBusyShare,
            worst.spanMillis / 1000,
            worst.points,
            1),
        new Impact(
            false,
            ShardState.NEVER,
            Wording.text(why(view), busy.pauseMillis / 1000, deadlines.ofLag(view, worst))),
        List.of(),
        view.queue() ? QueueAdvice.forThrottled(view) : advice.forThrottled(view, late));
  }

  private static String why(View view) {
    return view.queue()
        ? "a consumer that is too slow works all the time; this one waits %.1f s between batches."
            + " Either the function or the queue's mapping has no concurrency left: logs do not"
            + " show it, the metric Throttles may; %s"
        : "a shard that is too slow works all the time; these wait %.1f s between batches."
            + " Either the function has no concurrency left or reading the stream is throttled:"
            + " logs show neither, the metrics Throttles and ReadProvisionedThroughputExceeded"
            + " do; %s";
  }

  /** Shards that are behind, those too that had their turn a moment ago. */
  private int shardsLate(View view) {
    int late = 0;
    for (ShardState shard : view.state.shards.values()) {
      AgeTrend trend = AgeTrend.of(shard, view.end);
      late += trend.points > 0 && trend.lastAge >= settings.minLagMillis ? 1 : 0;
    }
    return late;
  }

  Finding throttledNoMore(View view, AgeTrend trend) {
    return Findings.recovery(
        Kind.CONCURRENCY_SATURATION,
        Subject.function(view.function),
        trend.since,
        Wording.text(
            "%s: calls for %s are held up no longer, now %s behind",
            view.function.name(), Words.source(view), Wording.duration(trend.lastAge)),
        trend.lastAge / 1000.0,
        "seconds");
  }
}
