package dev.stormwatch.core.detect.cascade.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.cascade.Recursion;
import org.junit.jupiter.api.Test;

/** A loop's generations multiply for ever, a walk's less and less, and then there is none. */
class GenerationsTest {

  private static final long SEEDS = 12;

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
