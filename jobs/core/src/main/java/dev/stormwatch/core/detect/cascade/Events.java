package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Tree;
import dev.stormwatch.core.settings.CascadeSettings;

/**
 * How many events from outside are behind a fan-out: what its calls are divided by.
 *
 * <p>Calls of a root that is seldom called are those events, each of them counted. Traces say it
 * better where its usual calls scatter, and where the event's own call was lost, so that what it
 * called is taken for the root. A trace is sampled whole or not at all, at its first call: none of
 * the calls of an event that is not sampled tells its trace. So n trees are seen of n / s events, s
 * the chance, which are known within √((1 − s) / n), relatively; of a cascade without a single tree
 * nothing but the calls of its root is known.
 */
final class Events {

  /** Usual calls of the root scatter by so much of what it was called, at most. */
  private static final double CLEAR = 0.1;

  /** Events are whole: by less than half of one nothing is unclear. */
  private static final double HALF = 0.5;

  /** Standard deviations in which the truth is nineteen times in twenty. */
  private static final double NINETEEN_OF_TWENTY = 1.96;

  final double count;

  /** Do traces say so? Then it is events, and not calls of the root. */
  final boolean traced;

  /** How far off it may be, relatively, nineteen times in twenty. */
  final double error;

  private Events(double count, boolean traced, double error) {
    this.count = Math.max(1, Math.rint(count));
    this.traced = traced;
    this.error = error;
  }

  static Events of(Cascade cascade, AccountState state, Figures figures, CascadeSettings settings) {
    double called = called(cascade, state, figures);
    double seen = 0;
    double share = 0;
    for (Tree tree : state.trees.all()) {
      Member root = state.members.get(tree.root());
      if (root != null && tree.calls >= settings.fanOutCalls && TreeReport.shows(tree, cascade)) {
        seen++;
        // Where the event's own call was lost, what it called makes most of the calls there ever
        // were, and what of those has not ended has not told its trace.
        boolean first = tree.root().equals(cascade.root());
        share = Math.max(share, first ? root.tracedShare() : root.tracedShareOfEnded());
      }
    }
    double traced = seen == 0 || share <= 0 ? Double.POSITIVE_INFINITY : seen / share;
    boolean clear = scatter(cascade, state) <= Math.max(HALF, CLEAR * called);
    if (clear ? traced >= called : Double.isInfinite(traced)) {
      return new Events(called, false, 0);
    }
    double error = NINETEEN_OF_TWENTY * Math.sqrt(Math.max(0, 1 - share) / seen);
    return new Events(traced, true, error);
  }

  /** Calls of the root as of the second of the other figures; of those lost, the first is not. */
  private static double called(Cascade cascade, AccountState state, Figures figures) {
    Member root = state.members.get(cascade.root());
    double since = root == null ? 0 : root.count(figures.asOf, state.end);
    return 1 + Math.max(0, cascade.roots - since - 1) * figures.loss.factor();
  }

  /** Standard deviation of what the root is called anyway meanwhile. */
  private static double scatter(Cascade cascade, AccountState state) {
    Member root = state.members.get(cascade.root());
    double usual = root == null ? 0 : root.ordinary();
    return Math.sqrt(usual * (state.end - cascade.since));
  }
}
