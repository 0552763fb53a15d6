package dev.stormwatch.core.detect.cascade;

/**
 * Calls that a clock starts: a schedule, a poller, a load test at a fixed rate, devices that
 * report.
 *
 * <p>They are as even as turns that wait for one another, and evener: a clock makes up for what was
 * late, so that after any time the count is what it ought to be. A turn that was long puts off all
 * that follow. So let C(t) be the calls until t, λ those of a second:
 *
 * <pre>
 *   a clock    C(t) − λ t    within the jitter of single calls, however long it lasts
 *   turns      its range is 1.25 c √C(t), c the coefficient of variation of a turn
 * </pre>
 *
 * <p>And people set clocks to whole numbers, so λ is one; turns come to one by chance. What it
 * mistakes for a clock: turns of a tenth of a second that hardly vary. What it cannot see: clocks
 * of other rates, and calls that come too far from their time.
 */
final class Clock {

  private static final int PANE_SECONDS = 10;

  /** So many of the latest panes are looked at: a load test's first minute leads up to its rate. */
  private static final int PANES = 18;

  /** So long its calls must have come. */
  static final int SECONDS = PANES * PANE_SECONDS;

  /** Calls at either end of a stretch may fall on its other side, and one may be somebody's. */
  private static final double EDGES = 3;

  /** Calls on either side of a moment that jitter puts on its other side, over √λ. */
  private static final double JITTER = 0.2;

  private Clock() {}

  /** Does a clock start a function's calls until a second? */
  static boolean starts(Member member, long to) {
    long from = to - SECONDS;
    double rate = Math.rint(member.count(from, to) / (double) SECONDS);
    double ahead = 0;
    double most = 0;
    double least = 0;
    for (long pane = from; pane < to; pane += PANE_SECONDS) {
      ahead += member.count(pane, pane + PANE_SECONDS) - rate * PANE_SECONDS;
      most = Math.max(most, ahead);
      least = Math.min(least, ahead);
    }
    return most - least <= EDGES + JITTER * Math.sqrt(rate);
  }
}
