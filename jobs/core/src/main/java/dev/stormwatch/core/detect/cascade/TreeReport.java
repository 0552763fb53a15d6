package dev.stormwatch.core.detect.cascade;

import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.settings.CascadeSettings;
import java.io.Serializable;
import java.util.stream.Collectors;

/** What the traces of a cascade say of it. */
final class TreeReport implements Serializable {

  private static final long serialVersionUID = 1L;

  /** A trace of a cascade began at most so long before what rates take for its onset. */
  static final long ONSET_SECONDS = 30;

  /** Of so large a share of calls there is nothing to be scaled. */
  private static final double ALL = 0.95;

  private final CascadeSettings settings;

  TreeReport(CascadeSettings settings) {
    this.settings = settings;
  }

  /**
   * Events behind a fan-out. Traces say it better than rates, which take a root whose call was not
   * seen for nothing, and its children for roots; of those that are sampled each stands for more.
   */
  double roots(Cascade cascade, CascadeState state) {
    double seen = 0;
    double share = 0;
    for (Tree tree : state.trees.all()) {
      Member root = state.members.get(tree.root());
      if (root != null && tree.calls >= settings.fanOutCalls && shows(tree, cascade)) {
        seen++;
        share = Math.max(share, root.tracedShare());
      }
    }
    double most = (double) cascade.roots;
    return seen == 0 || share <= 0 ? most : Math.max(1, Math.min(most, seen / share));
  }

  /** Is a trace one of a cascade's? */
  static boolean shows(Tree tree, Cascade cascade) {
    return cascade.path.contains(tree.root()) && tree.since() >= cascade.since - ONSET_SECONDS;
  }

  /** The trace that shows it; traces are sampled whole, so what is scaled is their number. */
  static String words(Tree tree, Cascade cascade, CascadeState state) {
    String branches =
        tree.branches.stream()
            .map(branch -> text("%s (%d)", branch.function, branch.calls))
            .collect(Collectors.joining(" → "));
    Member root = state.members.get(cascade.root());
    double share = root == null ? 0 : root.tracedShare();
    int deepest = tree.deepest();
    return text(
        "in %s: %s%s%s",
        tree.id.ofXray() ? "trace " + tree.id.text() : "one trace of the application's own",
        branches,
        deepest > 0 ? text(", %d deep", deepest) : "",
        sampled(cascade.root(), share));
  }

  private static String sampled(String root, double share) {
    if (share <= 0 || share > ALL) {
      return "";
    }
    return text(
        "; %.0f %% of %s's calls tell their trace, so each that is seen stands for %.0f",
        100 * share, root, 1 / share);
  }
}
