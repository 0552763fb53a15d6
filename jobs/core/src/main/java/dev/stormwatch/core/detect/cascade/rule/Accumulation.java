package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Trail;

/**
 * Chains of calls that become more and more, as one more begins with each event and none ever ends.
 *
 * <p>Let events come as often as they always did, μ a second, and a turn of a chain take T. Then n
 * = μ t chains run t after it began, and calls come in a line, r(t) = μ (1 + t / T), about which
 * they scatter as events do:
 *
 * <pre>
 *   T = μ / (dr / dt)      what a call takes, and at most a few seconds on its way
 *   E (T · (r − parabola))² = n / 31 + v T²    what a parabola leaves of a walk of n steps, and v of
 *                          turns that vary, which is the same in narrow panes
 * </pre>
 *
 * <p>Clients of a load test are added as somebody likes, who does not know μ, and evenly: where
 * their ramp ends the line bends, too, so the walk is looked for in what was before the last
 * minute. And whatever a turn takes: clients are all there after some minutes, while events go on.
 *
 * <p>What it mistakes for it: load tests of a function that has traffic of its own, which add about
 * as many clients a second as that has calls, and do so for longer than {@value #RAMP_SECONDS} s;
 * one in ten of those, and more where clients come in stages.
 */
public final class Accumulation {

  /** Chains that are so many times as many as when they came to light. */
  private static final double PILED = 2;

  /** Ramps of load tests, which come to light after some two minutes, are over then mostly. */
  private static final int PILING_MINUTES = 4;

  /** In no part of the time fewer are added than so much of what is added in the mean. */
  private static final double SLACKENING = 0.5;

  /** The line is drawn through the mean rates of so many parts of a time. */
  private static final int PARTS = 4;

  private static final int SHORTEST_SECONDS = 90;

  /** Ramps of load tests of two or three minutes are over then, and the line bends. */
  private static final int RAMP_SECONDS = 210;

  /** Of fewer events chance makes too many or too few chains. */
  private static final double EVENTS = 12;

  /** By so much a turn may come out wrong: the square root of the events, and a bend. */
  private static final double INEXACT = 1.3;

  /** Seconds that what a call causes may be on its way. */
  private static final double ON_ITS_WAY = 2;

  private static final int PANE_SECONDS = 10;

  /** Panes in which what events add is little beside what turns of varied length leave. */
  private static final int NARROW_SECONDS = 5;

  /** In so many seconds a line may bend unseen. */
  private static final int BEND_SECONDS = 60;

  /** Events scatter at least so much as they do in the mean. */
  private static final double SCATTERED = 0.5 / 31;

  private Accumulation() {}

  /** Do chains become more as fast as events come, if each of those begins one? */
  static boolean keepsPace(Member member, long settled) {
    return !Double.isNaN(turn(member, settled));
  }

  /** Do they come by chance as well, as events do, and for longer than most clients are added? */
  static boolean keepsWithEvents(Member member, long settled) {
    double turn = turn(member, settled);
    return !Double.isNaN(turn)
        && settled - member.burst.since >= RAMP_SECONDS
        && scatters(member, from(member, settled), settled - BEND_SECONDS, turn);
  }

  private static long from(Member member, long settled) {
    return Math.max(member.burst.since, settled - Member.LAG_SECONDS);
  }

  /** What a turn takes if events make the line, seconds; NaN where it cannot take that. */
  private static double turn(Member member, long settled) {
    long from = from(member, settled);
    double events = member.burst.usual * (settled - from);
    if (settled - from < SHORTEST_SECONDS || events < EVENTS) {
      return Double.NaN;
    }
    double[] rates = rates(member, from, settled, (settled - from) / PARTS);
    double step = (rates[PARTS - 1] - rates[0]) / (PARTS - 1);
    for (int i = 1; i < PARTS; i++) {
      if (rates[i] - rates[i - 1] < SLACKENING * step) {
        return Double.NaN;
      }
    }
    double turn = events / PARTS / step;
    double call = member.cost.seconds();
    return turn >= call / INEXACT && turn <= INEXACT * (call + ON_ITS_WAY) ? turn : Double.NaN;
  }

  /** Calls a second in each part of a time. */
  private static double[] rates(Member member, long from, long to, long seconds) {
    double[] rates = new double[(int) ((to - from) / seconds)];
    for (int i = 0; i < rates.length; i++) {
      long end = to - (rates.length - 1 - i) * seconds;
      rates[i] = member.count(end - seconds, end) / (double) seconds;
    }
    return rates;
  }

  /** Do chains scatter about a parabola as events do? */
  private static boolean scatters(Member member, long from, long to, double turn) {
    double[] chains = rates(member, from, to, PANE_SECONDS);
    for (int degree = 0; degree <= 2; degree++) {
      Polynomial.takeOut(chains, degree);
    }
    double squares = 0;
    for (double chain : chains) {
      squares += turn * turn * chain * chain / chains.length;
    }
    double calls = member.count(from, to) * NARROW_SECONDS / (double) (to - from);
    double variance = member.dispersion(from, to, NARROW_SECONDS) * calls;
    double turns = turn * turn * variance / (PANE_SECONDS * PANE_SECONDS);
    return squares - turns >= SCATTERED * member.burst.usual * (to - from);
  }

  /**
   * Have chains become twice as many since they came to light, more of them in each minute?
   *
   * @param knownAt second at which they came to light
   * @param end second up to which calls are kept
   */
  static boolean piles(Member member, long knownAt, long end, long settled) {
    long to = Trail.floor(settled);
    int minutes = (int) ((to - knownAt) / 60);
    long told = to - 60L * minutes;
    if (minutes < PILING_MINUTES || told - 60 < Trail.from(end)) {
      return false;
    }
    long first = minute(member, told);
    return first > 0 && minute(member, to) >= PILED * first && rises(member, to, minutes);
  }

  /** Were there more calls in each of the minutes before a second, by about as many? */
  static boolean rises(Member member, long to, int minutes) {
    long added = minute(member, to) - minute(member, to - 60L * minutes);
    double step = SLACKENING * added / minutes;
    for (int i = 0; i < minutes; i++) {
      if (minute(member, to - 60L * i) - minute(member, to - 60L * (i + 1)) < step) {
        return false;
      }
    }
    return true;
  }

  /** Calls of the minute before a second. */
  static long minute(Member member, long to) {
    return member.trail.count(to - 60, to);
  }
}
