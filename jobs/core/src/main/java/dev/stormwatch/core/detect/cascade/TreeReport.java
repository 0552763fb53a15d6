package dev.stormwatch.core.detect.cascade;

import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Tree;
import java.util.stream.Collectors;

/** What the traces of a cascade say of it. */
final class TreeReport {

  /** A trace of a cascade began at most so long before what rates take for its onset. */
  static final long ONSET_SECONDS = 30;

  /** Of so large a share of calls there is nothing to be scaled. */
  private static final double ALL = 0.95;

  /** Functions of a tree that a row has room for. */
  private static final int NAMED = 5;

  private TreeReport() {}

  /** Is a trace one of a cascade's? */
  static boolean shows(Tree tree, Cascade cascade) {
    return cascade.path.contains(tree.root()) && tree.since() >= cascade.since - ONSET_SECONDS;
  }

  /** Looks for a trace that shows a cascade which rates gave away. */
  static void show(Cascade cascade, AccountState state) {
    if (cascade.trace.known()) {
      return;
    }
    long most = 1;
    for (Tree tree : state.trees.all()) {
      if (tree.calls > most && shows(tree, cascade)) {
        most = tree.calls;
        cascade.trace = tree.id;
      }
    }
  }

  /**
   * The trace that shows it, as of a second; traces are sampled whole, so what is scaled is their
   * number.
   */
  static String words(Tree tree, Events events, AccountState state, long asOf) {
    String branches =
        tree.branches.stream()
            .limit(NAMED)
            .map(branch -> branch.function)
            .map(name -> text("%s (%,d)", name, calls(tree, name, asOf, state.end)))
            .collect(Collectors.joining(" → "));
    Member root = state.members.get(tree.root());
    double share = root == null ? 0 : root.tracedShare();
    int more = tree.branches.size() - NAMED;
    int deepest = tree.deepest();
    return text(
        "in %s: %s%s%s%s",
        tree.id.ofXray() ? "trace " + tree.id.text() : "one trace of the application's own",
        branches,
        more > 0 ? text(" → %d more functions", more) : "",
        deepest > 0 ? text(", %d deep", deepest) : "",
        sampled(tree.root(), share, events.traced));
  }

  /** Its calls of a function that started before a second. */
  static long calls(Tree tree, String function, long asOf, long end) {
    return tree.calls(function) - tree.count(function, asOf, end);
  }

  /** Of events that are counted by their calls none is scaled: of most there is no trace at all. */
  private static String sampled(String root, double share, boolean scaled) {
    if (share <= 0 || share > ALL) {
      return "";
    }
    String told = text("; %.0f %% of %s's calls tell their trace", 100 * share, root);
    return scaled
        ? told + text(", so each that is seen stands for %.0f", 1 / share)
        : told + ", this is one of them";
  }
}
