package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Branch;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Suspect;
import dev.stormwatch.core.detect.cascade.account.Trail;
import dev.stormwatch.core.detect.cascade.account.Tree;
import dev.stormwatch.core.settings.CascadeSettings;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Does one event of a function go round for ever, however slowly?
 *
 * <p><b>Mechanism.</b> One message that causes itself again is a chain of calls, each after the
 * last. In a busy function it adds nothing to the rate, in an idle one it looks like a client; it
 * costs cents an hour, and does so for weeks.
 *
 * <p><b>Formula.</b> One trace with n = {@value #FEWEST} calls of one function and more, which are
 *
 * <pre>
 *   n ≥ generationRatio · S     beyond any event of its root that ended
 *   n d / t ≤ 1                 one at a time: d what a call takes, t the time of n calls
 *   last ≈ now                  as alive as a chain can be said to be
 * </pre>
 *
 * <p>for {@value #LEAST_SECONDS} s and longer. The root is one of those that come back, or its
 * calls tell half as great a depth: a workflow that calls a worker for one item after another does
 * not come back itself, and no item is deeper than the others.
 *
 * <p><b>Why it works.</b> A reader of pages ends; the longest that were seen anywhere have some
 * 150. Maps and batches that run side by side are more than one call at a time.
 *
 * <p><b>What it mistakes for it.</b> An export of some hundred pages, each of which calls for the
 * next; a workflow whose only function works on as many items in turn. So it is a ticket, and a
 * page once it has <i>loopCalls</i> calls, at one a second and more. Where it is most of what is
 * traced of a burst it is a sample of many, and a loop.
 *
 * <p><b>Source.</b> AWS, "Recursive patterns that cause run-away Lambda functions".
 */
final class LoneChainRule implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int FEWEST = 250;

  private static final long LEAST_SECONDS = 240;

  /** Calls of a root that only began it, over those of who comes back. */
  private static final double BEGINNING = 0.05;

  /** One call in so many tells its trace, or fewer. */
  private static final double SAMPLED = 0.25;

  private final CascadeSettings settings;

  LoneChainRule(Settings settings) {
    this.settings = settings.cascade;
  }

  @Nullable Suspect find(AccountState state) {
    Tree found = null;
    for (Tree tree : state.trees.all()) {
      if (tree.calls >= FEWEST && (found == null || tree.calls > found.calls)) {
        found = isEndless(tree, state) ? tree : found;
      }
    }
    if (found == null) {
      return null;
    }
    Shape shape = isOneOfMany(found, state) ? Shape.LOOP : Shape.LONE_CHAIN;
    return new Suspect(shape, found.functions(), found.since(), 1, found.id);
  }

  /**
   * Is it most of the traced calls of a burst, few of which are traced? Then those that are not are
   * chains like it.
   */
  private static boolean isOneOfMany(Tree tree, AccountState state) {
    Member root = state.members.get(tree.root());
    long settled = state.end - Chain.LATE_SECONDS;
    return root != null
        && root.bursting()
        && root.tracedShare() <= SAMPLED
        && ForestRule.areMost(
            List.of(tree), root, settled - Trail.PANE_SECONDS, settled, state.end);
  }

  /**
   * Has a chain come so far, at a call a second and more, that it is taken for a loop as one would
   * be that no trace tells of?
   */
  boolean isLoop(Cascade cascade, AccountState state) {
    Tree tree = cascade.shape() == Shape.LONE_CHAIN ? state.trees.find(cascade.trace) : null;
    if (tree == null) {
      return false;
    }
    Chain chain = new Chain(tree);
    return chain.widest.calls >= settings.loopCalls
        && chain.widest.calls >= Cascade.SLOWEST * chain.seconds()
        && chain.grows(state.end);
  }

  private boolean isEndless(Tree tree, AccountState state) {
    Chain chain = new Chain(tree);
    Member root = state.members.get(tree.root());
    Member widest = state.members.get(chain.widest.function);
    return root != null
        && widest != null
        && chain.widest.calls >= FEWEST
        && chain.widest.calls >= settings.generationRatio * state.sizes(tree.root(), root).most
        && chain.seconds() >= LEAST_SECONDS
        && widest.cost.seconds() <= LoopRule.SERIAL * chain.turn()
        && comesBack(tree, chain.widest)
        && chain.grows(state.end)
        && !state.isSpared(tree, settings)
        && !state.cascading(tree.root());
  }

  private static boolean comesBack(Tree tree, Branch widest) {
    return tree.branches.get(0).calls >= BEGINNING * widest.calls || 2L * widest.deepest >= FEWEST;
  }
}
