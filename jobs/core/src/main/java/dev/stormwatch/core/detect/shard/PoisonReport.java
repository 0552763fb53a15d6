package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Mechanism;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.detect.Wording;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.settings.ShardSettings;
import java.io.Serializable;
import java.util.Set;

/** Puts poison records into words: what is blocked, until when, what to do. */
final class PoisonReport implements Serializable {

  private static final long serialVersionUID = 1L;

  /** What redrive policies allow at most places; attempts that end there are no chance. */
  private static final Set<Long> USUAL_RECEIVES = Set.of(3L, 5L, 10L);

  private final ShardSettings settings;
  private final ShardAdvice advice = new ShardAdvice();
  private final Deadline deadlines;

  PoisonReport(ShardSettings settings) {
    this.settings = settings;
    this.deadlines = new Deadline(settings);
  }

  Finding poison(View view, ShardState shard) {
    Beside beside = Beside.of(view, shard, settings.windowMillis);
    Deadline.Loss loss = deadlines.of(view, shard);
    boolean goesOn = goesOnBeside(view, shard);
    String headline =
        Wording.text(
            goesOn
                ? "%s: %s of %s fails again and again: %s in %s; %s"
                : "%s: %s blocks %s: %s failed in %s; %s",
            view.function.name(),
            Words.culprit(shard),
            Words.place(view, shard),
            Wording.counted(shard.attempts, "attempt"),
            Wording.duration(shard.lastFailedAt - shard.firstFailedAt),
            loss.shortly());
    boolean alone = beside.ok < settings.minOtherBatches;
    String what =
        Wording.text(
            "%s; %s; %s%s",
            alone
                ? Words.ALONE
                : Wording.text(
                    "beside it %s succeeded and %d failed since",
                    Wording.counted(beside.ok, "batch", "batches"), beside.failed),
            Words.behind(view, shard),
            Words.wasted(view, shard),
            loss.inWords());
    return new Finding(
            Kind.POISON_RECORD,
            subject(view, shard),
            severity(view, shard),
            false,
            shard.poisonSince,
            headline,
            new Measure(
                "failing-attempts",
                shard.attempts,
                "attempts",
                shard.message() ? settings.leastAttempts() : settings.minAttempts,
                Math.max(0, (shard.lastFailedAt - shard.firstFailedAt) / 1000),
                beside.ok + beside.failed,
                beside.failed),
            new Impact(true, shard.firstFailedAt, what),
            Findings.isolation(view, shard),
            advice.forPoison(view, shard, loss))
        .predicting(loss.next());
  }

  /** Does nothing wait for a message of a queue without order? */
  private static boolean goesOnBeside(View view, ShardState shard) {
    return shard.message() && !view.ordered(shard);
  }

  /** A queue goes on beside its message, a FIFO queue's group does not. */
  private Severity severity(View view, ShardState shard) {
    boolean queue = view.queue() || shard.message();
    boolean blocks = !queue || (view.ordered(shard) && shard.attempts >= settings.minAttempts);
    return blocks ? Severity.PAGE : Severity.TICKET;
  }

  Finding passed(View view, ShardState shard) {
    boolean givenUp = view.state.gaveUpIn(shard);
    boolean goesOn = goesOnBeside(view, shard);
    String what = goesOn ? Words.culprit(shard) : Words.place(view, shard);
    String behind = goesOn ? Words.place(view, shard) : Words.culprit(shard);
    String headline =
        Wording.text(
            goesOn
                ? "%s: %s of %s came back no more after %s%s"
                : "%s: %s goes on behind %s after %s%s",
            view.function.name(),
            what,
            behind,
            Wording.counted(shard.attempts, "failed attempt"),
            givenUp
                ? "; Lambda gave it up"
                : shard.message() && USUAL_RECEIVES.contains(shard.receives())
                    ? "; it probably went to a dead-letter queue"
                    : "");
    return Findings.recovery(
        Kind.POISON_RECORD,
        subject(view, shard),
        shard.poisonSince,
        headline,
        (double) shard.attempts);
  }

  /**
   * @param endless whether nothing but a mapping tries so often, with pauses that grow
   */
  Finding suspicion(View view, ShardState calls, boolean endless) {
    Suspicion suspicion = calls.suspicion;
    String error = calls.latest().errorType;
    boolean alone = CallsBeside.of(view, suspicion).ok == 0;
    String headline =
        Wording.text(
            "%s: suspected poison record: calls fail%s %s %.0f s, %s",
            view.function.name(),
            error.isEmpty() ? "" : " with " + error,
            suspicion.mayGrow() ? "at pauses that grow, by now" : "every",
            suspicion.pauseMillis / 1000.0,
            alone ? "and none succeeds" : "while others succeed");
    Finding finding =
        Findings.finding(
            Kind.POISON_RECORD,
            Subject.function(view.function),
            endless ? Severity.PAGE : Severity.TICKET,
            calls.poisonSince,
            headline,
            new Measure(
                "even-failures",
                suspicion.attempts,
                "calls",
                settings.suspicionGaps + 1.0,
                (suspicion.lastAt - suspicion.since) / 1000,
                suspicion.attempts,
                0),
            new Impact(
                true,
                suspicion.since,
                "default logs show neither shard nor record: this is the rhythm of a batch that is"
                    + " tried"
                    + (endless
                        ? " again without end, behind which others wait"
                        : " again, but a scheduled call that always fails has it too")
                    + (suspicion.mayGrow() ? "; the pause grows to about a minute" : "")
                    + (alone ? "; " + Words.ALONE : "")),
            Findings.evidence(view, calls),
            advice.forSuspicion(view));
    return alone ? finding.because(Mechanism.ONLY_BATCH) : finding;
  }

  Finding unsuspected(View view, ShardState calls) {
    return Findings.recovery(
        Kind.POISON_RECORD,
        Subject.function(view.function),
        calls.poisonSince,
        Wording.text(
            "%s: the failures at even distances have ended after %s: processed at last, or given up"
                + " and lost",
            view.function.name(), Wording.counted(calls.suspicion.attempts, "attempt")),
        (double) calls.suspicion.attempts);
  }

  private static Subject subject(View view, ShardState shard) {
    boolean named = shard.message() && shard.companions == 0;
    String id = named ? shard.shard.substring(EventSourceSlot.MESSAGE.length()) : "";
    if (view.eventSource.isEmpty()) {
      return Subject.function(view.function, shard.low, shard.high, id);
    }
    return shard.message()
        ? Subject.queue(view.function, view.eventSource, id)
        : Subject.shard(view.function, view.eventSource, shard.shard, shard.low, shard.high);
  }
}
