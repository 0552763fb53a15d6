package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.Branch;
import dev.stormwatch.core.detect.cascade.account.StartRing;
import java.io.Serializable;

/**
 * Does a function call itself ever more often in one trace, however little each call gains and
 * however long a turn is?
 *
 * <p>A trace has one root, so nothing in it is usual and chance explains none of it. From its first
 * few calls on, what feeds itself doubles their sum N in equal times:
 *
 * <pre>
 *   N(t) = m^(t/T)     the k doublings before now take T ln 2 / ln m each, in any half of them
 *   N(t) ~ t^p         they grow by 2^(1/p): a map or pages in a row p = 1, clients or pollers that
 *                      come one after another p = 2; of six the later three take 2^(3/p) as long
 * </pre>
 *
 * <p>All doublings since the first few calls are compared, not only the latest: workers whose
 * number is doubled by a clock take as long each time, but had their first calls at once.
 *
 * <p>A walk of a directory grows like this too, and ends. Its levels are few and take seconds, so
 * what has grown for less than <i>growthSeconds</i> may be one. What it cannot see: a chain that
 * gains nothing and tells no depth, which in one trace is the same process as a worker that takes
 * the items of a batch in turn; a loop that doubles in five minutes or more; one that began with
 * many calls at once.
 */
final class TreeGrowth implements Serializable {

  private static final long serialVersionUID = 1L;

  /** So few calls are not looked at: they come as they please. */
  private static final double FEWEST = 4;

  /** So often it must have doubled since, at least. */
  private static final int DOUBLINGS = 6;

  /**
   * The later half of the doublings over the earlier half, or the reverse. Few calls scatter, which
   * takes a loop's halves apart by a fifth; those of clients that come one by one are 2.8 apart.
   */
  private static final double RATIO = 1.3;

  /**
   * The longest doubling, over the shortest. Where all calls of a turn come at once one may take
   * one turn and another two, and an early one no turn but the few seconds of its calls.
   */
  private static final double BALANCE = 6;

  /** Log lines of the latest seconds have not all arrived. */
  private static final int SETTLE_SECONDS = 20;

  /** Calls that last are told when they end, so growth that went on until so long ago goes on. */
  private static final int LATE_SECONDS = 60;

  private static final int STEP_SECONDS = 5;

  /** So long it must have grown. */
  private final long leastSeconds;

  TreeGrowth(long leastSeconds) {
    this.leastSeconds = leastSeconds;
  }

  boolean goesOn(Branch branch, long end) {
    long settled = end - SETTLE_SECONDS;
    if (settled - branch.first < leastSeconds) {
      return false;
    }
    // What the ring has forgotten the trail knows, in half minutes.
    Growth growth =
        branch.first >= end - StartRing.SECONDS
            ? Growth.bySecond(branch, end)
            : Growth.byTrail(branch, end);
    long latest = Math.min(growth.last(), settled);
    long earliest = Math.max(branch.first + leastSeconds, settled - LATE_SECONDS);
    for (long at = latest; at >= earliest; at -= STEP_SECONDS) {
      if (doubles(growth, at)) {
        return true;
      }
    }
    return false;
  }

  /** Did it double often enough until a second, each time in about as long? */
  private boolean doubles(Growth growth, long at) {
    double[] taken = growth.doublingsSince(FEWEST, at, DOUBLINGS);
    return taken != null && Doublings.areEqual(taken, BALANCE, RATIO, RATIO);
  }
}
