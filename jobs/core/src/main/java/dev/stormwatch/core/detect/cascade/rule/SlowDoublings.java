package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Trail;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Do the calls of an idle function double from the first one on, in times of half a minute to some
 * minutes?
 *
 * <p><b>Mechanism.</b> A call that causes two more after some seconds of work, and some in a queue,
 * doubles what there is in a turn. Its generations come one by one at first, too far apart to be
 * one burst, and soon overlap.
 *
 * <p><b>Formula.</b> With N the calls since the function was silent for {@value #SILENT_SECONDS} s
 * and t(i) when N was n / 2^i, for i up to {@value #DOUBLINGS}, where n / 2^{@value #DOUBLINGS} is
 * {@value #FEWEST} calls or more:
 *
 * <pre>
 *   t(i) - t(i+1)     alike: twice the one before in a step, √2 times in a line, ∛2 in a square
 * </pre>
 *
 * <p>and of a doubling the call itself takes a quarter and more. Where it takes half and more of a
 * doubling of a minute or longer, {@value #LONG_DOUBLINGS} from {@value #LONG_FEWEST} calls on are
 * enough.
 *
 * <p><b>Why it works.</b> From one call to five hundred at one pace nobody comes who comes from
 * outside: pollers, clients and sales begin with many or become more in a line. The beginning of a
 * wave of a million people does double so, but they wait for their answers for less than they need
 * to tell one another. And who divides work into calls of minutes does not divide it six times.
 *
 * <p><b>What it mistakes for it.</b> Long work that is divided in two nine times and ends then.
 * What it cannot see: a function that somebody calls every minute or two.
 *
 * <p><b>Source.</b> Hawkes and Oakes (1974).
 */
final class SlowDoublings {

  static final int SILENT_SECONDS = 120;

  static final int DOUBLINGS = 8;

  static final int LONG_DOUBLINGS = 6;

  private static final double FEWEST = 2;

  private static final double LONG_FEWEST = 4;

  /** The later half of them, over the earlier one: 4 in a line, 2.5 in a square. */
  private static final double LENGTHENING = 1.35;

  private static final double SHORTENING = 1.5;

  /** Any of them over any other: half minutes are known, and turns of a few calls are chance. */
  private static final double BALANCE = 3;

  /** The same of the later half, which are of many calls. */
  private static final double LATER_BALANCE = 1.5;

  /** A mean doubling, seconds: what is quicker shows by the second. */
  private static final double QUICKEST = 15;

  private static final double SLOWEST = 90;

  /** The same over what a call takes. */
  private static final double MOST_TURN = 4;

  private static final double LONG_QUICKEST = 60;

  /** Of what is slower half an hour, which is kept, does not hold as many. */
  private static final double LONG_SLOWEST = 270;

  private static final double LONG_MOST_TURN = 2;

  private static final int PANE = Trail.PANE_SECONDS;

  private SlowDoublings() {}

  /**
   * @param settled second up to which nearly all calls are told
   */
  static boolean are(Member member, long settled, long end) {
    double[] taken =
        taken(member, settled, first(member, SILENT_SECONDS, end), end, DOUBLINGS, FEWEST);
    return member.burst.usual * SILENT_SECONDS < 1
        && areEqual(taken, QUICKEST, Math.min(SLOWEST, MOST_TURN * member.cost.seconds()));
  }

  /** The same of calls of minutes, of which fewer leave no place for others. */
  static boolean areOfLongCalls(Member member, long settled, long end) {
    double call = member.cost.seconds();
    long silent = Math.max(SILENT_SECONDS, (long) (LONG_MOST_TURN * call));
    double[] taken =
        taken(member, settled, first(member, silent, end), end, LONG_DOUBLINGS, LONG_FEWEST);
    return areEqual(taken, LONG_QUICKEST, Math.min(LONG_SLOWEST, LONG_MOST_TURN * call));
  }

  private static double @Nullable [] taken(
      Member member, long settled, long first, long end, int doublings, double fewest) {
    long at = Trail.floor(settled);
    return first == Member.NONE || at <= first
        ? null
        : Doublings.taken(Growth.ofSilent(member, first, end), at, doublings, fewest);
  }

  private static boolean areEqual(double @Nullable [] taken, double quickest, double slowest) {
    if (taken == null) {
      return false;
    }
    double mean = Doublings.sum(taken) / taken.length;
    double[] later = Arrays.copyOf(taken, taken.length / 2);
    return mean >= quickest
        && mean <= slowest
        && Doublings.areEqual(taken, BALANCE, LENGTHENING, SHORTENING)
        && Doublings.areEqual(later, LATER_BALANCE, LATER_BALANCE, LATER_BALANCE);
  }

  /**
   * First half minute after a silence of so many seconds that its burst is part of; {@link
   * Member#NONE} for none.
   */
  private static long first(Member member, long silent, long end) {
    if (!member.bursting()) {
      return Member.NONE;
    }
    long first = Trail.floor(member.burst.since);
    while (first - silent >= Trail.from(end)) {
      if (member.trail.count(Trail.floor(first - silent), first) == 0) {
        return first;
      }
      first -= PANE;
    }
    return Member.NONE;
  }
}
