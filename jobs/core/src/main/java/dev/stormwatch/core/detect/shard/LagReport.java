package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.detect.Wording;
import dev.stormwatch.core.settings.ShardSettings;
import java.io.Serializable;
import java.util.List;

/** Puts into words that records wait longer and longer while none fails. */
final class LagReport implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ShardSettings settings;
  private final LagAdvice advice = new LagAdvice();
  private final Deadline deadlines;

  LagReport(ShardSettings settings) {
    this.settings = settings;
    this.deadlines = new Deadline(settings);
  }

  Finding hot(View view, ShardState shard, AgeTrend trend) {
    double mean = 0;
    int others = 0;
    for (ShardState other : view.state.shards.values()) {
      if (other != shard) {
        mean += other.recordsPerSecond();
        others++;
      }
    }
    double usual = others == 0 ? 0 : mean / others;
    String headline =
        Wording.text(
            "%s: %s is %s behind and falls back %.0f s a minute; nothing fails, the others keep up",
            view.function.name(),
            Words.place(view, shard),
            Wording.duration(trend.lastAge),
            trend.slope * 60);
    return Findings.finding(
        Kind.HOT_SHARD,
        Subject.shard(view.function, view.eventSource, shard.shard, "", ""),
        Severity.TICKET,
        shard.lagsSince,
        headline,
        age(trend),
        new Impact(
            false,
            ShardState.NEVER,
            Wording.text(
                "it processes %.1f records a second, the others %.1f on average: uneven partition keys;"
                    + " %s",
                shard.recordsPerSecond(), usual, deadlines.ofLag(view, trend))),
        List.of(),
        advice.forHotShard(view, shard));
  }

  Finding cooled(View view, ShardState shard, AgeTrend trend) {
    return Findings.recovery(
        Kind.HOT_SHARD,
        Subject.shard(view.function, view.eventSource, shard.shard, "", ""),
        trend.since,
        Wording.text(
            "%s: %s keeps up again, %s behind",
            view.function.name(), Words.place(view, shard), Wording.duration(trend.lastAge)),
        trend.lastAge / 1000.0);
  }

  Finding lag(View view, ShardState worst, AgeTrend trend, int shards) {
    String headline =
        Wording.text(
            "%s: too slow for %s: %d of %d %s lag, the worst %s, %.0f s more a minute; none fails",
            view.function.name(),
            Words.source(view),
            shards,
            view.state.shards.size(),
            Words.parts(view),
            Wording.duration(trend.lastAge),
            trend.slope * 60);
    String hint =
        view.state.shards.size() == 1
            ? "with one of them, a slow consumer and uneven keys cannot be told apart; "
            : "";
    return Findings.finding(
        Kind.CONSUMER_LAG,
        Findings.whole(view),
        Severity.TICKET,
        view.state.lagSince,
        headline,
        age(trend),
        new Impact(false, ShardState.NEVER, hint + deadlines.ofLag(view, trend)),
        List.of(),
        advice.forLag(view, worst));
  }

  Finding throttled(View view, List<ShardState> lagging, BusyShare busy) {
    long since = Long.MAX_VALUE;
    AgeTrend worst = AgeTrend.of(lagging.get(0).panes, 0);
    for (ShardState shard : lagging) {
      since = Math.min(since, shard.lagsSince);
      AgeTrend trend = AgeTrend.of(shard.panes, 0);
      worst = trend.lastAge > worst.lastAge ? trend : worst;
    }
    String headline =
        Wording.text(
            "%s: calls for %s come late: %d %s behind, %s, yet idle for %.0f %% of the time: throttled",
            view.function.name(),
            Words.source(view),
            lagging.size(),
            lagging.size() == 1 ? "shard" : "shards",
            Wording.duration(worst.lastAge),
            100 * (1 - Math.min(1, busy.value)));
    return Findings.finding(
        Kind.CONCURRENCY_SATURATION,
        Subject.function(view.function),
        Severity.TICKET,
        since,
        headline,
        new Measure(
            "busy-share",
            busy.value,
            "ratio",
            settings.throttledBusyShare,
            worst.spanMillis / 1000,
            worst.points,
            1),
        new Impact(
            false,
            ShardState.NEVER,
            Wording.text(
                "a shard that is too slow works all the time; these wait %.1f s between batches. Either"
                    + " the function has no concurrency left or reading the stream is throttled: logs"
                    + " show neither, the metrics Throttles and ReadProvisionedThroughputExceeded do; %s",
                busy.pauseMillis / 1000, deadlines.ofLag(view, worst))),
        List.of(),
        advice.forThrottled(view, lagging.size()));
  }

  Finding throttledNoMore(View view, AgeTrend trend) {
    return Findings.recovery(
        Kind.CONCURRENCY_SATURATION,
        Subject.function(view.function),
        trend.since,
        Wording.text(
            "%s: calls for %s come in time again, %s behind",
            view.function.name(), Words.source(view), Wording.duration(trend.lastAge)),
        trend.lastAge / 1000.0);
  }

  Finding lagOver(View view, ShardState oldest, AgeTrend trend) {
    return Findings.recovery(
        Kind.CONSUMER_LAG,
        Findings.whole(view),
        view.state.lagSince,
        Wording.text(
            "%s: catches up with %s, %s behind on %s",
            view.function.name(),
            Words.source(view),
            Wording.duration(trend.lastAge),
            Words.place(view, oldest)),
        trend.lastAge / 1000.0);
  }

  private Measure age(AgeTrend trend) {
    return new Measure(
        "iterator-age-growth",
        trend.slope,
        "seconds per second",
        settings.minLagGrowth,
        trend.spanMillis / 1000,
        trend.points,
        0);
  }
}
