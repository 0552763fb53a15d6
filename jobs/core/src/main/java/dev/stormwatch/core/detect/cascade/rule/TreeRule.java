package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Branch;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.detect.cascade.account.CommonBurst;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.StartRing;
import dev.stormwatch.core.detect.cascade.account.Suspect;
import dev.stormwatch.core.detect.cascade.account.Tree;
import dev.stormwatch.core.settings.CascadeSettings;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Trees of one trace that are wider or deeper than any of their root: see {@link
 * dev.stormwatch.core.detect.cascade.CascadeDetector}.
 *
 * <p>That a function calls itself is certain at its third return. What a page waits for then is
 * that the tree comes to <i>loopCalls</i>: work that is halved, or a walk of folders, doubles in
 * turns as equal, and how much of it is left is in no line. So it takes as many turns as make so
 * many calls: six more where calls double, half a minute of turns of four seconds. Three are enough
 * where it is known what the root's events become ({@link Unprecedented}), and <i>fanOutCalls</i>
 * of one that has doubled for {@value #SLOW_SECONDS} s: no walk takes as long for so few.
 *
 * <p>An event that becomes <i>loopCalls</i> calls and leaves the account no concurrency for half of
 * <i>saturationSeconds</i> is a cascade, whatever its form: a map state in a map state is a bounded
 * tree, too, and its owner would want to know.
 *
 * <p>Which call caused which is in no line ({@link dev.stormwatch.core.model.CallTrace}), so stages
 * are told by when they began. Two functions that one event calls at once look like two generations
 * if calls of the wider one begin a second later.
 */
public final class TreeRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** What has doubled for so long is no walk, though it is few calls. */
  private static final long SLOW_SECONDS = 600;

  /** Of the calls of who fills the account, so many are one event's. */
  private static final double MOST_CALLS = 0.5;

  /** So long before an account is known to be full it may have been so. */
  private static final int LATE_SECONDS = 20;

  private final Settings all;
  private final CascadeSettings settings;
  private final TreeGrowth growth;

  public TreeRule(Settings settings) {
    this.all = settings;
    this.settings = settings.cascade;
    this.growth = new TreeGrowth(settings.cascade.growthMillis / 1000);
  }

  /** The largest tree that is a cascade and part of none that is known. */
  public @Nullable Suspect find(AccountState state) {
    Suspect found = null;
    long most = 0;
    for (Tree tree : state.trees.all()) {
      if (tree.calls > most && news(tree, state)) {
        Suspect suspect = judge(tree, state);
        if (suspect != null) {
          found = suspect;
          most = tree.calls;
        }
      }
    }
    return found;
  }

  /** Is it larger than what its root ever caused, still growing, and not known yet? */
  private boolean news(Tree tree, AccountState state) {
    Member root = state.members.get(tree.root());
    double largest = root == null ? 0 : state.largestTree(tree.root(), root);
    return tree.calls >= Unprecedented.CALLS
        && tree.calls > settings.repeatRatio * largest
        && !tree.isQuiet(state.end)
        && tree.functions().stream().noneMatch(state::explained);
  }

  private @Nullable Suspect judge(Tree tree, AccountState state) {
    long end = state.end;
    boolean large = tree.calls >= settings.fanOutCalls;
    for (Branch branch : tree.branches) {
      if (settings.isMeant(branch.function)) {
        continue;
      }
      if (explodes(tree, branch, state)) {
        return suspect(Shape.EXPLOSION, tree);
      }
      if (large && branch.deepest >= settings.loopCalls) {
        return suspect(Shape.LOOP, tree);
      }
    }
    if (large && fansOut(tree, end) && !fills(tree, state)) {
      return suspect(Shape.YOUNG_FAN_OUT, tree);
    }
    return large && fills(tree, state) ? filling(tree, state) : null;
  }

  /** With what bursts beside it: of its functions some may tell no trace, or not yet. */
  private Suspect filling(Tree tree, AccountState state) {
    CommonBurst burst = CommonBurst.find(state, all);
    if (burst == null || !burst.names.contains(tree.root())) {
      return suspect(Shape.FAN_OUT, tree);
    }
    String root = burst.root(state, settings);
    Set<String> path = new LinkedHashSet<>(burst.path(root));
    path.addAll(tree.functions());
    long since = Math.min(burst.began(root, state), tree.since());
    return new Suspect(Shape.FAN_OUT, List.copyOf(path), since, 1, tree.id);
  }

  private static Suspect suspect(Shape shape, Tree tree) {
    return new Suspect(shape, tree.functions(), tree.since(), 1, tree.id);
  }

  private boolean explodes(Tree tree, Branch branch, AccountState state) {
    Member member = state.members.get(branch.function);
    double seconds = member == null ? 0 : member.cost.seconds();
    if (tree.calls < settings.loopCalls) {
      return Unprecedented.multiplies(branch, seconds, state.end) && Unprecedented.is(tree, state)
          || branch.calls >= settings.fanOutCalls
              && state.end - branch.first >= SLOW_SECONDS
              && growth.goesOn(branch, state.end);
    }
    long most = settings.growthMillis / 1000;
    long known = Unprecedented.longSeconds(seconds, most);
    return Generations.multiplyByDepth(branch)
        || Generations.multiplyByTime(branch, state.end)
        || Generations.goOn(branch, state.end, most)
        || Generations.goOn(branch, state.end, known) && Unprecedented.is(tree, state)
        || branch.calls >= settings.fanOutCalls && growth.goesOn(branch, state.end);
  }

  /** Does one event become many calls, and each of those many again? */
  private boolean fansOut(Tree tree, long end) {
    long before = 1;
    for (Branch parent : tree.branches) {
      boolean many = parent.calls >= settings.generationRatio * before;
      for (Branch child : tree.branches) {
        if (many
            && isLater(child, parent, end)
            && child.calls >= settings.fanOutCalls
            && child.calls >= settings.generationRatio * parent.calls
            && !settings.isMeant(child.function)) {
          return true;
        }
      }
      before = Math.max(before, many ? before : parent.calls);
    }
    return false;
  }

  /** Is the account full, and are most calls of who fills it the doing of this event alone? */
  private boolean fills(Tree tree, AccountState state) {
    long end = state.end;
    long full = state.refusing.fullFor(end * 1000) / 1000;
    Member largest = state.members.get(state.largest);
    if (full * 1000 < settings.saturationMillis / 2 || largest == null) {
      return false;
    }
    long from = end - full - LATE_SECONDS;
    long calls = tree.count(state.largest, from, end);
    return tree.calls >= settings.loopCalls
        && !settings.isMeant(state.largest)
        && calls > MOST_CALLS * largest.count(from, end);
  }

  /**
   * Do a function's calls come to more than another's only after the second in which that was first
   * called, or deeper? See {@link FanOutRule}.
   */
  private static boolean isLater(Branch child, Branch parent, long end) {
    long second = parent.first;
    boolean deeper = parent.shallowest() >= 0 && child.shallowest() > parent.shallowest();
    return child.first > second
        || child.first == second
            && (deeper
                || second >= end - StartRing.SECONDS
                    && child.count(second, second + 1) < parent.count(second, second + 1));
  }
}
