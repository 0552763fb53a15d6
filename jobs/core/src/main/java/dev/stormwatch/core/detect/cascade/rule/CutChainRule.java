package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Branch;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Suspect;
import dev.stormwatch.core.detect.cascade.account.Tree;
import dev.stormwatch.core.settings.CascadeSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Does every event of a function go round until Lambda's own protection stops it?
 *
 * <p><b>Mechanism.</b> A release makes a function write where it is triggered from. Lambda stops
 * each chain at its sixteenth return or so ({@link
 * dev.stormwatch.core.detect.cascade.LoopProtection}), so nothing runs away and no limit is
 * reached, but each event costs sixteen times what it did, for as long as nobody looks.
 *
 * <p><b>Formula.</b> Of the traces that a function begins with, have fallen silent and are no older
 * than it takes until one is forgotten: {@value #ENOUGH} with {@value #FEWEST} to {@value #MOST}
 * calls of it and no function called more often, and at least half of all since the first of them;
 * where those before, of ten at least, had a <i>generationRatio</i>-th of that at most.
 *
 * <p><b>Why it works.</b> Pages, retries and parts of a whole are of any number; nothing but that
 * protection gives most events the same number just there.
 *
 * <p><b>What it mistakes for it.</b> A chain of sixteen calls that a release introduces on purpose,
 * and a queue that redelivers each message sixteen times within minutes. So it is a ticket. What it
 * cannot see: functions whose calls do not tell their trace, or have fewer than {@value #ENOUGH}
 * events in a quarter of an hour, and loops through more functions than one.
 *
 * <p><b>Source.</b> AWS Lambda Developer Guide, "Recursive loop detection".
 */
public final class CutChainRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Calls of a chain that was cut: about sixteen returns, and the first call. */
  private static final int FEWEST = Chain.STOPPED - 1;

  private static final int MOST = Chain.STOPPED + 2;

  private static final int ENOUGH = 20;

  /** Of fewer events before nobody knows what is usual. */
  private static final long KNOWN_EVENTS = 10;

  /** A turn takes less; redeliveries are further apart. */
  private static final long TURN_SECONDS = 20;

  private final CascadeSettings settings;

  CutChainRule(CascadeSettings settings) {
    this.settings = settings;
  }

  @Nullable Suspect find(AccountState state) {
    Map<String, List<Tree>> cut = new TreeMap<>();
    for (Tree tree : state.trees.all()) {
      if (isCut(tree, state.end) && tree.since() > toldUntil(tree.root(), state)) {
        cut.computeIfAbsent(tree.root(), name -> new ArrayList<>()).add(tree);
      }
    }
    for (Map.Entry<String, List<Tree>> entry : cut.entrySet()) {
      String root = entry.getKey();
      List<Tree> trees = entry.getValue();
      if (trees.size() >= ENOUGH && isNew(root, state) && areMost(root, trees, state)) {
        Tree last = trees.get(0);
        for (Tree tree : trees) {
          last = tree.since() > last.since() ? tree : last;
        }
        return new Suspect(Shape.CUT_CHAINS, List.of(root), first(trees), trees.size(), last.id);
      }
    }
    return null;
  }

  private static boolean isCut(Tree tree, long end) {
    Branch root = tree.branches.get(0);
    return root.calls >= FEWEST
        && tree.branches.stream().allMatch(branch -> branch.calls <= MOST)
        && root.last - root.first <= TURN_SECONDS * root.calls
        && tree.isQuiet(end);
  }

  /** Second up to which it was said of a function that it is over. */
  private static long toldUntil(String root, AccountState state) {
    return state.over != null && state.over.root().equals(root) ? state.overAt : Member.NONE;
  }

  private boolean isNew(String root, AccountState state) {
    Member member = state.members.get(root);
    return member != null
        && member.sizes.events >= KNOWN_EVENTS
        && settings.generationRatio * member.sizes.most <= FEWEST
        && !settings.isMeant(root)
        && !state.cascading(root);
  }

  private static boolean areMost(String root, List<Tree> cut, AccountState state) {
    long first = first(cut);
    long all =
        state.trees.all().stream()
            .filter(tree -> tree.root().equals(root))
            .filter(tree -> tree.since() >= first && tree.isQuiet(state.end))
            .count();
    return 2L * cut.size() >= all;
  }

  private static long first(List<Tree> trees) {
    return trees.stream().mapToLong(Tree::since).min().orElseThrow();
  }
}
