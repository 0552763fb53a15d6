package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Trail;
import java.util.Arrays;

/**
 * Do the calls of an idle function double from the first one on, in times of half a minute or so?
 *
 * <p><b>Mechanism.</b> A call that causes two more after some seconds of work, and some in a queue,
 * doubles what there is in a turn. Its generations come one by one at first, too far apart to be
 * one burst, and soon overlap.
 *
 * <p><b>Formula.</b> With N the calls since the function was silent for {@value #SILENT_SECONDS} s
 * and t(i) when N was n / 2^i, for i up to {@value #DOUBLINGS}, where n / 2^{@value #DOUBLINGS} is
 * two calls or more:
 *
 * <pre>
 *   t(i) - t(i+1)     alike: twice the one before in a step, √2 times in a line, ∛2 in a square
 * </pre>
 *
 * <p>and of a doubling the call itself takes a quarter and more.
 *
 * <p><b>Why it works.</b> From one call to five hundred at one pace nobody comes who comes from
 * outside: pollers, clients and sales begin with many or become more in a line. The beginning of a
 * wave of a million people does double so, but they wait for their answers for less than they need
 * to tell one another.
 *
 * <p><b>What it mistakes for it.</b> Long work that is divided in two nine times and ends then.
 * What it cannot see: a function that somebody calls every minute or two.
 *
 * <p><b>Source.</b> Hawkes and Oakes (1974).
 */
final class SlowDoublings {

  static final int SILENT_SECONDS = 120;

  static final int DOUBLINGS = 8;

  private static final double FEWEST = 2;

  /** The later half of them, over the earlier one: 4 in a line, 2.5 in a square. */
  private static final double LENGTHENING = 1.35;

  private static final double SHORTENING = 1.5;

  /** Any of them over any other: half minutes are known, and turns of a few calls are chance. */
  private static final double BALANCE = 3;

  /** The same of the later half, which are of many calls. */
  private static final double LATER_BALANCE = 1.5;

  /** A mean doubling, seconds: what is quicker shows by the second, what is slower is no page. */
  private static final double QUICKEST = 15;

  private static final double SLOWEST = 90;

  /** The same over what a call takes. */
  private static final double MOST_TURN = 4;

  private static final int PANE = Trail.PANE_SECONDS;

  private SlowDoublings() {}

  /**
   * @param settled second up to which nearly all calls are told
   */
  static boolean are(Member member, long settled, long end) {
    long first = first(member, end);
    long at = Trail.floor(settled);
    if (first == Member.NONE || at <= first) {
      return false;
    }
    Growth growth = Growth.byTrail(member, first, end);
    double[] taken = Doublings.taken(growth, at, DOUBLINGS, FEWEST);
    if (taken == null) {
      return false;
    }
    double mean = Doublings.sum(taken) / DOUBLINGS;
    double[] later = Arrays.copyOf(taken, DOUBLINGS / 2);
    return mean >= QUICKEST
        && mean <= Math.min(SLOWEST, MOST_TURN * member.cost.seconds())
        && Doublings.areEqual(taken, BALANCE, LENGTHENING, SHORTENING)
        && Doublings.areEqual(later, LATER_BALANCE, LATER_BALANCE, LATER_BALANCE);
  }

  /** First half minute after a silence that its burst is part of; {@link Member#NONE} for none. */
  private static long first(Member member, long end) {
    if (!member.bursting() || member.burst.usual * SILENT_SECONDS >= 1) {
      return Member.NONE;
    }
    long first = Trail.floor(member.burst.since);
    while (first - SILENT_SECONDS >= Trail.from(end)) {
      if (member.trail.count(first - SILENT_SECONDS, first) == 0) {
        return first;
      }
      first -= PANE;
    }
    return Member.NONE;
  }
}
