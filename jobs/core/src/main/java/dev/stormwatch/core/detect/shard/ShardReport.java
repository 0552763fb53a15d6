package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.detect.Evidence;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Prediction;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.detect.Wording;
import dev.stormwatch.core.detect.shard.OutageRule.Failing;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FailedBatch;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.ShardSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Puts what the shard detector found into words: what is blocked, until when, what to do. */
final class ShardReport implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ShardSettings settings;
  private final ShardAdvice advice = new ShardAdvice();
  private final Deadline deadlines;

  ShardReport(Settings settings) {
    this.settings = settings.shards;
    this.deadlines = new Deadline(settings.shards);
  }

  Finding poison(View view, ShardState shard) {
    Beside beside = Beside.of(view, shard, settings.windowMillis);
    Deadline.Loss loss = deadlines.of(view, shard);
    String headline =
        Wording.text(
            "%s: %s blocks %s: %d attempts failed in %s; %s",
            view.function.name(),
            Words.culprit(shard),
            Words.place(view, shard),
            shard.attempts,
            Wording.duration(shard.lastFailedAt - shard.firstFailedAt),
            loss.shortly());
    boolean alone = beside.ok < settings.minOtherBatches;
    String what =
        Wording.text(
            "%s; %s; %s",
            alone
                ? Words.ALONE
                : Wording.text(
                    "beside it %d batches succeeded and %d failed since", beside.ok, beside.failed),
            Words.behind(view, shard),
            loss.inWords());
    return new Finding(
        Kind.POISON_RECORD,
        subject(view, shard),
        view.queue() && !view.fifo() ? Severity.TICKET : Severity.PAGE,
        false,
        shard.poisonSince,
        headline,
        new Measure(
            "failing-attempts",
            shard.attempts,
            "attempts",
            settings.minAttempts,
            Math.max(0, (shard.lastFailedAt - shard.firstFailedAt) / 1000),
            beside.ok + beside.failed,
            beside.failed),
        new Impact(true, shard.firstFailedAt, what),
        evidence(view, shard),
        advice.forPoison(view, shard, loss),
        new Prediction(
            "the first record that waits expires and is lost", loss.at, loss.at, loss.at));
  }

  Finding passed(View view, ShardState shard) {
    String headline =
        Wording.text(
            "%s: %s goes on behind %s after %d failed attempts",
            view.function.name(), Words.place(view, shard), Words.culprit(shard), shard.attempts);
    return recovery(
        Kind.POISON_RECORD,
        subject(view, shard),
        shard.poisonSince,
        headline,
        (double) shard.attempts);
  }

  private static Subject subject(View view, ShardState shard) {
    if (view.eventSource.isEmpty()) {
      return Subject.function(view.function);
    }
    if (shard.message()) {
      String id = shard.shard.substring(EventSourceSlot.MESSAGE.length());
      return Subject.queue(view.function, view.eventSource, id);
    }
    return Subject.shard(view.function, view.eventSource, Words.name(shard), shard.low, shard.high);
  }

  /** The source as a whole; the function where no line names the source. */
  private static Subject whole(View view) {
    return view.eventSource.isEmpty()
        ? Subject.function(view.function)
        : Subject.queue(view.function, view.eventSource, "");
  }

  Finding outage(View view, Failing failing) {
    String headline =
        Wording.text(
            "%s: all of %s fails%s: %d of %d %s stuck, %.0f %% of batches failed; no single record",
            view.function.name(),
            Words.source(view),
            failing.errorType.isEmpty() ? "" : " with " + failing.errorType,
            failing.shards,
            failing.busy,
            view.queue() ? "messages" : "shards",
            failing.share() * 100);
    return finding(
        Kind.DEPENDENCY_OUTAGE,
        whole(view),
        Severity.PAGE,
        view.state.outageSince,
        headline,
        new Measure(
            "failing-batch-share",
            failing.share(),
            "ratio",
            settings.outageShare,
            60,
            failing.ok + failing.failed,
            0),
        new Impact(
            true,
            view.state.outageSince,
            Wording.text(
                "%d of %d batches failed in the last minute; no shard is named, since none is the cause",
                failing.failed, failing.ok + failing.failed)),
        evidence(view, failing.example),
        advice.forOutage(view));
  }

  Finding outageOver(View view, Failing failing) {
    return recovery(
        Kind.DEPENDENCY_OUTAGE,
        whole(view),
        view.state.outageSince,
        Wording.text(
            "%s: %s is processed again: %d of %d batches of the last minute succeeded",
            view.function.name(), Words.source(view), failing.ok, failing.ok + failing.failed),
        failing.share());
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
    return finding(
        Kind.HOT_SHARD,
        Subject.shard(view.function, view.eventSource, Words.name(shard), "", ""),
        Severity.TICKET,
        shard.lagsSince,
        headline,
        age(trend),
        new Impact(
            false,
            ShardState.NEVER,
            Wording.text(
                "it processes %.1f records a second, another shard %.1f on average: uneven partition keys;"
                    + " %s",
                shard.recordsPerSecond(), usual, deadlines.ofLag(view, trend))),
        List.of(),
        advice.forHotShard(view, shard));
  }

  Finding cooled(View view, ShardState shard, AgeTrend trend) {
    return recovery(
        Kind.HOT_SHARD,
        Subject.shard(view.function, view.eventSource, Words.name(shard), "", ""),
        trend.since,
        Wording.text(
            "%s: %s keeps up again, %s behind",
            view.function.name(), Words.place(view, shard), Wording.duration(trend.lastAge)),
        trend.lastAge / 1000.0);
  }

  Finding lag(View view, ShardState worst, AgeTrend trend, int shards) {
    String headline =
        Wording.text(
            "%s: too slow for %s: %d of %d shards lag, the worst %s, %.0f s more a minute; none fails",
            view.function.name(),
            Words.source(view),
            shards,
            view.state.shards.size(),
            Wording.duration(trend.lastAge),
            trend.slope * 60);
    String hint =
        view.state.shards.size() == 1
            ? "with one shard, a slow consumer and uneven keys cannot be told apart; "
            : "";
    return finding(
        Kind.CONSUMER_LAG,
        whole(view),
        Severity.TICKET,
        view.state.lagSince,
        headline,
        age(trend),
        new Impact(false, ShardState.NEVER, hint + deadlines.ofLag(view, trend)),
        List.of(),
        advice.forLag(view, worst));
  }

  Finding lagOver(View view, ShardState oldest, AgeTrend trend) {
    return recovery(
        Kind.CONSUMER_LAG,
        whole(view),
        view.state.lagSince,
        Wording.text(
            "%s: catches up with %s, %s behind on %s",
            view.function.name(),
            Words.source(view),
            Wording.duration(trend.lastAge),
            Words.place(view, oldest)),
        trend.lastAge / 1000.0);
  }

  Finding suspicion(View view, ShardState calls, double gapMillis) {
    String error = calls.latest().errorType;
    String headline =
        Wording.text(
            "%s: suspected poison record: calls fail%s every %.0f s while others succeed",
            view.function.name(), error.isEmpty() ? "" : " with " + error, gapMillis / 1000);
    return finding(
        Kind.POISON_RECORD,
        Subject.function(view.function),
        Severity.TICKET,
        calls.poisonSince,
        headline,
        new Measure(
            "even-failures",
            calls.attempts,
            "calls",
            settings.suspicionGaps + 1.0,
            (calls.lastFailedAt - calls.firstFailedAt) / 1000,
            calls.attempts,
            0),
        new Impact(
            true,
            calls.firstFailedAt,
            "default logs show neither shard nor record: this is the rhythm of a batch that is tried"
                + " again, but a scheduled call that always fails has it too"),
        evidence(view, calls),
        advice.forSuspicion(view));
  }

  Finding unsuspected(View view, ShardState calls) {
    return recovery(
        Kind.POISON_RECORD,
        Subject.function(view.function),
        calls.poisonSince,
        Wording.text("%s: the failures at even distances have ended", view.function.name()),
        (double) calls.attempts);
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

  private static Finding finding(
      Kind kind,
      Subject subject,
      Severity severity,
      long onset,
      String headline,
      Measure measure,
      Impact impact,
      List<Evidence> evidence,
      List<Recommendation> recommendations) {
    return new Finding(
        kind,
        subject,
        severity,
        false,
        onset,
        headline,
        measure,
        impact,
        evidence,
        recommendations);
  }

  private static Finding recovery(
      Kind kind, Subject subject, long onset, String headline, double value) {
    Measure measure = new Measure("recovered", value, "", 0, 0, 1, 0);
    Impact impact = new Impact(true, onset, headline);
    return new Finding(
        kind, subject, Severity.INFO, true, onset, headline, measure, impact, List.of(), List.of());
  }

  private static List<Evidence> evidence(View view, ShardState shard) {
    List<Evidence> rows = new ArrayList<>();
    List<FailedBatch> newest = shard.recent;
    int from = Math.max(0, newest.size() - 3);
    for (FailedBatch failure : newest.subList(from, newest.size())) {
      rows.add(
          new Evidence(
              failure.at,
              view.logGroup,
              failure.logStream,
              failure.requestId,
              Words.attempt(failure)));
    }
    return rows;
  }
}
