package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.Member;

/**
 * Calls that a clock starts: a schedule, a poller, a load test at a fixed or a rising rate, devices
 * that report.
 *
 * <p>They are as even as turns that wait for one another, and evener: a clock makes up for what was
 * late, so that after any time the count is what it ought to be. A turn that was long puts off all
 * that follow. So let C(t) be the calls until t, and e(t) what is left of them about a parabola, as
 * a rate may rise:
 *
 * <pre>
 *   a clock    E e² = 1 / 12 + 0.6 s λ     whole calls, and those that the jitter s of single ones
 *                                          puts on the other side of t; λ the calls a second
 *   turns      E e² = n / 12 + 0.043 c² λ t      of n chains that know nothing of one another, and
 *                                          a walk: the longer, the further; c the coefficient of
 *                                          variation of a turn
 *   d = Σ (e_i − e_(i−1))² / Σ e_i²        2 where no e knows of the one before, about
 *                                          1 / (0.043 n) for a walk of n panes
 * </pre>
 *
 * <p>d is the ratio of Durbin and Watson. A clock has small e and no walk. Many chains have e that
 * are not small from the first minute on, however regularly they began; one chain walks. To the
 * sums of d is added what whole calls and a few of somebody else leave. People set clocks to round
 * numbers, so of a round number a second a walk must show more clearly than of another.
 *
 * <p>Of many clocks each calls when it did a period before, so what is left is the same again a
 * period later, and any number of periods; chains are by then where their turns have taken them.
 *
 * <p>What it mistakes for a clock: one chain, or few quick ones, of turns that vary by less than
 * about a twelfth; many of turns that vary by a fiftieth. What it cannot see: many things that each
 * have a clock of their own with a period of more than two minutes, or that call a tenth of their
 * period and more from their time.
 *
 * <p><b>Sources.</b> Durbin and Watson (1950) on serial correlation; Allan (1966) on telling noise
 * of a clock's phase from noise of its frequency.
 */
public final class Clock {

  /** So long its calls must have come, or twice as long. */
  private static final int STRETCH_SECONDS = 120;

  private static final int MINUTE_SECONDS = 60;

  /** So long a stretch has enough minutes for one to be compared with the next. */
  private static final int MINUTES_SECONDS = 180;

  /** Minutes are tried from so many seconds to the next. */
  private static final int STEP_SECONDS = 5;

  /** Of a walk the ratio is less; of a clock it is more, however it jitters. */
  private static final double WALK = 0.9;

  /** Of calls that are no whole number a second, which are seldom a clock's, it must be so much. */
  private static final double ODD_WALK = 1.2;

  /** A minute tells less. */
  private static final double MINUTE_WALK = 1.3;

  /** From here on it is no walk, if there are enough calls for one to show. */
  private static final double CLOCK = 1.5;

  private static final long ENOUGH = 240;

  /** The same for a minute: of fewer nobody can tell whether a clock started them. */
  static final long MINUTE_ENOUGH = 180;

  /** Of a walk the ratio of what is left a minute apart is 2 and more, of what repeats itself 0. */
  private static final double REPEATED = 1.3;

  /** Of times that are tried one after the other, some second's is lower by chance. */
  private static final double REPEATED_SOMEWHERE = 0.5;

  /** What repeats itself in any period of two minutes or less does so until then. */
  private static final int LONGEST_SECONDS = 120;

  /** Of a walk four minutes leave four times as much as one, of a rate that bends far more. */
  private static final double BENT = 8;

  /** Of more calls of others in a stretch, what a clock started cannot be told from chains. */
  private static final double FEW = 10;

  private Clock() {}

  /** Does a clock start a function's calls? */
  static boolean starts(Member member, long to) {
    return starts(member, to - STRETCH_SECONDS, to, Double.POSITIVE_INFINITY)
        || starts(member, to - 2 * STRETCH_SECONDS, to, CLOCK);
  }

  private static boolean starts(Member member, long from, long to, double odd) {
    return member.burst.since <= from
        && member.count(from, to) >= ENOUGH
        && strikes(member, from, to, few(member, to - from), CLOCK, odd);
  }

  /** Calls a second that others add, as far as they cannot hide what many chains leave. */
  private static double few(Member member, long seconds) {
    return Math.min(member.burst.usual, FEW / seconds);
  }

  /**
   * Do a function's calls run away from any clock, in all of a stretch and in most of its minutes?
   * Where a clock's rate bends, which no parabola follows, there are minutes before and after.
   */
  static boolean isNone(Member member, long from, long to) {
    boolean minutes = to - from >= MINUTES_SECONDS;
    return !strikes(member, from, to, member.burst.usual, WALK, ODD_WALK)
        && !(minutes && repeats(member, from, to))
        && 2L * MINUTE_SECONDS * struck(member, from, to) < to - from;
  }

  /**
   * Do as many calls come in each period, whatever its length? Each of many clocks calls when it
   * did a period before, or k periods; a turn that was long puts off all that follow.
   */
  private static boolean repeats(Member member, long from, long to) {
    Drift drift = new Drift(member, from, to, 1, member.burst.usual);
    boolean repeats = drift.ratio(MINUTE_SECONDS) < REPEATED;
    for (int lag = MINUTE_SECONDS + 1; lag <= LONGEST_SECONDS && !repeats; lag++) {
      repeats = drift.ratio(lag) < REPEATED_SOMEWHERE;
    }
    return repeats;
  }

  /** Minutes, none of which is part of another, that are a clock's whose rate bends. */
  private static long struck(Member member, long from, long to) {
    double most = new Drift(member, from, to, 1, few(member, to - from)).square() / BENT;
    long struck = 0;
    long minute = from;
    while (minute + MINUTE_SECONDS <= to) {
      long end = minute + MINUTE_SECONDS;
      boolean strikes = strikesFor(member, minute, end, most);
      struck += strikes ? 1 : 0;
      minute = strikes ? end : minute + STEP_SECONDS;
    }
    return struck;
  }

  /**
   * Is what is left small, and no walk?
   *
   * @param others calls a second that somebody else may have added
   * @param round the least ratio of a clock at a round rate
   * @param odd the same at any other
   */
  private static boolean strikes(
      Member member, long from, long to, double others, double round, double odd) {
    Drift narrow = new Drift(member, from, to, 2, others);
    // Of turns of some seconds, many at a time, only wide panes show that they walk.
    Drift wide = new Drift(member, from, to, 5, others);
    double least = narrow.isRound(2) || narrow.isRound(5) ? round : odd;
    return wide.isSmall() && narrow.ratio() >= least && wide.ratio() >= least;
  }

  /** The same of a minute, which says less, and of which little is left. */
  private static boolean strikesFor(Member member, long from, long to, double most) {
    Drift drift = new Drift(member, from, to, 1, few(member, to - from));
    return member.count(from, to) >= MINUTE_ENOUGH
        && drift.ratio() >= MINUTE_WALK
        && new Drift(member, from, to, 2, few(member, to - from)).ratio() >= MINUTE_WALK
        && drift.isSmall()
        && drift.square() <= most;
  }
}
