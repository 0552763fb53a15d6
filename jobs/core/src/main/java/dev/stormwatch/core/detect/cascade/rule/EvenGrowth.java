package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Trail;

/**
 * Does a rate double in equal times for minutes, of calls that are evener than people's?
 *
 * <p><b>Mechanism.</b> A loop that gains little, one call in twenty, doubles in minutes: too slowly
 * for the nine doublings that need no limit ({@link ExplosionRule}), and beside calls that are
 * usual. But each of its calls comes a turn after another, so counts do not scatter about their
 * trend in panes as long as a turn.
 *
 * <p><b>Formula.</b> With e the calls of half a minute beyond those that are usual, and t(j) when
 * they were e / 2^j,
 *
 * <pre>
 *   t(0) - t(1), … , t(3) - t(4)       alike, if it feeds itself; each twice the one before in a
 *                                      line, √2 times in a square, of time
 *   (n' - 2 n + n'')² / (n' + 4 n + n'')   1 in the mean, of calls that come as they please,
 *                                      whatever their trend
 * </pre>
 *
 * <p><b>Why it works.</b> What people tell one another doubles in minutes, too, and scatters.
 * Clients of a load test and a queue's pollers are even, and become more in a line or in steps.
 *
 * <p><b>What it mistakes for it.</b> A load test whose clients double every minute, in no steps.
 *
 * <p><b>Source.</b> Hawkes and Oakes (1974); Fano (1947).
 */
final class EvenGrowth {

  private static final int DOUBLINGS = 4;

  /** The longest of them at most, over the shortest: in a square it is 2.8. */
  private static final double BALANCE = 1.4;

  /** The longest, seconds: of what is slower little is kept. */
  private static final double SLOWEST = 150;

  /** The shortest: what is quicker shows by the second, and all that it calls with it. */
  private static final double QUICKEST = 20;

  /** Before the first of them calls were so many, and half as many as are usual. */
  private static final double FEWEST = 12;

  private static final double USUAL = 0.5;

  /** What calls scatter about their trend, over what chance would leave. */
  private static final double EVEN = 0.35;

  private static final int WIDTH = 5;
  private static final int SECONDS = 180;
  private static final int PANE = Trail.PANE_SECONDS;

  private EvenGrowth() {}

  /**
   * @param settled second up to which nearly all calls are told
   */
  static boolean is(Member member, long settled, long end) {
    return doubles(member, settled, end) && isEven(member, settled);
  }

  /** Has its rate doubled in equal times, whether it scatters or not? */
  static boolean doubles(Member member, long settled, long end) {
    double usual = member.ordinary() * PANE;
    long pane = Trail.floor(settled) - PANE;
    double top = member.trail.at(pane) - usual;
    double least = top / (1 << DOUBLINGS);
    if (least < Math.max(FEWEST, USUAL * usual)) {
      return false;
    }
    double longest = 0;
    double shortest = Double.MAX_VALUE;
    double later = pane;
    double above = top;
    double wanted = top / 2;
    while (wanted >= least && pane - PANE >= Trail.from(end)) {
      pane -= PANE;
      double calls = Math.max(1, member.trail.at(pane) - usual);
      if (calls >= above) {
        return false;
      }
      while (wanted >= least && calls <= wanted) {
        double into = StrictMath.log(wanted / calls) / StrictMath.log(above / calls);
        double at = pane + into * PANE;
        longest = Math.max(longest, later - at);
        shortest = Math.min(shortest, later - at);
        later = at;
        wanted /= 2;
      }
      above = calls;
    }
    return wanted < least
        && shortest >= QUICKEST
        && longest <= Math.min(SLOWEST, BALANCE * shortest);
  }

  private static boolean isEven(Member member, long settled) {
    double sum = 0;
    int panes = SECONDS / WIDTH;
    for (int i = 1; i < panes - 1; i++) {
      double before = count(member, settled, i + 1);
      double calls = count(member, settled, i);
      double after = count(member, settled, i - 1);
      double bend = before - 2 * calls + after;
      sum += bend * bend / Math.max(1, before + 4 * calls + after);
    }
    return sum / (panes - 2) <= EVEN;
  }

  private static double count(Member member, long settled, int pane) {
    long to = settled - (long) pane * WIDTH;
    return member.count(to - WIDTH, to);
  }
}
