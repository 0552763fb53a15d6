package dev.stormwatch.core.detect.cascade.account;

import dev.stormwatch.core.model.TracePart;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The largest of an account's traces, in memory that does not grow with their number.
 *
 * <p>Metwally, Agrawal and El Abbadi's space saving, among the traces of one root: of so many
 * places each holds one trace; a trace that has none takes that of the lightest and inherits its
 * count, since it may have had calls before. So every trace has one that has more calls than its
 * root has in all for each of its places. What is counted since a trace got its place is exact. It
 * is the root with the most places that gives one up, so a seldom called function keeps all of its
 * traces beside a busy one. Slots come in order and their parts are sorted, so the answer is the
 * same at any parallelism.
 *
 * <p>The lightest are those that say what is usual, and under a busy root each would lose its place
 * within seconds. So a quarter of a root's places is kept by the traces with the lowest ids until
 * those are over, whatever their weight (Gibbons' distinct sampling): the lower half of an id is
 * random, so they are a fair sample, and slots too keep the lowest of equal parts.
 */
public final class Trees {

  public static final int PLACES = 1024;

  /** One of so many places is the sample's. */
  private static final int SAMPLE = 4;

  /** A trace of which nothing was heard for so long is over. */
  public static final long OVER_MILLIS = 15 * 60_000;

  private static final Comparator<Tree> LOWEST_FIRST =
      Comparator.comparingLong((Tree tree) -> tree.id.low).thenComparingLong(tree -> tree.id.high);

  /** Those with the lowest ids first. */
  private final List<Tree> trees = new ArrayList<>();

  public List<Tree> all() {
    return trees;
  }

  /** The tree of a trace, if it has a place. */
  public @Nullable Tree find(TraceId id) {
    int at = Collections.binarySearch(trees, new Tree(id), LOWEST_FIRST);
    return at < 0 ? null : trees.get(at);
  }

  /** Makes room for the seconds from one to another, and drops what is over, which it returns. */
  public List<Tree> advance(long oldEnd, long end) {
    List<Tree> dropped = new ArrayList<>();
    for (Tree tree : trees) {
      for (Branch branch : tree.branches) {
        branch.advance(oldEnd, end);
      }
    }
    trees.removeIf(
        tree -> {
          boolean over = end * 1000 - tree.heardAt > OVER_MILLIS;
          if (over) {
            dropped.add(tree);
          }
          return over;
        });
    return dropped;
  }

  /** Takes in a slot's parts, the heaviest first; returns the trees that lost their places. */
  public List<Tree> take(SortedSet<TracePart> parts, long endMillis) {
    List<Tree> displaced = new ArrayList<>();
    Map<String, Integer> places = new TreeMap<>();
    for (Tree tree : trees) {
      places.merge(tree.root(), 1, Integer::sum);
    }
    for (TracePart part : parts) {
      TraceId id = new TraceId(part.high, part.low);
      Tree tree = find(id);
      if (tree == null) {
        tree = place(id, places, displaced);
      } else {
        places.merge(tree.root(), -1, Integer::sum);
      }
      tree.guess += part.calls();
      tree.heardAt = endMillis;
      tree.take(part, endMillis / 1000);
      places.merge(tree.root(), 1, Integer::sum);
    }
    return displaced;
  }

  /**
   * A place for a trace that has none.
   *
   * @param places that each root has
   */
  private Tree place(TraceId id, Map<String, Integer> places, List<Tree> displaced) {
    Tree tree = new Tree(id);
    if (trees.size() == PLACES) {
      Tree lightest = lightestOfMost(places);
      trees.remove(lightest);
      displaced.add(lightest);
      places.merge(lightest.root(), -1, Integer::sum);
      tree.guess = lightest.guess;
    }
    trees.add(-1 - Collections.binarySearch(trees, tree, LOWEST_FIRST), tree);
    return tree;
  }

  private Tree lightestOfMost(Map<String, Integer> places) {
    String root = "";
    int most = 0;
    for (Map.Entry<String, Integer> entry : places.entrySet()) {
      if (entry.getValue() > most) {
        most = entry.getValue();
        root = entry.getKey();
      }
    }
    Tree lightest = null;
    int sampled = most / SAMPLE;
    for (Tree tree : trees) {
      if (tree.root().equals(root)
          && sampled-- <= 0
          && (lightest == null || isLighter(tree, lightest))) {
        lightest = tree;
      }
    }
    return Objects.requireNonNull(lightest);
  }

  /** Plainly, for it is asked a thousand times for each trace that takes another's place. */
  private static boolean isLighter(Tree tree, Tree than) {
    if (tree.guess != than.guess) {
      return tree.guess < than.guess;
    }
    if (tree.heardAt != than.heardAt) {
      return tree.heardAt < than.heardAt;
    }
    return LOWEST_FIRST.compare(tree, than) < 0;
  }

  void write(DataOutput out, long end) throws IOException {
    List<String> names = new ArrayList<>();
    Map<String, Integer> places = new HashMap<>();
    for (Tree tree : trees) {
      for (Branch branch : tree.branches) {
        if (places.putIfAbsent(branch.function, names.size()) == null) {
          names.add(branch.function);
        }
      }
    }
    Wire.writeInt(out, names.size());
    for (String name : names) {
      Wire.writeString(out, name);
    }
    Wire.writeInt(out, trees.size());
    for (Tree tree : trees) {
      tree.id.write(out);
      Wire.writeLong(out, tree.guess - tree.calls);
      Wire.writeLong(out, tree.calls);
      Wire.writeLong(out, end * 1000 - tree.heardAt);
      Wire.writeLong(out, tree.taught);
      Wire.writeInt(out, tree.branches.size());
      for (Branch branch : tree.branches) {
        Wire.writeInt(out, places.getOrDefault(branch.function, 0));
        branch.write(out, end);
      }
    }
  }

  static Trees read(DataInput in, long end) throws IOException {
    Trees trees = new Trees();
    List<String> names = new ArrayList<>();
    for (int left = Wire.readLength(in); left > 0; left--) {
      names.add(Wire.readString(in));
    }
    for (int left = Wire.readLength(in); left > 0; left--) {
      Tree tree = new Tree(TraceId.read(in));
      tree.guess = Wire.readLong(in);
      tree.calls = Wire.readLong(in);
      tree.guess += tree.calls;
      tree.heardAt = end * 1000 - Wire.readLong(in);
      tree.taught = Wire.readLong(in);
      for (int branches = Wire.readLength(in); branches > 0; branches--) {
        tree.branches.add(Branch.read(names.get(Wire.readInt(in)), in, end));
      }
      trees.trees.add(tree);
    }
    trees.trees.sort(LOWEST_FIRST);
    return trees;
  }
}
