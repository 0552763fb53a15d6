package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.model.TracePart;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The largest of an account's traces, in memory that does not grow with their number.
 *
 * <p>Metwally, Agrawal and El Abbadi's space saving: of so many places each holds one trace; a
 * trace that has none takes that of the lightest and inherits its count as what it may have had
 * before. After N calls a place's count is at most N / places too large, so every trace with more
 * calls than that has one. What is counted since a trace got its place is exact. Slots come in
 * order and their parts are sorted, so the answer is the same at any parallelism.
 */
final class Trees {

  static final int PLACES = 1024;

  /** A trace of which nothing was heard for so long is over. */
  static final long OVER_MILLIS = 15 * 60_000;

  private static final Comparator<Tree> LIGHTEST_FIRST =
      Comparator.comparingLong((Tree tree) -> tree.guess)
          .thenComparingLong(tree -> tree.heardAt)
          .thenComparingLong(tree -> tree.id.low)
          .thenComparingLong(tree -> tree.id.high);

  private final Map<Long, Tree> byHash = new HashMap<>();

  /** In an order that no hash map decides. */
  private final List<Tree> trees = new ArrayList<>();

  List<Tree> all() {
    return trees;
  }

  /** The tree of a trace, if it has a place. */
  @Nullable Tree find(TraceId id) {
    Tree tree = byHash.get(hash(id.high, id.low));
    return tree == null || !tree.id.is(id.high, id.low) ? null : tree;
  }

  /** Makes room for the seconds from one to another, and drops what is over, which it returns. */
  List<Tree> advance(long oldEnd, long end) {
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
            byHash.remove(hash(tree.id.high, tree.id.low));
            dropped.add(tree);
          }
          return over;
        });
    return dropped;
  }

  /** Takes in a slot's parts, the heaviest first. */
  void take(SortedSet<TracePart> parts, long endMillis) {
    for (TracePart part : parts) {
      Tree tree = byHash.get(hash(part.high, part.low));
      if (tree == null || !tree.id.is(part.high, part.low)) {
        tree = place(part);
      }
      tree.guess += part.calls();
      tree.heardAt = endMillis;
      tree.take(part, endMillis / 1000);
    }
  }

  private Tree place(TracePart part) {
    Tree tree = new Tree(new TraceId(part.high, part.low));
    if (trees.size() == PLACES) {
      Tree lightest = trees.get(0);
      int at = 0;
      for (int i = 1; i < trees.size(); i++) {
        if (LIGHTEST_FIRST.compare(trees.get(i), lightest) < 0) {
          lightest = trees.get(i);
          at = i;
        }
      }
      byHash.remove(hash(lightest.id.high, lightest.id.low));
      tree.guess = lightest.guess;
      trees.set(at, tree);
    } else {
      trees.add(tree);
    }
    byHash.put(hash(part.high, part.low), tree);
    return tree;
  }

  private static long hash(long high, long low) {
    return high * 31 + low;
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
      trees.byHash.put(hash(tree.id.high, tree.id.low), tree);
    }
    return trees;
  }
}
