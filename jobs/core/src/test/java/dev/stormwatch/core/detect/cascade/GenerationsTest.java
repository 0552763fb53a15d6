package dev.stormwatch.core.detect.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.TracePart;
import dev.stormwatch.core.settings.CascadeSettings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A loop's generations multiply for ever, a walk's less and less, and then there is none. */
class GenerationsTest {

  private static final CascadeSettings SETTINGS = TestSettings.usual().settings().cascade;
  private static final long BEGIN = 1_000;
  private static final int SLOT = 5;
  private static final long SEEDS = 12;

  /** One event's calls of one function, each of which causes more of it when it ends. */
  private static final class Recursion {

    private final double[] children;
    private final boolean endless;
    private final double seconds;
    private final int limit;
    private final boolean depth;
    private final boolean even;
    private final Random dice;
    private final TreeMap<Long, TracePart> told = new TreeMap<>();

    /**
     * @param children mean of each level's calls; where endless the last goes for all below
     * @param seconds a call takes, half of it more or less
     * @param limit of concurrency
     * @param even if each call has as many children as another of its level
     */
    Recursion(
        double[] children,
        boolean endless,
        double seconds,
        int limit,
        boolean depth,
        boolean even,
        long seed) {
      this.children = children;
      this.endless = endless;
      this.seconds = seconds;
      this.limit = limit;
      this.depth = depth;
      this.even = even;
      this.dice = new Random(seed);
    }

    private int born(int level) {
      if (level >= children.length && !endless) {
        return 0;
      }
      double mean = children[Math.min(level, children.length - 1)];
      if (even) {
        return (int) (mean + dice.nextDouble());
      }
      int born = 0;
      for (double at = -Math.log(1 - dice.nextDouble()); at < mean; born++) {
        at -= Math.log(1 - dice.nextDouble());
      }
      return level == 0 ? Math.max(1, born) : born;
    }

    /** Second after the event at which it is told; -1 for never. */
    long foundAt(int most) {
      PriorityQueue<double[]> ends = new PriorityQueue<>((a, b) -> Double.compare(a[0], b[0]));
      ArrayDeque<Integer> waiting = new ArrayDeque<>();
      waiting.add(0);
      double now = 0;
      int calls = 0;
      while (calls < most && !(waiting.isEmpty() && ends.isEmpty())) {
        while (!waiting.isEmpty() && ends.size() < limit) {
          int level = waiting.remove();
          double end = now + seconds * (0.5 + dice.nextDouble());
          tell(level, now, end);
          ends.add(new double[] {end, level});
          calls++;
        }
        double[] ended = ends.remove();
        now = ended[0];
        for (int i = born((int) ended[1]); i > 0; i--) {
          waiting.add((int) ended[1] + 1);
        }
      }
      return judged();
    }

    private void tell(int level, double start, double end) {
      long slot = (long) Math.ceil((BEGIN + end + 1 + 4 * dice.nextDouble()) / SLOT) * SLOT;
      told.computeIfAbsent(slot, key -> new TracePart(1, 7, "walk"))
          .add((BEGIN + (long) start) * 1000, depth ? level : -1, 1);
    }

    private long judged() {
      TreeRule rule = new TreeRule(SETTINGS);
      CascadeState state = new CascadeState();
      state.end = told.firstKey() - SLOT;
      for (long end = told.firstKey(); end <= told.lastKey() + 60; end += SLOT) {
        state.trees.advance(state.end, end);
        state.end = end;
        SortedSet<TracePart> parts = new TreeSet<>((one, other) -> 0);
        if (told.containsKey(end)) {
          parts.add(told.get(end));
        }
        state.trees.take(parts, end * 1000);
        if (rule.find(state) != null) {
          return end - BEGIN;
        }
      }
      return -1;
    }
  }

  private static long foundAt(
      double[] children, boolean endless, int limit, boolean depth, boolean even, long seed) {
    return new Recursion(children, endless, 3, limit, depth, even, seed).foundAt(12_000);
  }

  private static void silent(String what, boolean depth, double... children) {
    for (int limit : new int[] {30, 80, 400, 5_000}) {
      for (long seed = 0; seed < SEEDS; seed++) {
        assertThat(foundAt(children, false, limit, depth, seed % 2 == 0, seed))
            .as("%s, limit %d, depth %s, seed %d", what, limit, depth, seed)
            .isEqualTo(-1);
      }
    }
  }

  /** However wide its levels are, and whatever its concurrency is limited to. */
  @Test
  void aWalkOfThreeLevelsIsSilent() {
    for (boolean depth : new boolean[] {true, false}) {
      silent("ever less", depth, 22, 15, 8);
      silent("two wide levels", depth, 40, 40);
    }
    silent("as many each", true, 10, 10, 10);
    silent("ever more", true, 5, 12, 20);
    silent("months, days, hours", true, 12, 30, 24);
  }

  /** Ten of each, and no depth: panes that part its generations take some for a loop. */
  @Test
  void aWalkOfAsManyAtEachLevelIsMostlySilent() {
    int found = 0;
    int limits = 0;
    for (int limit : new int[] {30, 80, 400, 5_000}) {
      limits++;
      for (long seed = 0; seed < SEEDS; seed++) {
        double[] ten = {10, 10, 10};
        found += foundAt(ten, false, limit, false, seed % 2 == 0, seed) > 0 ? 1 : 0;
      }
    }
    assertThat(found).isLessThanOrEqualTo((int) (0.15 * limits * SEEDS));
  }

  /** Third of three: the depth tells at its fourth return, or deeper than any walk. */
  @Test
  void aLoopIsFoundByItsDepthAtOnce() {
    int[][] latest = {{2, 60}, {3, 60}, {10, 60}};
    for (int[] one : latest) {
      for (long seed = 0; seed < SEEDS; seed++) {
        assertThat(foundAt(new double[] {one[0]}, true, 400, true, true, seed))
            .as("gain %d, seed %d", one[0], seed)
            .isBetween(1L, (long) one[1]);
      }
    }
  }

  /** At its limit within three turns: whether it ends is not known before two minutes. */
  @Test
  void aLoopWithoutDepthIsFoundWhenItHasGoneOn() {
    for (int gain : new int[] {2, 3, 10}) {
      int found = 0;
      for (long seed = 0; seed < SEEDS; seed++) {
        long at = foundAt(new double[] {gain}, true, 400, false, true, seed);
        found += at > 0 && at <= 120 ? 1 : 0;
      }
      assertThat(found).as("gain %d", gain).isGreaterThanOrEqualTo((int) (0.6 * SEEDS));
    }
  }
}
