package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.StartRing;

/**
 * Calls that each cause as many more, a long turn later: do they repeat themselves, multiplied?
 *
 * <p>What feeds itself r-fold in turns of T has n(t) = r · n(t − T), not on average but call by
 * call, so in panes y and x a turn apart
 *
 * <pre>
 *   r = Σ y / Σ x
 *   mean (y − r x)² / (y + r² x)   near 0; 1 where y knows nothing of x
 * </pre>
 *
 * <p>A rate that somebody doubles by the clock does so, too, but it is smooth from one pane to the
 * next, or has one step a turn. Turns that are long beside how they vary keep the pulses that the
 * first calls were, so most panes are far from their neighbours.
 *
 * <p>What it mistakes for it: a load test of short peaks at one distance, each r times the last.
 */
final class Turns {

  private static final int PANE_SECONDS = 10;

  /** Panes of the shortest and the longest turn. */
  private static final int SHORTEST = 2;

  private static final int LONGEST = 6;

  /** So many turns are compared with the one before each, and at least so many. */
  private static final int MOST_TURNS = 4;

  private static final int TURNS = 3;

  /** Fewer panes that are not empty may agree by chance. */
  private static final int FILLED = 8;

  /** So many calls in the last turn. */
  private static final double CERTAIN = 100;

  /** So many times the calls of the turn before: less may be a rate that rises. */
  private static final double LEAST = 1.5;

  /** And at most: what each call of a loop causes is few. */
  private static final double MOST = 4;

  /** A pane is far from its neighbour by so many times the calls, and standard deviations. */
  private static final double FAR = 2;

  private static final double DEVIATIONS = 3;

  /** Share of the panes that are: of steps once a turn it is at most a third. */
  private static final double PULSES = 0.5;

  private Turns() {}

  /**
   * Does each turn of a burst repeat the one before, multiplied?
   *
   * @param end second up to which calls are kept
   * @param settled second up to which nearly all of its calls are told
   * @param most of what is left, over what chance leaves
   */
  static boolean multiply(Member member, long end, long settled, double most) {
    int kept = (int) ((settled - (end - StartRing.SECONDS)) / PANE_SECONDS);
    double[] calls = new double[Math.max(0, kept)];
    for (int i = 0; i < kept; i++) {
      long to = settled - (long) (kept - 1 - i) * PANE_SECONDS;
      calls[i] = (double) member.count(to - PANE_SECONDS, to);
    }
    for (int turn = SHORTEST; turn <= LONGEST; turn++) {
      int panes = Math.min(MOST_TURNS * turn, kept - turn);
      if (panes >= TURNS * turn && multiply(calls, turn, panes, most)) {
        return true;
      }
    }
    return false;
  }

  private static boolean multiply(double[] calls, int turn, int panes, double most) {
    int first = calls.length - panes;
    double ratio = sum(calls, first, calls.length) / sum(calls, first - turn, calls.length - turn);
    if (!(ratio >= LEAST && ratio <= MOST)
        || sum(calls, calls.length - turn, calls.length) < CERTAIN) {
      return false;
    }
    double apart = 0;
    int filled = 0;
    int far = 0;
    double step = StrictMath.pow(ratio, 1.0 / turn);
    for (int i = first; i < calls.length; i++) {
      if (calls[i] + calls[i - turn] > 0) {
        apart += apart(calls[i], calls[i - turn], ratio);
        filled++;
      }
      far += isFar(calls[i], calls[i - 1], step) ? 1 : 0;
    }
    return filled >= FILLED && apart <= most * (filled - 1) && far >= PULSES * panes;
  }

  private static double sum(double[] calls, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += calls[i];
    }
    return sum;
  }

  /** Squared distance of a count from a multiple of another, over its variance by chance. */
  private static double apart(double count, double other, double ratio) {
    double left = count - ratio * other;
    return left * left / (count + ratio * ratio * other);
  }

  private static boolean isFar(double count, double other, double step) {
    double expected = step * other;
    return count + other > 0
        && Math.max(count, expected) > FAR * Math.min(count, expected)
        && apart(count, other, step) > DEVIATIONS * DEVIATIONS;
  }
}
