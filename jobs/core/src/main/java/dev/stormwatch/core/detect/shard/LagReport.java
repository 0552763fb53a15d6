package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.detect.Wording;
import dev.stormwatch.core.model.BatchPanes.Pane;
import dev.stormwatch.core.settings.ShardSettings;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** Puts into words that records wait longer and longer while none fails. */
final class LagReport implements Serializable {

  private static final long serialVersionUID = 1L;

  /** From an evening to the next morning. */
  private static final long NIGHT_MILLIS = 12 * 3_600_000L;

  /** Keys are never quite even: so many times what others get is more than chance. */
  private static final double UNEVEN = 1.25;

  /** So much younger than the oldest of the same seconds is a batch of a shard that keeps up. */
  private static final double ON_TIME = 0.1;

  private static final double NEARLY_ALL = 0.75;

  private static final long FEWEST_LATE = 3;

  private final ShardSettings settings;
  private final LagAdvice advice = new LagAdvice();
  private final Deadline deadlines;

  LagReport(ShardSettings settings) {
    this.settings = settings;
    this.deadlines = new Deadline(settings);
  }

  Finding hot(View view, ShardState shard, AgeTrend trend) {
    Load load = Load.of(shard, trend);
    String headline =
        Wording.text(
            "%s: %s is %s behind and falls back %.0f s a minute; nothing fails, the others keep up",
            view.function.name(),
            Words.place(view, shard),
            Wording.duration(trend.lastAge),
            trend.growth * 60);
    return Findings.finding(
            Kind.HOT_SHARD,
            Subject.shard(view.function, view.eventSource, shard.shard, "", ""),
            severity(view, trend),
            shard.lagsSince,
            headline,
            age(trend),
            new Impact(
                false,
                ShardState.NEVER,
                late(trend)
                    + besideOthers(view, shard, trend, load)
                    + "; "
                    + deadlines.ofLag(view, trend)),
            List.of(),
            advice.forHotShard(view, shard, load))
        .predicting(deadlines.lossOfLag(view, trend));
  }

  /** What is processed alone says nothing: the shard does what it can, the others what there is. */
  private static String besideOthers(View view, ShardState shard, AgeTrend trend, Load load) {
    double others =
        view.state.shards.values().stream()
            .filter(other -> other != shard)
            .mapToDouble(other -> Load.perSecond(other, trend.left))
            .average()
            .orElse(0);
    if (load.arriving == 0) {
      return Wording.text(
          "it processes %.1f records a second, the others %.1f on average", load.processed, others);
    }
    return Wording.text(
        "it processes %.1f records a second and gets about %.1f, the others get %.1f on average:"
            + " %s",
        load.processed,
        load.arriving,
        others,
        load.arriving >= UNEVEN * others
            ? "uneven partition keys"
            : "not the keys are uneven, what it holds takes longer");
  }

  /**
   * A ticket is looked at in working hours. What will be lost before somebody comes in the morning
   * is a page, and so is what others wait for: records that came minutes late and come later and
   * later. That more is done than comes, after all, is seen by the age, which then falls.
   */
  private Severity severity(View view, AgeTrend trend) {
    return isLate(trend) || deadlines.leftOfLag(view, trend) <= NIGHT_MILLIS
        ? Severity.PAGE
        : Severity.TICKET;
  }

  private boolean isLate(AgeTrend trend) {
    return trend.lastAge >= settings.pageLagMillis;
  }

  /** Why it cannot wait although nothing is lost for days. */
  private String late(AgeTrend trend) {
    return isLate(trend)
        ? Wording.text(
            "records come %s late, and later and later; ", Wording.duration(trend.lastAge))
        : "";
  }

  Finding cooled(View view, ShardState shard, AgeTrend trend) {
    return Findings.recovery(
        Kind.HOT_SHARD,
        Subject.shard(view.function, view.eventSource, shard.shard, "", ""),
        trend.since,
        Wording.text(
            "%s: %s falls back no further, now %s behind",
            view.function.name(), Words.place(view, shard), Wording.duration(trend.lastAge)),
        trend.lastAge / 1000.0,
        "seconds");
  }

  Finding lag(View view, ShardState worst, AgeTrend trend, int shards) {
    boolean inPart = !worst.named() && othersOnTime(worst, trend);
    Optional<Release> release = Release.asItBegan(view.state.okVersions, view.state.lagSince);
    String which =
        worst.named()
            ? Wording.text(
                "%d of %d %s lag, the worst", shards, view.state.shards.size(), Words.parts(view))
            : "records wait";
    String headline =
        Wording.text(
            inPart
                ? "%s: a part of %s is late: %s %s, %.0f s more a minute, others none: one hot shard?"
                : "%s: too slow for %s: %s %s, %.0f s more a minute; none fails",
            view.function.name(),
            Words.source(view) + since(inPart ? Optional.empty() : release),
            which,
            Wording.duration(trend.lastAge),
            trend.growth * 60);
    String hint =
        worst.named()
            ? view.state.shards.size() == 1
                ? "of one shard alone nobody can tell a slow consumer from uneven keys; "
                : ""
            : inPart
                ? "no line names the shard, but batches that are on time come between late ones, so"
                    + " it is some shards or one key that has too much, not the function that is"
                    + " too slow; "
                : "no line names the shard, so nobody can tell a slow consumer from uneven keys; ";
    return Findings.finding(
            Kind.CONSUMER_LAG,
            Findings.whole(view),
            severity(view, trend),
            view.state.lagSince,
            headline,
            age(trend),
            new Impact(false, ShardState.NEVER, late(trend) + hint + deadlines.ofLag(view, trend)),
            List.of(),
            inPart
                ? advice.forPart(view)
                : advice.forLag(view, release, worst, Load.of(worst, trend)))
        .predicting(deadlines.lossOfLag(view, trend));
  }

  private static String since(Optional<Release> release) {
    return release.map(it -> " since version " + it.version).orElse("");
  }

  /** Do batches that are on time come between late ones, nearly all the while? */
  private static boolean othersOnTime(ShardState unnamed, AgeTrend trend) {
    long late = 0;
    long onTime = 0;
    for (Pane pane : unnamed.panes.since(trend.left).values()) {
      if (pane.ok > 1 && pane.ageMillis >= trend.lastAge / 2) {
        late++;
        onTime += pane.leastAgeMillis <= ON_TIME * pane.ageMillis ? 1 : 0;
      }
    }
    return late >= FEWEST_LATE && onTime >= NEARLY_ALL * late;
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
            "%s: calls for %s come late: %d %s behind, %s, yet idle for %.0f %% of the time:"
                + " throttled",
            view.function.name(),
            Words.source(view),
            late,
            late == 1 ? "shard" : "shards",
            Wording.duration(worst.lastAge),
            100 * (1 - Math.min(1, busy.value)));
    return Findings.finding(
        Kind.CONCURRENCY_SATURATION,
        Subject.function(view.function),
        severity(view, worst),
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
            Wording.text(
                "a shard that is too slow works all the time; these wait %.1f s between batches."
                    + " Either the function has no concurrency left or reading the stream is"
                    + " throttled: logs show neither, the metrics Throttles and"
                    + " ReadProvisionedThroughputExceeded do; %s",
                busy.pauseMillis / 1000, deadlines.ofLag(view, worst))),
        List.of(),
        advice.forThrottled(view, late));
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

  Finding lagOver(View view, ShardState oldest, AgeTrend trend) {
    return Findings.recovery(
        Kind.CONSUMER_LAG,
        Findings.whole(view),
        view.state.lagSince,
        Wording.text(
            "%s: catches up with %s, %s behind%s",
            view.function.name(),
            Words.source(view),
            Wording.duration(trend.lastAge),
            oldest.named() ? " on " + Words.place(view, oldest) : ""),
        trend.lastAge / 1000.0,
        "seconds");
  }

  private Measure age(AgeTrend trend) {
    return new Measure(
        "iterator-age-growth",
        trend.growth,
        "seconds per second",
        settings.minLagGrowth,
        trend.growthMillis / 1000,
        trend.points,
        0);
  }
}
