package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Branch;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.StartRing;
import dev.stormwatch.core.detect.cascade.account.Tree;
import dev.stormwatch.core.detect.cascade.account.TreeSizes;

/**
 * Is a tree nothing like what its root's events ever became, and does it multiply by itself?
 *
 * <p>A loop's generations multiply, and so do those of halved work, until it is done. Where nothing
 * is known of a root only size tells them apart. But where {@value #KNOWN_TREES} of its events and
 * more were followed to their ends, and this one has doubled five times beyond the largest of them,
 * then
 *
 * <pre>
 *   P(next &gt; 32 · largest of n) = 32^-a / (n + 1)     sizes with a tail x^-a: 1 in 1,000 if a = 1
 * </pre>
 *
 * <p>and what a function did not do in all that time, to call itself, it now does five generations
 * deep. So few do where calls tell their depth; where they do not, as many doublings, each about as
 * long as another:
 *
 * <pre>
 *   N = 3 · 2^5 calls    a loop that doubles is in its sixth return then; of a thousand calls, in
 *                        its ninth
 * </pre>
 *
 * <p>What it mistakes for a loop: the first large piece of work of a function that halves such in
 * five levels and more, after dozens of which none was halved twice.
 */
public final class Unprecedented {

  /** So many of a root's events have been seen to end. */
  static final long KNOWN_TREES = 30;

  /** Calls of this one, over those of the largest of them. */
  private static final double BEYOND = 32;

  /** Calls from which on it is seen whether their number doubles. */
  private static final double FEWEST = 3;

  private static final int DOUBLINGS = 5;

  static final long CALLS = (long) FEWEST << DOUBLINGS;

  /** The longest doubling over the shortest, and the later half of them over the earlier one. */
  private static final double BALANCE = 3;

  private static final double RATIO = 1.3;

  /** What multiplied and goes on undiminished for so long is no work that its root ever had. */
  private static final long LONG_SECONDS = 60;

  /** Turns of a few seconds; of longer ones a walk of three levels takes as long. */
  private static final int LONG_TURNS = 20;

  /** Within so many seconds nearly all calls are told that do not last. */
  private static final int LATE_SECONDS = 20;

  private Unprecedented() {}

  /** Has its root a history of trees, in which there is none like it? */
  static boolean is(Tree tree, AccountState state) {
    Member root = state.members.get(tree.root());
    if (root == null) {
      return false;
    }
    TreeSizes known = state.sizes(tree.root(), root);
    return known.events >= KNOWN_TREES && tree.calls >= BEYOND * known.most;
  }

  /**
   * Do its calls double as often and as evenly as it takes?
   *
   * @param seconds that a call takes: so many generations take as many times as long
   */
  static boolean multiplies(Branch branch, double seconds, long end) {
    if (branch.calls < CALLS || branch.deepest >= 0 && branch.deepest < DOUBLINGS) {
      return false;
    }
    if (Generations.multiply(branch, DOUBLINGS)) {
      return true;
    }
    if (branch.first < end - StartRing.SECONDS) {
      return false;
    }
    Growth growth = Growth.bySecond(branch, end);
    long from = Math.max(end - LATE_SECONDS, branch.first + (long) Math.ceil(DOUBLINGS * seconds));
    for (long at = end; at > from; at--) {
      if (doubles(growth, at)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Seconds after which calls that multiplied and are no fewer are no walk.
   *
   * @param most where nothing is known
   */
  static long longSeconds(double seconds, long most) {
    return Math.min(most, Math.max(LONG_SECONDS, Math.round(LONG_TURNS * seconds)));
  }

  private static boolean doubles(Growth growth, long at) {
    double[] taken = growth.doublingsSince(FEWEST, at, DOUBLINGS);
    return taken != null && Doublings.areEqual(taken, BALANCE, RATIO, RATIO);
  }
}
