package dev.stormwatch.core.detect.cascade;

import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Branch;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.detect.cascade.account.Lateness;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Tree;
import dev.stormwatch.core.detect.cascade.rule.Doublings;
import dev.stormwatch.core.detect.cascade.rule.Growth;
import dev.stormwatch.core.detect.cascade.rule.Turns;
import org.jspecify.annotations.Nullable;

/**
 * How many calls each call of a cycle causes, a turn later, and in what time they double.
 *
 * <pre>
 *   d               mean of the latest doublings while it grew, seconds
 *   m = C_0 / C_1   where turns are pulses ({@link Turns}): calls of one over those of the one before
 *   m = max Σ n_k+c / Σ n_k     where calls tell their depth k: n_k calls at depth k of the function
 *                   that is called most, which comes back c calls deeper; sums from the first
 *                   generation to any later one, which is less where some of its calls still wait
 * </pre>
 *
 * <p>By rates alone m is not known: 2^(T/d), T what a turn takes, but neither how long events are
 * on their way is in any line nor how early in a call it causes others.
 *
 * <p><b>Source.</b> Harris (1963) on branching processes.
 */
final class Gain {

  /** So many doublings are looked at. */
  private static final int DOUBLINGS = 3;

  /** Of fewer calls in a burst chance makes the doublings. */
  private static final double FEWEST = 16;

  /** Growth is over where a few seconds' rate first came to so much of the most there was. */
  private static final double GROWN = 0.7;

  private static final int FEW_SECONDS = 5;

  /** Fewer calls than these cause as many as chance lets them. */
  private static final long ENOUGH = 100;

  /** Seconds in which its calls doubled, while they grew; NaN where that is not known. */
  final double doubling;

  /** Calls that a call causes, a turn later; NaN where that is not known. */
  final double each;

  private Gain(double doubling, double each) {
    this.doubling = doubling;
    this.each = each;
  }

  /** Of what calls itself more than once; null for anything else, and where neither is known. */
  static @Nullable Gain of(Cascade cascade, AccountState state) {
    if (cascade.shape() != Shape.EXPLOSION) {
      return null;
    }
    Member most = most(cascade, state);
    long settled = state.end - Lateness.UNTOLD_SECONDS;
    Turns turns = most == null ? null : Turns.find(most, state.end, settled);
    Tree tree = state.trees.find(cascade.trace);
    double traced = tree == null ? Double.NaN : byDepth(tree);
    double each = !Double.isNaN(traced) || turns == null ? traced : turns.ratio();
    double doubling = turns == null ? doubling(most, state) : turns.doubling();
    return Double.isNaN(each) && Double.isNaN(doubling) ? null : new Gain(doubling, each);
  }

  /** The function of a cycle that is called most, if its calls are a burst. */
  private static @Nullable Member most(Cascade cascade, AccountState state) {
    Member most = null;
    for (String name : cascade.cycle()) {
      Member member = state.members.get(name);
      if (member != null
          && member.bursting()
          && (most == null || member.burst.calls > most.burst.calls)) {
        most = member;
      }
    }
    return most;
  }

  private static double doubling(@Nullable Member most, AccountState state) {
    if (most == null) {
      return Double.NaN;
    }
    Growth growth = Growth.bySecond(most, state.end);
    long at = grown(most, growth);
    double[] taken =
        growth.until(at) / (1 << DOUBLINGS) < FEWEST ? null : growth.doublings(at, DOUBLINGS);
    return taken == null ? Double.NaN : Doublings.sum(taken) / DOUBLINGS;
  }

  /** The second at which it no longer grew, or the last one. */
  private static long grown(Member member, Growth growth) {
    long most = 0;
    for (long at = growth.from() + FEW_SECONDS; at <= growth.last(); at++) {
      most = Math.max(most, member.count(at - FEW_SECONDS, at));
    }
    for (long at = growth.from() + FEW_SECONDS; at <= growth.last(); at++) {
      if (member.count(at - FEW_SECONDS, at) >= GROWN * most) {
        return at;
      }
    }
    return growth.last();
  }

  private static double byDepth(Tree tree) {
    long[] calls = new long[0];
    long most = 0;
    for (Branch branch : tree.branches) {
      calls = branch.calls > most ? branch.byDepth() : calls;
      most = Math.max(most, branch.calls);
    }
    int turn = turn(calls);
    double each = Double.NaN;
    long parents = 0;
    long children = 0;
    // Half as deep as the deepest most calls of a generation have begun.
    int last = turn == 0 ? -1 : Math.min(calls.length - 1, tree.deepest() / 2);
    for (int depth = turn; depth <= last; depth++) {
      parents += calls[depth - turn];
      children += calls[depth];
      double ratio = children / (double) parents;
      // Later calls of a generation that is not complete only lower it.
      each = parents >= ENOUGH && !(ratio <= each) ? ratio : each;
    }
    return each;
  }

  /** Calls from one of a function to the next one of it: the least from depth to depth. */
  private static int turn(long[] calls) {
    int turn = 0;
    int before = -1;
    for (int depth = 0; depth < calls.length; depth++) {
      if (calls[depth] > 0) {
        turn = before >= 0 && (turn == 0 || depth - before < turn) ? depth - before : turn;
        before = depth;
      }
    }
    return turn;
  }

  /** In words, to follow a path; empty where there is nothing worth telling. */
  String words() {
    String causes = Double.isNaN(each) ? "" : text("; each call causes %.2f, a turn later", each);
    return Double.isNaN(doubling)
        ? causes
        : causes + text("; while its calls grew they doubled every %.1f s", doubling);
  }
}
