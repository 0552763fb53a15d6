package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.Lateness;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.StartRing;

/**
 * An idle function whose first calls multiply, from a few on, until a limit stops them.
 *
 * <p>What feeds itself r-fold in turns of T comes in generations: of n calls, r·n, r²·n, and in
 * panes of w each pane has r^(w/T) times the one before, whether the generations are pulses or run
 * into one another. From a rate that rises in a line, panes have 1 : 3 : 5 : 7, from one that rises
 * with the square of time 1 : 7 : 19 : 37, and from a step 1 : 1 : 1 : 1. So three panes in a row
 * of twice the one before and more, the last of {@value #SQUARE} times the last but two, are none
 * of these. A limit of few places is reached in three or four generations; {@link ExplosionRule},
 * which asks for doublings of sums that chance does not double, has none of them left then.
 *
 * <p>So few calls may multiply by chance, and the first ones of a crowd do, which is why a function
 * that is called at all meanwhile is not asked, and why what follows is: the calls go on for
 * {@value #LASTING_SECONDS} s as a limit lets them, undiminished. Work that is divided and ends,
 * and people who are refused, are fewer by then.
 */
public final class FirstGenerations {

  /** A pane has so many times the calls of the one before, at least. */
  private static final double MULTIPLE = 2;

  /** The last pane has so many times the calls of the last but two: 5.3 in a square. */
  private static final double SQUARE = 6.3;

  private static final int PANES = 4;

  /** Calls in the first pane: one, or one for each event that it began with. */
  private static final long BORN = 4;

  /** The last pane has so many calls that chance makes few of them. */
  private static final long CERTAIN = 40;

  /** Of what is usual not one call is expected meanwhile. */
  private static final double USUAL = 1;

  /** The panes multiply at one pace: the most a pane does over the least, but for chance. */
  private static final double PACE = 3;

  /** Seconds from its first call to the next, over a pane: generations are a turn apart. */
  private static final double PAUSE = 1.5;

  /** Widths of panes that are tried, seconds; see {@link Generations}. */
  private static final int[] WIDTHS = {1, 2, 3, 4, 6, 8, 12};

  /** For so long it goes on after them. */
  static final int LASTING_SECONDS = 60;

  private FirstGenerations() {}

  /**
   * Second at which a burst that began so had gone through its first generations, or {@link
   * Member#NONE}.
   *
   * @param settled second up to which nearly all of its calls are told
   */
  static long end(Member member, long settled) {
    if (!member.bursting()
        || settled - member.burst.since > StartRing.SECONDS - Lateness.MOST_SECONDS) {
      return Member.NONE;
    }
    long pause = second(member, settled) - member.burst.since;
    for (int width : WIDTHS) {
      long end = member.burst.since + (long) PANES * width;
      if (end <= settled
          && pause <= PAUSE * width
          && PANES * width * member.burst.usual < USUAL
          && multiplies(member, width)) {
        return end;
      }
    }
    return Member.NONE;
  }

  /** Second of the first call after the first second. */
  private static long second(Member member, long settled) {
    long second = member.burst.since + 1;
    while (second < settled && member.at(second) == 0) {
      second++;
    }
    return second;
  }

  private static boolean multiplies(Member member, int width) {
    long[] calls = new long[PANES];
    double least = Double.MAX_VALUE;
    double most = 0;
    for (int i = 0; i < PANES; i++) {
      long from = member.burst.since + (long) i * width;
      calls[i] = member.count(from, from + width);
      if (i > 0) {
        double multiple = calls[i] / (double) calls[i - 1];
        least = Math.min(least, multiple);
        most = Math.max(most, multiple);
      }
    }
    long last = calls[PANES - 1];
    return calls[0] <= BORN
        && last >= CERTAIN
        && last >= SQUARE * calls[PANES - 3]
        && least >= MULTIPLE
        && most <= PACE * least;
  }
}
