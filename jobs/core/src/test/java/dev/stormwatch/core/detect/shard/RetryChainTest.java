package dev.stormwatch.core.detect.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.FailedBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which failures are attempts at one thing. */
class RetryChainTest {

  private static final int LEAST = 8;
  private static final double CHANCE = 1e-5;

  /** Half a second, a second and so on up to half a minute. */
  @Test
  void pausesThatDoubleUpToTheirLongestGrow() {
    for (int seed = 1; seed <= 10; seed++) {
      Random random = new Random(seed);
      List<Long> times = byChance(random, 200, 1_800_000);
      long at = 1_000_000;
      for (long pause = 500; at < 1_500_000; pause = Math.min(30_000, 2 * pause)) {
        times.add(at);
        at += (long) (pause * (0.85 + 0.3 * random.nextDouble()));
      }
      assertThat(grows(times)).as("seed %d", seed).isTrue();
    }
  }

  /** Four calls of a client left out, its last pause looks five times as long as the others. */
  @Test
  void evenPausesOfWhichTheLastIsLongDoNotGrow() {
    for (int seconds : List.of(5, 10)) {
      for (int seed = 1; seed <= 15; seed++) {
        Random random = new Random(seed);
        assertThat(grows(client(random, seconds))).as("%d s, seed %d", seconds, seed).isFalse();
        List<Long> times = client(random, seconds);
        times.addAll(byChance(random, 120, 1_500_000));
        assertThat(grows(times)).as("%d s among others, seed %d", seconds, seed).isFalse();
      }
    }
  }

  private static List<Long> client(Random random, int seconds) {
    List<Long> times = new ArrayList<>();
    long at = 1_000_000;
    while (at < 1_500_000) {
      times.add(at);
      at += (long) (1_000 * seconds * (0.9 + 0.2 * random.nextDouble()));
    }
    return times;
  }

  private static List<Long> byChance(Random random, int meanSeconds, long until) {
    List<Long> times = new ArrayList<>();
    long at = 0;
    while (at < until) {
      at += (long) (-1_000.0 * meanSeconds * Math.log(1 - random.nextDouble()));
      times.add(at);
    }
    return times;
  }

  /** Were there attempts with pauses that grow at any time, as far as was known by then? */
  private static boolean grows(List<Long> times) {
    Collections.sort(times);
    FailureTimes known = new FailureTimes();
    boolean grows = false;
    for (long at : times) {
      known.add(new FailedBatch(at, "", "", "ValueError", -1, -1, -1, -1, "s" + at % 4, ""));
      grows |= RetryChain.of(known, Rhythm.GROWING, LEAST, CHANCE) != null;
    }
    return grows;
  }
}
