package dev.stormwatch.core.detect.gap;

import static dev.stormwatch.core.detect.gap.TelemetryGapState.NEVER;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.gap.TelemetryGapState.Condition;
import dev.stormwatch.core.detect.gap.TelemetryGapState.Member;
import dev.stormwatch.core.settings.TelemetryGapSettings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import java.io.Serializable;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One busy function that falls silent while the others go on.
 *
 * <p><b>Mechanism.</b> Each log group has a subscription of its own. Where one is removed, filters
 * everything out or loses its permission, that function alone is not seen any more.
 *
 * <p><b>Formula.</b> A function that logs in a share p of all slots is silent for n of them with
 * the probability (1 − p)^n if slots know nothing of one another, and (1 − p)^(n/4) if they come
 * and go in fours. That must be 10^−9 at most: <i>functionSilenceSeconds</i> (n = 36) for one that
 * logs in nine of ten, ten minutes for one that logs in every other, and who logs in less than
 * <i>functionPresence</i> is not missed alone. A log agent hands over what it has every few
 * seconds, so a function of one or two environments is of that kind, however often it is called. It
 * must also be several times its longest silence so far. That says that it is no chance, and not
 * that its callers never pause: half a day without a pause does. Until then it must be silent for
 * <i>functionYoungSilenceSeconds</i>, unless others fall silent with it.
 *
 * <p><b>What is mistaken for it.</b> Callers that stop. A batch, a backfill and a load test are not
 * there all the time: the function must have been, for {@value #ALWAYS} of what is known or half a
 * day. Traffic that fades shows in the last two minutes before. A name that is given up for another
 * is followed by one never heard before. Half of the others that stop with it are a case of their
 * own, {@link GroupSilence}. What is left, a client switched off, is worth a ticket and no page:
 * nobody can tell it from a broken subscription by the lines that do not come.
 *
 * <p>Source: CloudWatch Logs User Guide, "Log group-level subscription filters".
 */
final class FunctionSilence implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * Share of what is known of the account for which a function must have been there: nearly all,
   * and yet a release or an outage of its own is forgiven.
   */
  private static final double ALWAYS = 0.8;

  /** Longer than this nobody need have been there: no batch, load test or visit takes so long. */
  private static final long LONG_MILLIS = 12 * 3_600_000L;

  /** What was so for about this long is recent: a dozen slots say whether traffic fades. */
  static final double RECENT_MILLIS = 60_000.0;

  /** Another that was heard for the first time so long before or since may stand for it. */
  private static final long SUCCESSOR_MILLIS = 600_000;

  /** And logs in so large a part of the slots in which the other did. */
  private static final double SUCCESSOR = 0.5;

  /** Others that were heard so shortly before it are asked whether they go on. */
  static final long BESIDE_MILLIS = 60_000;

  /** One other may go on by a way of its own, a heartbeat for example. */
  private static final long ENOUGH_OTHERS = 2;

  /**
   * Share of its usual slots below which its latest say that its traffic was fading: one that logs
   * in nine of ten falls below it by chance once in a hundred times, callers who leave one by one
   * take it there.
   */
  static final double FADED = 0.75;

  /** Asked every five seconds about a thousand functions, chance shows it once in two months. */
  private static final double CHANCE = 1e-9;

  /** So many slots in a row are alike: those with lines and those without come in fours. */
  private static final double ALIKE = 4;

  private final TelemetryGapSettings settings;
  private final long slotMillis;
  private final TelemetryGapReport report;

  FunctionSilence(TelemetryGapSettings settings, long slotMillis, TelemetryGapReport report) {
    this.settings = settings;
    this.slotMillis = slotMillis;
    this.report = report;
  }

  /**
   * Takes in that a function is heard, before {@link Member#heardAt} tells so.
   *
   * @param unseen how long the whole account was silent by delivery's doing, milliseconds
   */
  void hear(
      long end,
      long unseen,
      String name,
      Member member,
      TelemetryGapState state,
      Effects<Finding> effects) {
    if (member.heardAt == NEVER) {
      member.since = end;
      member.steadySince = end;
      member.recent = 1;
      return;
    }
    long silence = Math.max(0, end - unseen - member.heardAt - slotMillis);
    double faded =
        member.longestSilenceMillis
            * StrictMath.pow(
                0.5, (silence + slotMillis) / TelemetryGapLogic.SILENCE_HALF_LIFE_MILLIS);
    member.longestSilenceMillis = Math.max(silence, (long) faded);
    double kept = member.recent * StrictMath.exp(-silence / RECENT_MILLIS);
    member.recent = (float) (1 - (1 - kept) * StrictMath.exp(-slotMillis / RECENT_MILLIS));
    if (member.presence < settings.functionPresence) {
      member.steadySince = end;
    }
    if (member.toldAt != NEVER) {
      member.toldAt = NEVER;
      effects.emit(report.heardAgain(end, name, member, state));
    }
  }

  /**
   * Looks for functions that are missed.
   *
   * @param together those that are missed with others, and are told of with them
   */
  void judge(
      long end, Predicate<Member> together, TelemetryGapState state, Effects<Finding> effects) {
    if (state.condition != Condition.WELL) {
      return;
    }
    for (Map.Entry<String, Member> entry : state.members.entrySet()) {
      Member member = entry.getValue();
      boolean repeated =
          member.toldAt != NEVER && end - member.toldAt < TelemetryGapLogic.REPEAT_MILLIS;
      boolean missed =
          member.toldAt != NEVER && end - member.heardAt >= silentAfter(member)
              || missed(end, member, state)
                  && !together.test(member)
                  && othersGoOn(end, member, state);
      if (missed && !repeated) {
        member.toldAt = end;
        effects.emit(report.missing(end, entry.getKey(), member, silentAloneAfter(member), state));
      }
    }
  }

  private long silentAfter(Member member) {
    return Math.max(
        settings.functionSilenceMillis,
        (long) (settings.silenceRatio * member.longestSilenceMillis));
  }

  private long silentAloneAfter(Member member) {
    boolean known = member.heardAt - member.steadySince >= LONG_MILLIS;
    long noChance = Math.max(silentAfter(member), noChanceAfter(member.presence));
    return known ? noChance : Math.max(settings.functionYoungSilenceMillis, noChance);
  }

  /** How long one that logs in a share of all slots is silent by next to no chance. */
  private long noChanceAfter(double presence) {
    double slots = ALIKE * StrictMath.log(CHANCE) / StrictMath.log(1 - Math.min(presence, 0.999));
    return (long) (slots * slotMillis);
  }

  private boolean missed(long end, Member member, TelemetryGapState state) {
    return silent(end, member, state)
        && end - member.heardAt >= silentAloneAfter(member)
        && member.presence >= settings.functionPresence
        && member.recent >= FADED * member.presence
        && steady(member, state);
  }

  /** Is a function silent for longer than it ever was, and was known before? */
  boolean silent(long end, Member member, TelemetryGapState state) {
    return end - member.heardAt >= silentAfter(member)
        && member.heardAt - state.since >= settings.learningMillis;
  }

  /** Was it there nearly always, for as long as anything of the account is known? */
  boolean steady(Member member, TelemetryGapState state) {
    double known = Math.min(LONG_MILLIS, ALWAYS * (member.heardAt - state.since));
    return member.heardAt - member.steadySince >= known;
  }

  /** Was it there as often as lately, for as long as anything of the account is known? */
  boolean even(Member member, TelemetryGapState state) {
    double share = (double) member.slots * slotMillis / (member.heardAt - state.since + slotMillis);
    return share >= ALWAYS * member.presence;
  }

  /**
   * Was one heard for the first time about when another fell silent, and may stand for it?
   *
   * @param presence share of the slots in which the other one logged: it logs about as often
   */
  boolean mayReplace(long end, Member one, long silentSince, double presence) {
    double often = (double) one.slots * slotMillis / (end - one.since + slotMillis);
    return one.since >= silentSince - SUCCESSOR_MILLIS && often >= SUCCESSOR * presence;
  }

  private boolean othersGoOn(long end, Member member, TelemetryGapState state) {
    long beside = 0;
    long goOn = 0;
    for (Member other : state.members.values()) {
      if (mayReplace(end, other, member.heardAt, member.presence)) {
        return false;
      }
      if (other != member && other.heardAt >= member.heardAt - BESIDE_MILLIS) {
        beside++;
        goOn += end - other.heardAt <= 2 * BESIDE_MILLIS ? 1 : 0;
      }
    }
    return goOn >= ENOUGH_OTHERS && 2 * goOn > beside;
  }
}
