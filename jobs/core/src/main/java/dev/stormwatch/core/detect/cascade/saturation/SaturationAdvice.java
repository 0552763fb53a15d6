package dev.stormwatch.core.detect.cascade.saturation;

import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.ReservedConcurrency;
import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Sharers;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What to do about a function at its reserved concurrency.
 *
 * <p>Calls that are refused are tried again, so what is offered at the limit is more than anybody
 * wants: half as much again as there is, or all that is offered where that is more. Where calls
 * have become slow it is the usual rate that is wanted, of calls that take as long as they do now;
 * and more of them load what is slow even more.
 */
final class SaturationAdvice implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Seconds of a call, over usual ones: slow, and not a few that have more to do. */
  private static final double SLOWER = 2;

  /** Places over those that are wanted: busy minutes take more than the mean. */
  static final double SPARE = 1.5;

  /** Calls for each usual one from which on nobody planned for them. */
  private static final double SUDDEN = 20;

  /** Of what is refused nearly always no formula tells how much it is. */
  static final double MOST_REFUSED = 0.95;

  private final Settings settings;

  SaturationAdvice(Settings settings) {
    this.settings = settings;
  }

  /** What a call usually takes; NaN where it is hardly called. */
  static double usualSeconds(Member member) {
    return member.flatTop.usual() / member.ordinary();
  }

  /** Is it called so much more than ever that somebody should ask by whom? */
  static boolean isSudden(Member member, long end) {
    long minute = member.count(end - 80, end - 20);
    return minute >= SUDDEN * 60 * Math.max(member.ordinary(), Member.IDLE);
  }

  /** What comes before more concurrency for a function that was hardly called until now. */
  static Recommendation ownSource(String name) {
    return new Recommendation(
        "see whether " + name + " feeds its own source",
        "",
        "it was hardly called before: if it writes to what calls it, it takes all the concurrency"
            + " that it is given",
        "aws lambda list-event-source-mappings --function-name " + name,
        "none, it only reads");
  }

  /** Places that calls would take if none were refused. */
  static double offered(long limit, double refused) {
    return limit / (1 - Math.min(MOST_REFUSED, refused));
  }

  /** The command that asks for so many concurrent executions of the account. */
  static String largerQuota(long value) {
    return text(
        "aws service-quotas request-service-quota-increase --service-code lambda --quota-code"
            + " L-B99A9384 --desired-value %d",
        value);
  }

  /**
   * @param refused share of its calls, 0 to 1; 0 where pollers wait
   * @param seconds that a call takes now
   */
  List<Recommendation> rows(
      String name, Member member, long limit, double refused, double seconds, AccountState state) {
    double usually = usualSeconds(member);
    boolean slower = refused > 0 && seconds >= SLOWER * usually;
    List<Recommendation> rows = new ArrayList<>();
    if (isSudden(member, state.end)) {
      rows.add(ownSource(name));
    }
    if (slower) {
      rows.add(slow(name, seconds, usually));
    }
    double wanted = slower ? Math.max((double) limit, member.ordinary() * seconds) : limit;
    double offered = slower ? 0 : offered(limit, refused);
    long need = (long) Math.ceil(Math.max(SPARE * wanted, offered));
    long most =
        settings.cascade.accountConcurrency
            - StageCaps.UNRESERVED
            - Sharers.reserved(state, settings)
            + limit;
    rows.add(
        need <= most
            ? raise(name, need, why(limit, wanted, offered, slower))
            : quota(need, need - most));
    return rows;
  }

  private static String why(long limit, double wanted, double offered, boolean slower) {
    if (!slower && offered <= limit) {
      return text("%.1f × %d: what waits is worked off half as fast again", SPARE, limit);
    }
    return slower
        ? text(
            "%.1f × %.0f, which its usual calls take at once while they are that slow; not counted"
                + " are those that are tried again",
            SPARE, wanted)
        : text(
            "%d are offered at most: calls that are refused and tried again count each time; and"
                + " half as much again as the %d that there are at least",
            (long) Math.ceil(offered), limit);
  }

  private static Recommendation slow(String name, double seconds, double usually) {
    return new Recommendation(
        "find what slows its calls",
        "",
        text(
            "they take %.0f ms, usually %.0f ms: more of them at a time load whatever is slow even"
                + " more",
            1000 * seconds, 1000 * usually),
        text("aws logs tail /aws/lambda/%s --since 10m", name),
        "none, it only reads");
  }

  private static Recommendation raise(String name, long need, String why) {
    return new Recommendation(
        "raise the function's reserved concurrency",
        Long.toString(need),
        why,
        ReservedConcurrency.command(name, need),
        "takes the number from the account's unreserved concurrency, and lets as many more calls"
            + " through to what the function uses; if it feeds its own source, it takes all that it"
            + " is given");
  }

  /** What AWS would refuse is not advised. */
  private Recommendation quota(long need, long missing) {
    long quota = settings.cascade.accountConcurrency;
    return new Recommendation(
        "ask for more concurrency, or let fewer calls come",
        Long.toString(need),
        text(
            "it would take so many, and of the account's %,d (cascade.accountConcurrency) AWS leaves"
                + " %d to functions without a reserve",
            quota, StageCaps.UNRESERVED),
        largerQuota(quota + missing),
        "a raise takes hours to days");
  }
}
