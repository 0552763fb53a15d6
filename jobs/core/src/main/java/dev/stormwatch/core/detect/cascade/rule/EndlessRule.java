package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Suspect;
import dev.stormwatch.core.detect.cascade.account.Tree;
import dev.stormwatch.core.detect.cascade.account.TreeSizes;
import dev.stormwatch.core.settings.CascadeSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Do some events of a function never end, while all others do?
 *
 * <p><b>Mechanism.</b> Orders of one kind, or messages with one answer, go round for ever, and the
 * function's other events are what they were. Its calls scatter as always then, for most of them
 * come from outside. But in their traces those that go round are chains of one call after another
 * that nothing ends, and there are ever more of them.
 *
 * <p><b>Formula.</b> Of the traces that a function begins with, those of <i>generationRatio</i> · S
 * calls are long, S the largest of the {@value #KNOWN_EVENTS} and more that are known to have ended
 * and that began before. {@value #TREES} long ones and more live, each past the return at which
 * Lambda stops a chain; they have lived {@value #SECONDS} s in all, and next to none has ended:
 *
 * <pre>
 *   P(no end in t seconds) = exp(-t / τ)      if chains live τ seconds in the mean
 *   T_i = life / returns                      as long a turn in each of them
 * </pre>
 *
 * <p>and they began as events come, over half of the time since the first of them at least. Where
 * they make most calls of a burst {@value #BURST_SECONDS} s are enough. Those that began together,
 * as parts of one job do, are told after {@value #TOGETHER_SECONDS} s in all.
 *
 * <p>Of a function that was never called before it is not known what its events become. Chains that
 * go round through several functions are told after {@value #UNKNOWN_SECONDS} s in all.
 *
 * <p><b>Why it works.</b> A reader of pages, a walk, or a retry comes to an end, and of several
 * that began at different times one does so soon. Parts of one job begin together; so do a stream's
 * batches that are tried again and again while something is down. A job's parts that wait for
 * workers take the longer the more of them there are; turns of chains do not.
 *
 * <p><b>What it mistakes for it.</b> Sessions that name one correlation id for as long as they last
 * and ask every few seconds, from a release on; the first exports of a thousand pages, one after
 * another, each of which takes many minutes. What it cannot see: turns longer than {@value
 * Chain#TURN_SECONDS} s; events of which few are sampled.
 */
public final class EndlessRule implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int TREES = 3;

  /** So few are known of a job that runs now and then; what tells a loop is that none ends. */
  private static final long KNOWN_EVENTS = 10;

  /** Together, as long as several minutes of one event in ten seconds. */
  private static final long SECONDS = 1_500;

  /** The same of those that make most calls of a burst of their root: no few exports do. */
  private static final long BURST_SECONDS = 500;

  /** The same of what began together, as parts of one job do: few last so long. */
  private static final long TOGETHER_SECONDS = 7_200;

  /** The same of what was never called before, of which several functions call one another. */
  private static final long UNKNOWN_SECONDS = 14_400;

  /** Each function of a ring is called so many times as often as the one that is called most. */
  private static final double RING = 0.5;

  /** Of all that are long, those that still grow. */
  private static final double NEARLY_ALL = 0.9;

  /** From the first to the latest that is certain, over the time since the first. */
  private static final double SPREAD = 0.5;

  /** A turn of one, over that of the middle one, or the other way round. */
  private static final double ALIKE = 1.5;

  private final CascadeSettings settings;

  EndlessRule(CascadeSettings settings) {
    this.settings = settings;
  }

  @Nullable Suspect find(AccountState state) {
    Map<String, List<Tree>> byRoot = new TreeMap<>();
    for (Tree tree : state.trees.all()) {
      if (tree.calls >= Chain.CERTAIN) {
        byRoot.computeIfAbsent(tree.root(), name -> new ArrayList<>()).add(tree);
      }
    }
    for (Map.Entry<String, List<Tree>> entry : byRoot.entrySet()) {
      Member root = state.members.get(entry.getKey());
      if (root != null && entry.getValue().size() >= TREES) {
        Suspect suspect = judge(entry.getKey(), root, entry.getValue(), state);
        if (suspect != null) {
          return suspect;
        }
      }
    }
    return null;
  }

  /**
   * @param trees that no event which Lambda stops, or a queue gives up, has become
   */
  private @Nullable Suspect judge(String name, Member root, List<Tree> trees, AccountState state) {
    long began = trees.stream().mapToLong(Tree::since).min().orElseThrow();
    TreeSizes known = before(began, name, root, state);
    List<Tree> large = new ArrayList<>(trees);
    large.removeIf(tree -> tree.calls < settings.generationRatio * known.most);
    List<Tree> living = new ArrayList<>(large);
    living.removeIf(tree -> !new Chain(tree).grows(state.end) || state.isSpared(tree, settings));
    if (living.size() < NEARLY_ALL * large.size()) {
      return null;
    }
    living.removeIf(tree -> !new Chain(tree).isCertain(state.end));
    living.sort(Comparator.comparingLong(Tree::since));
    if (living.size() < TREES || !areAlike(living)) {
      return null;
    }
    long first = living.get(0).since();
    long spread = living.get(living.size() - 1).since() - first;
    long seconds = living.stream().mapToLong(tree -> new Chain(tree).seconds()).sum();
    if (known.events < KNOWN_EVENTS) {
      return seconds >= UNKNOWN_SECONDS && living.stream().allMatch(EndlessRule::isRing)
          ? suspect(Shape.CHAINS, living)
          : null;
    }
    if (spread >= SPREAD * (state.end - first)) {
      boolean most =
          root.bursting()
              && ForestRule.areMost(living, root, first, state.end - Chain.LATE_SECONDS, state.end);
      return seconds >= (most ? BURST_SECONDS : SECONDS) ? suspect(Shape.LOOP, living) : null;
    }
    return seconds >= TOGETHER_SECONDS ? suspect(Shape.CHAINS, living) : null;
  }

  /** What became of events that began before any that is long. */
  private static TreeSizes before(long began, String name, Member root, AccountState state) {
    TreeSizes sizes = root.sizes.copy();
    for (Tree tree : state.trees.all()) {
      if (tree.isQuiet(state.end) && tree.since() < began && tree.root().equals(name)) {
        sizes.take(tree.calls);
      }
    }
    return sizes;
  }

  /** Do calls go from function to function, as no reader of pages does? */
  private static boolean isRing(Tree tree) {
    long most = new Chain(tree).widest.calls;
    return tree.branches.stream().filter(branch -> branch.calls >= RING * most).count() > 1;
  }

  private static boolean areAlike(List<Tree> trees) {
    double[] turns = trees.stream().mapToDouble(tree -> new Chain(tree).turn()).sorted().toArray();
    double middle = turns[turns.length / 2];
    return turns[0] * ALIKE >= middle && turns[turns.length - 1] <= ALIKE * middle;
  }

  private static Suspect suspect(Shape shape, List<Tree> living) {
    Tree largest = Tree.largest(living);
    return new Suspect(
        shape, largest.functions(), living.get(0).since(), living.size(), largest.id);
  }
}
