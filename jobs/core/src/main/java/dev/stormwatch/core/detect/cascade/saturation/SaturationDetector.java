package dev.stormwatch.core.detect.cascade.saturation;

import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.Evidence;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Erlang;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Refusing;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * Concurrency saturation: are calls turned away for want of concurrency?
 *
 * <p><b>Mechanism.</b> A call that finds the function's reserved concurrency in use is refused. It
 * runs nowhere and logs nowhere, so it has to be inferred from the calls that were let in.
 *
 * <p><b>Formula.</b> Concurrency is known from Little's law: seconds of work a second. Calls that
 * arrive independently and are refused when all of n places are taken see all places taken with
 * Erlang's probability B(a, n), where a is the load that was offered; what is carried is a (1 − B).
 * So carried and n give a, and B: the share refused ({@link Erlang}). It must be at least
 * <i>refusedShare</i> for <i>saturationSeconds</i>.
 *
 * <p><b>Why it works.</b> Near the limit the carried load hardly rises while the offered one
 * doubles: that is the flat top. A peak of seconds hardly moves a mean of ten.
 *
 * <p><b>Where nobody waits.</b> An event or a message that is refused is tried again, for hours, so
 * that no call is lost and what is offered is what is carried: with few places a good share of the
 * attempts is refused at any time. Only where a tenth of the places at most was free for a minute,
 * and for <i>saturationSeconds</i> more, work piles up, and it is a ticket.
 *
 * <p>Until that time is over the same is told as info, so that a page about what it does to the
 * function's cold starts and its bill can wait for it.
 *
 * <p><b>What it mistakes for it.</b> Exactly n pollers of a queue or stream with n in reserve keep
 * n environments busy and are refused nothing; nobody waits for such a function, so it is a ticket:
 * where settings say so or batches are logged, and where all its calls came at once ({@link
 * Onrush}) and no caller tells of a refusal. Where the settings declare no limit, see {@link
 * InferredSaturation}.
 *
 * <p><b>Sources.</b> Erlang (1917); Little (1961); AWS Lambda Developer Guide, "Understanding
 * Lambda function scaling".
 */
public final class SaturationDetector implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Of the places, the share that is free at most while work piles up. */
  private static final double FREE = 0.1;

  private static final double HALF = 0.5;

  private final Settings settings;
  private final SaturationAdvice advice;

  public SaturationDetector(Settings settings) {
    this.settings = settings;
    this.advice = new SaturationAdvice(settings);
  }

  public void judge(long end, AccountState state, Effects<Finding> effects) {
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      long limit = settings.reservedConcurrency(entry.getKey());
      if (limit > 0 && !state.inferred.open(entry.getKey())) {
        judge(end, entry.getKey(), entry.getValue(), limit, state, effects);
      }
    }
  }

  private void judge(
      long end,
      String name,
      Member member,
      long limit,
      AccountState state,
      Effects<Finding> effects) {
    double refused = Erlang.refusedShare(member.concurrency(), limit);
    long settle = settings.cascade.saturationMillis;
    Refusing.Word word =
        settings.synchronous(name)
            ? member.refusing.judgeEarly(end, refused, settings.cascade.refusedShare, settle)
            : member.refusing.judgeEarly(end, scarce(member, limit), HALF, settle);
    if (word == Refusing.Word.BUILDS || word == Refusing.Word.BEGINS) {
      member.refusing.onrush =
          Onrush.fills(member, end, member.refusing.onset(end), settings.clock.slotMillis, limit);
    }
    if (word != Refusing.Word.NOTHING) {
      effects.emit(finding(end, name, member, limit, refused, word, state));
    }
  }

  /**
   * How few places the last minute left: a half where {@link #FREE} are left, 0 at twice as many.
   */
  private static double scarce(Member member, long limit) {
    return 1 - Math.max(0, 1 - member.readings.mean() / limit) / (2 * FREE);
  }

  private Finding finding(
      long end,
      String name,
      Member member,
      long limit,
      double refused,
      Refusing.Word word,
      AccountState state) {
    boolean recovered = Refusing.over(word);
    boolean certain = word != Refusing.Word.BUILDS;
    boolean told = !state.inferred.callersOf(name).isEmpty();
    boolean drains = !told && (member.flatTop.polled || member.refusing.onrush);
    boolean synchronous = settings.synchronous(name);
    boolean waits = drains || !synchronous;
    FunctionId id = new FunctionId(state.account, state.region, name);
    String full =
        text(
            waits
                ? "%s works with all of its reserved concurrency: %.1f of %d in use, "
                    + (drains ? "as when a queue is drained" : "and what else comes waits")
                : "%s is at its reserved concurrency: %.1f of %d in use, about %.0f %% of calls"
                    + " refused",
            name,
            member.concurrency(),
            limit,
            100 * refused);
    String headline =
        recovered
            ? text(
                "%s has concurrency to spare again: %.1f of %d", name, member.concurrency(), limit)
            : full;
    long onset = member.refusing.onset(end);
    double rate = member.count(state.end - 80, state.end - 20) / 60.0;
    // By Little's law, for the mean of the calls that ended is one of before.
    double seconds = rate == 0 ? 0 : member.concurrency() / rate;
    return new Finding(
        Kind.CONCURRENCY_SATURATION,
        Subject.function(id, state.inferred.callersOf(name)),
        recovered || !certain ? Severity.INFO : waits ? Severity.TICKET : Severity.PAGE,
        recovered,
        onset,
        headline,
        new Measure(
            synchronous ? "refused-share" : "concurrency-used",
            synchronous ? refused : member.readings.mean() / limit,
            "share",
            synchronous ? settings.cascade.refusedShare : 1 - FREE,
            settings.cascade.saturationMillis / 1000,
            member.count(state.end - 60, state.end),
            synchronous
                ? Erlang.refusedShare(member.flatTop.usual(), limit)
                : member.flatTop.usual() / limit),
        new Impact(
            !recovered && !drains,
            recovered || drains ? Long.MIN_VALUE : onset,
            recovered
                ? "none any more"
                : !synchronous
                    ? "nobody waits for it: events and messages that find no place wait and are tried"
                        + " again, events for six hours at most"
                    : drains
                        ? text(
                            "pollers of a queue or stream wait and are refused nothing; were these calls of"
                                + " independent callers, about %.0f %% would be refused",
                            100 * refused)
                        : "callers get 429 Rate Exceeded; refused calls leave no line in the function's log, so"
                            + " this is inferred from the flat top of its concurrency"),
        List.of(
            new Evidence(
                end,
                "",
                "",
                "",
                text("%.1f calls/s of %.0f ms each; %s", rate, 1000 * seconds, usually(member)))),
        recovered
            ? List.of()
            : advice.rows(name, member, limit, waits ? 0 : refused, seconds, state));
  }

  private static String usually(Member member) {
    double seconds = SaturationAdvice.usualSeconds(member);
    return member.ordinary() < Member.IDLE || Double.isNaN(seconds)
        ? "hardly any before"
        : text("usually %.1f calls/s of %.0f ms", member.ordinary(), 1000 * seconds);
  }
}
