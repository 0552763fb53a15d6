package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Branch;
import dev.stormwatch.core.detect.cascade.account.Cascade.Shape;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.StartRing;
import dev.stormwatch.core.detect.cascade.account.Suspect;
import dev.stormwatch.core.detect.cascade.account.Tree;
import dev.stormwatch.core.detect.cascade.account.TreeSizes;
import dev.stormwatch.core.detect.cascade.account.Trees;
import dev.stormwatch.core.settings.CascadeSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Do events of a function no longer end, one after another?
 *
 * <p><b>Mechanism.</b> A release makes a function write where it is triggered from, and each event
 * goes round from then on. All of them share what concurrency there is, so that no tree is large
 * for long, and chains that gain nothing never make a large one; but none of them stops.
 *
 * <p><b>Formula.</b> Events come at a rate λ and were over after S calls at most, of {@value
 * Unprecedented#KNOWN_TREES} at least. A loop of turns of T seconds has after t seconds
 *
 * <pre>
 *   λ t            trees, all of which live
 *   λ t² / 2T      calls, if one causes one; more if it causes more
 * </pre>
 *
 * <p>So of the traces that a function begins with, from some event on: nearly all still grow, which
 * is that their latest call is no longer ago than one and a half of their longest silences so far;
 * {@value #TREES} of them for {@value Chain#LIFE_SECONDS} s and past the return at which Lambda
 * stops a chain; each is <i>generationRatio</i> · S; they make <i>fanOutCalls</i> together. And
 * they are the events that come anyway: no faster than usual, about as many as usual, up to now,
 * and most calls of their root.
 *
 * <p><b>Why it works.</b> Pages, parts and retries come to an end, and an event more that is large
 * stands among those of always, which end. Chains that somebody starts side by side begin faster
 * than events do. A queue delivers a message again after half a minute, and ten times; a stream
 * that tries one batch again and again begins no other. Neither a burst nor evenness is asked for.
 *
 * <p><b>What it mistakes for it.</b> A release after which every event has pages for minutes on
 * purpose; polls for something that each event waits for and that stands still, where they are many
 * times as many as ever; a queue that is told to deliver failed messages again at once, twenty
 * times. What it cannot see: turns longer than {@value Chain#TURN_SECONDS} s; a root whose events
 * have no place in a busy account ({@link Trees}), or of which little is known; a loop that only
 * some of the events take, of which {@link EndlessRule} tells later.
 */
public final class ForestRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Trees of which each is certain. */
  private static final int TREES = 5;

  /** Of all trees from the first that grows to the last one, those that do. */
  private static final double NEARLY_ALL = 0.8;

  /**
   * Events in as long, over those that are usual: more than twice or fewer than half are others.
   */
  private static final double USUAL = 0.5;

  private static final Comparator<Tree> NEWEST_FIRST =
      Comparator.comparingLong(Tree::since)
          .thenComparingLong(tree -> tree.id.low)
          .thenComparingLong(tree -> tree.id.high)
          .reversed();

  private final CascadeSettings settings;

  ForestRule(CascadeSettings settings) {
    this.settings = settings;
  }

  @Nullable Suspect find(AccountState state) {
    Map<String, List<Tree>> certain = new TreeMap<>();
    for (Tree tree : state.trees.all()) {
      if (tree.calls >= Chain.CERTAIN && isCertain(tree, state)) {
        certain.computeIfAbsent(tree.root(), name -> new ArrayList<>()).add(tree);
      }
    }
    for (Map.Entry<String, List<Tree>> entry : certain.entrySet()) {
      Member root = state.members.get(entry.getKey());
      if (root != null && entry.getValue().size() >= TREES) {
        List<Tree> forest = forest(entry.getKey(), root, state);
        if (!forest.isEmpty()) {
          return suspect(forest);
        }
      }
    }
    return null;
  }

  /** The trees that grow from some event on, the newest first; empty if events do end. */
  private List<Tree> forest(String name, Member root, AccountState state) {
    TreeSizes known = state.sizes(name, root);
    if (known.events < Unprecedented.KNOWN_TREES) {
      return List.of();
    }
    List<Tree> trees = new ArrayList<>(state.trees.all());
    trees.removeIf(tree -> !tree.root().equals(name));
    trees.sort(NEWEST_FIRST);
    List<Tree> growing = new ArrayList<>();
    int enough = 0;
    int certain = 0;
    int all = 0;
    int large = 0;
    long calls = 0;
    for (int i = 0; i < trees.size(); i++) {
      Tree tree = trees.get(i);
      boolean wide = tree.calls >= Math.max(Chain.FEWEST, settings.generationRatio * known.most);
      boolean grows = wide && grows(tree, state);
      large += wide ? 1 : 0;
      all += grows || all > 0 ? 1 : 0;
      if (grows) {
        growing.add(tree);
        calls += tree.calls;
        certain += isCertain(tree, state) ? 1 : 0;
        if (certain >= TREES
            && calls >= settings.fanOutCalls
            && growing.size() >= NEARLY_ALL * all
            && areUsual(trees.subList(0, i + 1), all, root, state.end)
            && areMost(growing, root, state.end)) {
          enough = growing.size();
        }
      }
    }
    // One that began long before, or has ended, is another matter; of many it is the same.
    return growing.subList(0, enough >= NEARLY_ALL * large ? enough : 0);
  }

  private static Suspect suspect(List<Tree> forest) {
    Tree largest = Tree.largest(forest);
    long since = forest.get(forest.size() - 1).since();
    return new Suspect(shape(largest), largest.functions(), since, forest.size(), largest.id);
  }

  /** Do calls of a tree multiply, or does each cause one? */
  private static Shape shape(Tree tree) {
    Branch widest = new Chain(tree).widest;
    long middle = (widest.first + widest.last) / 2;
    long earlier = widest.count(widest.first, middle);
    return widest.calls - earlier > 2 * earlier ? Shape.EXPLOSION : Shape.LOOP;
  }

  private boolean isCertain(Tree tree, AccountState state) {
    Chain chain = new Chain(tree);
    return chain.isCertain(state.end) && !state.isSpared(tree, settings);
  }

  /** Has it grown turn by turn, and is it time for no further turn? */
  private boolean grows(Tree tree, AccountState state) {
    return new Chain(tree).grows(state.end) && !state.isSpared(tree, settings);
  }

  /**
   * Are they the events that come anyway? If they are no burst, their own calls would be taken for
   * usual in the end.
   *
   * @param trees those from the first that grows on, the newest first
   * @param row of them, up to the last that grows
   */
  private static boolean areUsual(List<Tree> trees, int row, Member root, long end) {
    double usual = root.ordinary() * root.tracedShare();
    long first = trees.get(trees.size() - 1).since();
    long last = trees.get(trees.size() - row).since();
    boolean known = root.bursting() || end - first <= Member.LAG_SECONDS;
    boolean faster = USUAL * (row - 1) > usual * (last - first);
    return known && !faster && trees.size() >= USUAL * usual * (end - Chain.LATE_SECONDS - first);
  }

  /** Do they have most calls of their root since the first of them began? Others may have ended. */
  private static boolean areMost(List<Tree> growing, Member root, long end) {
    long from = growing.get(growing.size() - 1).since();
    return areMost(growing, root, from, growing.get(0).since() + 1, end);
  }

  /** Do they have most calls of their root from one second to another, as far as that is kept? */
  static boolean areMost(List<Tree> trees, Member root, long since, long to, long end) {
    long from = Math.max(since, end - StartRing.SECONDS);
    String name = trees.get(0).root();
    long calls = trees.stream().mapToLong(tree -> tree.count(name, from, to)).sum();
    return 2 * calls >= root.tracedShare() * root.count(from, to);
  }
}
