package dev.stormwatch.core.source;

import static dev.stormwatch.core.source.FailingCalls.byChance;
import static dev.stormwatch.core.source.FailingCalls.failingAt;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Calls that fail by chance, some of which look like pauses that grow. */
class FailuresByChanceTest {

  @Test
  void failuresByChanceMakeNoChain() {
    for (int seed = 1; seed <= 5; seed++) {
      for (int seconds : List.of(5, 30, 200)) {
        assertThat(failingAt(byChance(seed, seconds, 150)).all()).isEmpty();
      }
    }
  }

  /**
   * A queue's consumer was stopped, then all of its calls begin at once and work off what waits:
   * one in two hundred fails, thick at first. Their distances grow as a mapping's pauses do.
   */
  @Test
  void failuresOfABurstThatThinsOutSeldomMakeAChain() {
    List<Integer> told = new ArrayList<>();
    for (int seed = 1; seed <= 40; seed++) {
      List<Long> failures = byChance(seed, 27, 50);
      long resumed = failures.get(failures.size() - 1) + 900_000;
      failures.addAll(burst(new Random(seed), resumed));
      if (!failingAt(failures).all().isEmpty()) {
        told.add(seed);
      }
    }
    assertThat(told).as("seeds").hasSizeLessThanOrEqualTo(3);
  }

  /** As a queue's worker had it, of which no message came back; milliseconds after the first. */
  @Test
  void theFailuresOfAWorkerThatDrainsABacklogAreNoSuspicion() {
    List<Integer> after =
        List.of(
            0, 507, 937, 946, 1_023, 1_549, 2_177, 2_297, 2_640, 5_109, 11_288, 19_151, 28_484,
            52_481, 70_910, 123_694, 133_065, 223_641, 240_828, 286_895, 290_121, 297_051, 298_181,
            374_386, 384_937, 444_540, 487_523, 578_365, 584_800, 641_551, 656_323, 695_743);
    for (int seed = 1; seed <= 5; seed++) {
      List<Long> failures = byChance(seed, 27, 50);
      long resumed = failures.get(failures.size() - 1) + 920_000;
      after.forEach(millis -> failures.add(resumed + millis));
      assertThat(failingAt(failures).all()).as("seed %d", seed).isEmpty();
    }
  }

  /** Three a second, some seconds later one in eight, after two minutes one in half a minute. */
  private static List<Long> burst(Random random, long from) {
    List<Long> failures = new ArrayList<>();
    long at = from;
    while (at < from + 900_000) {
      failures.add(at);
      long after = at - from;
      double mean = after < 3_000 ? 330 : after < 120_000 ? 8_000 : 30_000;
      at += (long) (-mean * Math.log(1 - random.nextDouble()));
    }
    return failures;
  }
}
