package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.AccountState;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Does every event of a function become many times what any of its events became before?
 *
 * <p><b>Mechanism.</b> A loop bound, a filter or a batch size goes wrong with a release, and each
 * event has a thousand calls where it had twenty. One generation that is wide is a map, whatever
 * its width; what tells a fault from work is that the events which come anyway are wide, one after
 * another.
 *
 * <p><b>Formula.</b> With s the calls of an event by its trace and S the largest s of events that
 * are over, of ten at least: events in a row with s &gt; <i>generationRatio</i> · S and s ≥
 * <i>fanOutCalls</i>. In a row is: of all calls of the root since the first of them none became
 * less, and they came no faster than its events do.
 *
 * <p><b>Why it works.</b> A backfill is one event more, or several in quick order, between those of
 * always. Orders of any size, however they are distributed, had large ones before, and have small
 * ones in between.
 *
 * <p><b>What it mistakes for it.</b> A release that is meant to do more. So it is a ticket at the
 * second event in a row, and a page at the third if that leaves nobody any concurrency, by what is
 * declared or by what callers are told, or when it has gone on for minutes. What it cannot see:
 * roots of which too few calls tell their trace, as where it is sampled, or whose trees have no
 * place in a busy account ({@link Trees}).
 */
final class WideningRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Of fewer events nobody knows how large they get. */
  private static final long KNOWN_EVENTS = 10;

  private static final int ROW = 2;

  private static final int CERTAIN_ROW = 3;

  /** Calls that come faster than this much of the usual time between them are others. */
  private static final double APART = 0.5;

  private static final Comparator<Tree> OLDEST_FIRST =
      Comparator.comparingLong(Tree::since)
          .thenComparingLong(tree -> tree.id.low)
          .thenComparingLong(tree -> tree.id.high);

  private final CascadeSettings settings;

  WideningRule(CascadeSettings settings) {
    this.settings = settings;
  }

  @Nullable Suspect find(AccountState state) {
    Set<String> roots = new TreeSet<>();
    for (Tree tree : state.trees.all()) {
      if (tree.calls >= settings.fanOutCalls
          && !tree.isQuiet(state.end)
          && tree.functions().stream().noneMatch(name -> isSpared(name, state))) {
        roots.add(tree.root());
      }
    }
    for (String root : roots) {
      List<Tree> row = row(root, state);
      if (row.size() >= ROW && !last(row).isQuiet(state.end)) {
        return suspect(last(row));
      }
    }
    return null;
  }

  private boolean isSpared(String function, AccountState state) {
    return settings.isMeant(function) || state.cascading(function);
  }

  private static Suspect suspect(Tree tree) {
    return new Suspect(Shape.WIDER, tree.functions(), tree.since(), 1, tree.id);
  }

  /** Are events of a root wide for so long that no chance explains it? */
  boolean goesOn(String root, AccountState state) {
    return row(root, state).size() >= CERTAIN_ROW;
  }

  /** The latest events of a root if all of them are wide, the newest last; else none. */
  private List<Tree> row(String root, AccountState state) {
    Member member = state.members.get(root);
    if (member == null) {
      return List.of();
    }
    List<Tree> trees =
        state.trees.all().stream()
            .filter(tree -> tree.root().equals(root))
            .sorted(OLDEST_FIRST)
            .collect(Collectors.toList());
    TreeSizes sizes = member.sizes.copy();
    List<Tree> row = new ArrayList<>();
    boolean broken = false;
    for (Tree tree : trees) {
      boolean wide = isWide(tree, sizes);
      if (wide && !broken) {
        row.add(tree);
      } else if (!wide && !tree.isQuiet(state.end)) {
        // It may become wide yet, if none that began later is.
        broken = true;
      } else {
        row.forEach(earlier -> sizes.take(earlier.calls));
        row.clear();
        sizes.take(tree.calls);
        broken = false;
      }
    }
    return row.size() >= ROW && isAll(row, member, state.end) ? row : List.of();
  }

  private boolean isWide(Tree tree, TreeSizes sizes) {
    return sizes.events >= KNOWN_EVENTS
        && tree.calls >= settings.fanOutCalls
        && tree.calls > settings.generationRatio * sizes.most;
  }

  /** Are they all of the root's calls since the first, and those that come anyway? */
  private static boolean isAll(List<Tree> row, Member root, long end) {
    long first = row.get(0).since();
    long last = last(row).since();
    double usual = root.ordinary();
    if ((last - first) * usual < APART * (row.size() - 1)) {
      return false;
    }
    long from = Math.max(first, end - StartRing.SECONDS);
    long wide = 0;
    for (Tree tree : row) {
      wide += tree.since() >= from ? tree.branches.get(0).calls : 0;
    }
    // Of a longer row some may have lost the lines that tell their trace.
    long untold = (row.size() - 1L) / 2;
    return root.count(from, last + 1) <= wide + untold;
  }

  private static Tree last(List<Tree> row) {
    return row.get(row.size() - 1);
  }
}
