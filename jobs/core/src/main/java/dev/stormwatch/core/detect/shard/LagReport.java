package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.detect.Wording;
import dev.stormwatch.core.model.BatchPanes.Pane;
import dev.stormwatch.core.model.Release;
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
                late(view, trend)
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
  Severity severity(View view, AgeTrend trend) {
    return isLate(trend) || deadlines.leftOfLag(view, trend) <= NIGHT_MILLIS
        ? Severity.PAGE
        : Severity.TICKET;
  }

  private boolean isLate(AgeTrend trend) {
    return trend.lastAge >= settings.pageLagMillis;
  }

  /** Why it cannot wait although nothing is lost for days. */
  private String late(View view, AgeTrend trend) {
    return isLate(trend)
        ? Wording.text(
            "%s come %s late, and later and later; ",
            Words.items(view), Wording.duration(trend.lastAge))
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
    boolean parts = !view.queue() || view.fifo();
    boolean inPart = parts && !worst.named() && othersOnTime(worst, trend);
    Optional<Release> release =
        Optional.of(Release.latest(view.state.okVersions))
            .filter(latest -> latest.isOf(view.state.lagSince));
    String which =
        worst.named()
            ? Wording.text(
                "%d of %d %s lag, the worst", shards, view.state.shards.size(), Words.parts(view))
            : Words.items(view) + " wait";
    String pace =
        Wording.text(
            "%s %s, %.0f s more a minute",
            which, Wording.duration(trend.lastAge), trend.growth * 60);
    String headline =
        inPart
            ? Wording.text(
                "%s: a part of %s is late: %s, others none: one hot %s?",
                view.function.name(), Words.source(view), pace, Words.part(view))
            : Wording.text(
                "%s: too slow for %s%s: %s; none fails",
                view.function.name(), Words.source(view), since(release), pace);
    return Findings.finding(
            Kind.CONSUMER_LAG,
            Findings.whole(view),
            severity(view, trend),
            view.state.lagSince,
            headline,
            age(trend),
            new Impact(
                false,
                ShardState.NEVER,
                late(view, trend)
                    + (parts ? hint(view, worst, inPart) : "")
                    + deadlines.ofLag(view, trend)),
            List.of(),
            inPart ? advice.forPart(view) : advice.forLag(view, release, worst, trend))
        .predicting(deadlines.lossOfLag(view, trend));
  }

  /** What the ages alone cannot tell apart. */
  private static String hint(View view, ShardState worst, boolean inPart) {
    if (worst.named()) {
      return view.state.shards.size() == 1
          ? "of one shard alone nobody can tell a slow consumer from uneven keys; "
          : "";
    }
    String part = Words.part(view);
    String keys = view.queue() ? "groups" : "keys";
    return inPart
        ? Wording.text(
            "no line names the %s, but batches that are on time come between late ones, so it is"
                + " some %ss%s that has too much, not the function that is too slow; ",
            part, part, view.queue() ? "" : " or one key")
        : Wording.text(
            "no line names the %s, so nobody can tell a slow consumer from uneven %s; ",
            part, keys);
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
