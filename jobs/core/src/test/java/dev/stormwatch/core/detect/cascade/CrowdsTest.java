package dev.stormwatch.core.detect.cascade;

import static dev.stormwatch.core.detect.cascade.Life.START;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What grows as fast as an explosion because somebody outside wants more. */
class CrowdsTest {

  /** As idle, and as even at their limit. */
  @Test
  void whatComesToAnIdleFunctionFromOutsideIsSilent() {
    int taken = 0;
    for (long seed = 1; seed <= 4; seed++) {
      for (double ramp : new double[] {2, 5, 10, 20, 40}) {
        Life clients = new Life(seed, 0.01);
        Life faster = new Life(seed, 0.01);
        Life refused = new Life(seed, 0.01);
        Places places = new Places(refused, 40);
        for (int client = 0; client < 60; client++) {
          double share = (client + 1) / 60.0;
          clients.worker(START + ramp * share, START + 390, 1);
          faster.worker(START + ramp * Math.sqrt(share), START + 390, 1);
        }
        for (double at = START; at < START + 390; ) {
          at -= Math.log(1 - refused.dice.nextDouble()) / 200;
          if (refused.dice.nextDouble() < Math.pow(Math.min(1, (at - START) / ramp), 2)) {
            places.take("work", at, 1);
          }
        }
        for (Life life : new Life[] {clients, faster}) {
          life.account.lasting("work", 1_000).play(0, 800);
          assertThat(life.account.findings().stream().map(finding -> finding.headline))
              .as("%.0f s, seed %d", ramp, seed)
              .noneMatch(headline -> headline.contains("more than once"));
        }
        refused.account.lasting("work", 1_000).play(0, 800);
        taken +=
            refused.account.findings().stream()
                    .anyMatch(finding -> finding.headline.contains("more than once"))
                ? 1
                : 0;
      }
    }
    // The first calls of few people may come in the times of generations.
    assertThat(taken).isLessThanOrEqualTo(1);
  }

  /** They come to be many at once, in a line or in a square; the limit refuses what is above it. */
  @Test
  void aCrowdThatFillsItsLimitIsNoExplosion() {
    for (long seed = 1; seed <= 5; seed++) {
      for (double ramp : new double[] {1, 20, 120}) {
        Life life = new Life(seed, 0.05);
        Places places = new Places(life, 100);
        double at = START;
        while (at < START + 390) {
          at -= Math.log(1 - life.dice.nextDouble()) / 300;
          double share = Math.min(1, (at - START) / ramp);
          if (life.dice.nextDouble() < (ramp > 100 ? share * share : share)) {
            places.take("work", at, 1.2);
          }
        }
        life.account.lasting("work", 1_360).play(0, 800);
        assertThat(life.account.findings().stream().map(finding -> finding.headline))
            .as("%.0f s, seed %d", ramp, seed)
            .noneMatch(headline -> headline.contains("more than once"));
      }
    }
  }

  /** A push message or a programme: calls about one time, many more of them than there is room. */
  @Test
  void aWaveThatIsCutByItsLimitIsNoExplosion() {
    for (long seed = 1; seed <= 5; seed++) {
      for (double width : new double[] {15, 30, 45, 60}) {
        for (int limit : new int[] {60, 150, 250}) {
          Life life = new Life(seed, 0.05);
          Places places = new Places(life, limit);
          double middle = START + 3.5 * width;
          for (double at = START; at < START + 390; ) {
            at -= Math.log(1 - life.dice.nextDouble()) / 300;
            double deviations = (at - middle) / width;
            if (life.dice.nextDouble() < Math.exp(-deviations * deviations / 2)) {
              places.take("work", at, 1.2);
            }
          }
          life.account.lasting("work", 1_360).play(0, 800);
          assertThat(life.account.findings().stream().map(finding -> finding.headline))
              .as("%.0f s, limit %d, seed %d", width, limit, seed)
              .noneMatch(headline -> headline.contains("more than once"));
        }
      }
    }
  }

  @Test
  void peopleWhoComeInGrowingNumbersAreSilent() {
    for (long seed = 1; seed <= 5; seed++) {
      for (double ramp : new double[] {1, 5, 15, 60, 200}) {
        Life line = new Life(seed, 0.5);
        line.arrivals("work", START, 750, at -> 100 * Math.min(1, at / ramp), 100);
        assertThat(line.explodes(800)).as("line of %.0f s, seed %d", ramp, seed).isFalse();
        Life square = new Life(seed, 0.5);
        square.arrivals("work", START, 750, at -> 100 * Math.pow(Math.min(1, at / ramp), 2), 100);
        assertThat(square.explodes(800)).as("square of %.0f s, seed %d", ramp, seed).isFalse();
      }
    }
  }

  /** As even at their limit as an explosion: they come one by one, or all at once. */
  @Test
  void clientsThatStartOneAfterAnotherAndWaitForEachAnswerAreSilent() {
    for (long seed = 1; seed <= 5; seed++) {
      for (double ramp : new double[] {0.5, 3, 10, 30, 60}) {
        Life life = new Life(seed, 0.5);
        for (int client = 0; client < 60; client++) {
          life.worker(START + ramp * life.dice.nextDouble(), START + 200, 0.4);
        }
        assertThat(life.explodes(800)).as("%.1f s, seed %d", ramp, seed).isFalse();
      }
    }
  }

  /** Somebody doubles the clients of a load test, or its rate, each half minute or minute. */
  @Test
  void aLoadTestThatIsDoubledFromLevelToLevelIsNoExplosion() {
    for (long seed = 1; seed <= 5; seed++) {
      for (int lasts : new int[] {30, 45, 60}) {
        Life workers = new Life(seed, 0.05);
        Life clock = new Life(seed, 0.05);
        for (int level = 0; level < 6; level++) {
          int from = START + lasts * level;
          for (int client = level == 0 ? 0 : 1 << (level - 1); client < 1 << level; client++) {
            workers.worker(from, START + 390, 0.6);
          }
          clock.account.calls("work", from, level == 5 ? START + 390 : from + lasts, 2 << level);
        }
        for (Life life : new Life[] {workers, clock}) {
          life.account.lasting("work", 400).play(0, 800);
          assertThat(life.account.findings().stream().map(finding -> finding.headline))
              .as("%d s, seed %d", lasts, seed)
              .noneMatch(headline -> headline.contains("more than once"));
        }
      }
    }
  }

  /** Pollers of a queue: five at first, and one more each second. */
  @Test
  void aBacklogThatMoreAndMorePollersEmptyIsSilent() {
    for (long seed = 1; seed <= 5; seed++) {
      Life life = new Life(seed, 0.5);
      for (int poller = 0; poller < 60; poller++) {
        life.worker(START + Math.max(0, poller - 5), START + 230, 0.4);
      }
      assertThat(life.explodes(800)).as("seed %d", seed).isFalse();
    }
  }

  /**
   * What pollers start in the first seconds of a redrive, until all messages that come are taken.
   */
  @Test
  void pollersOfARedriveThatSpeedUpWithinSecondsAreSilent() {
    int[][] speedsUp = {
      {23, 29, 45, 50, 108, 303, 330},
      {22, 35, 130, 150},
      {38, 63, 209, 314, 380},
      {17, 30, 110, 150}
    };
    for (long seed = 1; seed <= 5; seed++) {
      for (int[] perSecond : speedsUp) {
        Life life = new Life(seed, 0.3);
        for (int second = 0; second < 200; second++) {
          int calls = perSecond[Math.min(second, perSecond.length - 1)];
          for (int call = 0; call < calls; call++) {
            life.account.call("work", START + second + call / (double) calls);
          }
        }
        assertThat(life.explodes(800)).as("%d at first, seed %d", perSecond[0], seed).isFalse();
      }
    }
  }

  /** A push message, a batch: thousands of calls about one time, and none of them comes again. */
  @Test
  void aWaveThatIsOverIsSilent() {
    for (long seed = 1; seed <= 5; seed++) {
      for (double width : new double[] {1, 3, 10, 20}) {
        Life life = new Life(seed, 0.5);
        for (int call = 0; call < 5_000; call++) {
          life.account.call("work", START + 60 + width * life.dice.nextGaussian());
        }
        assertThat(life.explodes(800)).as("%.0f s, seed %d", width, seed).isFalse();
      }
    }
  }

  @Test
  void aBatchOfGrowingPartsIsSilent() {
    for (long seed = 1; seed <= 5; seed++) {
      Life life = new Life(seed, 0.01);
      for (int part = 0; part < 6; part++) {
        for (int call = 0; call < 40 << part; call++) {
          life.account.call("work", START + 30 * part + 2 * life.dice.nextDouble());
        }
      }
      assertThat(life.explodes(800)).as("seed %d", seed).isFalse();
    }
  }

  /** A push message to everybody, whose answers come about one time. */
  @Test
  void theBeginningOfALargeWaveIsSilent() {
    for (long seed = 1; seed <= 5; seed++) {
      for (double width : new double[] {10, 60}) {
        Life life = new Life(seed, 0.01);
        for (int call = 0; call < 50_000; call++) {
          life.account.call("work", START + 4.5 * width + width * life.dice.nextGaussian());
        }
        assertThat(life.explodes(900)).as("%.0f s, seed %d", width, seed).isFalse();
      }
    }
  }
}
