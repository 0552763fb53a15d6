package dev.stormwatch.core.detect.cascade.rule;

import static dev.stormwatch.core.detect.cascade.Life.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.cascade.Life;
import dev.stormwatch.core.detect.cascade.Places;
import java.util.PriorityQueue;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** What feeds itself. */
class ExplosionRuleTest {

  /** At its limit after a hundred calls: what grew is too little to double four times for sure. */
  @Test
  void anIdleFunctionThatFillsAFewPlacesInThreeGenerationsIsPaged() {
    int[] paged = new int[3];
    for (long seed = 1; seed <= 10; seed++) {
      Life doubles = new Life(seed, 0.05);
      doubles.feedsItself(2, 1, 0.9, 40, START + 300);
      doubles.account.lasting("work", 1_000).play(0, START + 170);
      paged[0] += doubles.account.findings().isEmpty() ? 0 : 1;
      Life triples = new Life(seed, 0.01);
      triples.feedsItself(3, 0.5, 2, 30, START + 300);
      triples.account.lasting("work", 500).play(0, START + 170);
      paged[1] += triples.account.findings().isEmpty() ? 0 : 1;
      Life tenfold = new Life(seed, 0);
      tenfold.feedsItself(10, 5, 0.2, 500, START + 300);
      tenfold.account.lasting("work", 5_000).play(0, START + 190);
      paged[2] += tenfold.account.findings().isEmpty() ? 0 : 1;
    }
    assertThat(paged).containsExactly(10, 10, 10);
  }

  /** Of pages of batches the first are many; then each takes eight seconds to become two. */
  @Test
  void whatDoublesInEqualTimesAfterItsFirstBatchesIsPaged() {
    for (long seed = 1; seed <= 5; seed++) {
      Life life = new Life(seed, 0.1);
      DoubleUnaryOperator rate =
          at -> at < 4 ? 5 : 20 * Math.log(2) / 8 * Math.pow(2, (at - 4) / 8);
      life.arrivals("work", START, START + 75, rate, 1_000);
      life.account.lasting("work", 450).play(0, START + 90);
      assertThat(life.account.findings()).as("seed %d", seed).isNotEmpty();
      assertThat(life.account.first().headline).contains("more than once");
    }
  }

  /** Several events began it, beside usual calls: the first of them become two sooner. */
  @Test
  void whatDoublesFiveTimesInEqualTimesFromAHundredCallsOnIsPaged() {
    for (long seed = 1; seed <= 5; seed++) {
      Life life = new Life(seed, 0.4);
      DoubleUnaryOperator rate =
          at -> at < 22 ? 0.4 * at : 100 * Math.log(2) / 10 * Math.pow(2, (at - 22) / 10);
      life.arrivals("work", START, START + 76, rate, 1_000);
      life.account.lasting("work", 700).play(0, START + 90);
      assertThat(life.account.findings()).as("seed %d", seed).isNotEmpty();
      assertThat(life.account.first().headline).contains("more than once");
    }
  }

  /** The foot of a wave of a hundred thousand people, who come about one time. */
  @Test
  void whatGrowsAsTheFootOfAWaveDoesIsSilent() {
    for (long seed = 1; seed <= 5; seed++) {
      Life life = new Life(seed, 0.1);
      DoubleUnaryOperator rate =
          at -> 100_000 / 83.5 * Math.exp(-Math.pow((at - 120) / 33.3, 2) / 2);
      life.arrivals("work", START, START + 80, rate, 1_200);
      life.account.lasting("work", 450).play(0, START + 100);
      assertThat(life.account.findings()).as("seed %d", seed).isEmpty();
    }
  }

  /** A redrive: batches at once, more of them while the pollers warm up, then all they take. */
  @Test
  void pollersThatWarmUpWithinSecondsAreNoExplosion() {
    int[] first = {15, 22, 25, 85, 175, 184, 183, 176};
    for (long seed = 1; seed <= 10; seed++) {
      Life life = new Life(seed, 0.18);
      for (int second = 0; second < 300; second++) {
        int calls = first[Math.min(second, first.length - 1)] + life.dice.nextInt(9) - 4;
        for (int call = 0; call < calls; call++) {
          life.account.call("work", START + second + call / (double) calls);
        }
      }
      life.account.lasting("work", 110).play(0, START + 120);
      assertThat(life.account.findings()).as("seed %d", seed).isEmpty();
    }
  }

  /** Two functions call each other, one of them twice; the account has no more than 400 places. */
  @Test
  void whatFillsTheAccountIsPagedThoughItsCallsTakeVariedTimes() {
    for (long seed = 1; seed <= 10; seed++) {
      Life life = new Life(seed, 0.05);
      Places places = new Places(life, 400);
      PriorityQueue<double[]> calls = new PriorityQueue<>((a, b) -> Double.compare(a[0], b[0]));
      calls.add(new double[] {START, 0});
      for (double[] call = calls.poll(); call != null && call[0] < START + 200; ) {
        double end = places.take(call[1] == 0 ? "work" : "mirror", call[0], 1.2);
        int children = Double.isNaN(end) ? 0 : call[1] == 0 ? 2 : 1;
        for (int i = 0; i < children; i++) {
          calls.add(new double[] {end + 0.3 + 0.3 * life.dice.nextDouble(), 1 - call[1]});
        }
        call = calls.poll();
      }
      life.account.lasting("mirror", 1_360).lasting("work", 1_360).play(0, START + 150);
      assertThat(life.account.findings()).as("seed %d", seed).isNotEmpty();
      assertThat(life.account.first().headline).contains("more than once");
      assertThat(life.account.firstAt()).as("seed %d", seed).isLessThanOrEqualTo(START + 110);
    }
  }

  /** As many as it is by chance at first; of many calls each takes twelve seconds to be two. */
  @Test
  void whatFillsTheAccountIsPagedThoughItsFirstCallsDoubledSooner() {
    int paged = 0;
    for (long seed = 1; seed <= 10; seed++) {
      Life life = new Life(seed, 0.05);
      Places places = new Places(life, 300);
      DoubleUnaryOperator calls =
          at -> at < 14 ? Math.pow(2, at / 3.5) : 16 * Math.pow(2, (at - 14) / 12);
      double at = 0;
      for (int call = 1; at < 300; call++) {
        while (calls.applyAsDouble(at) < call) {
          at += 0.05;
        }
        if (Double.isNaN(places.take("work", START + at, 3))) {
          break;
        }
      }
      // What was refused is tried again every two seconds, all of it at once.
      for (double again = START + at; again < START + 300; again += 2) {
        for (double end = 0; !Double.isNaN(end); end = places.take("work", again, 3)) {}
      }
      life.account.lasting("work", 3_000).play(0, START + 220);
      paged += life.account.findings().isEmpty() ? 0 : 1;
    }
    assertThat(paged).isGreaterThanOrEqualTo(9);
  }

  /** Three of each within two seconds: all of sixty places are taken after seven. */
  @Test
  void whatTriplesUntilItsConcurrencyIsGoneIsPaged() {
    int paged = 0;
    for (long seed = 1; seed <= 10; seed++) {
      Life life = new Life(seed, 0.8);
      life.feedsItself(3, 0.4, 1, 60, START + 200);
      paged += life.explodes(START + 130) ? 1 : 0;
    }
    assertThat(paged).isGreaterThanOrEqualTo(6);
  }

  @Test
  void whatDoublesThroughAQueueIsPagedWithinTwoMinutes() {
    for (long seed = 1; seed <= 10; seed++) {
      Life life = new Life(seed, 1.5);
      life.feedsItself(2, 0.25, 6.5, 200, START + 150);
      assertThat(life.explodes(START + 150)).as("seed %d", seed).isTrue();
      assertThat(life.account.first().headline).contains("more than once");
      assertThat(life.account.first().subject.functions()).containsExactly("mirror", "work");
    }
  }

  @Test
  void whatGrowsByAQuarterWithEachTurnIsPagedThoughTheFunctionIsBusy() {
    int paged = 0;
    for (long seed = 1; seed <= 10; seed++) {
      Life life = new Life(seed, 2);
      life.feedsItself(1.25, 0.12, 0.6, 12, START + 400);
      paged += life.explodes(START + 240) ? 1 : 0;
    }
    assertThat(paged).isGreaterThanOrEqualTo(6);
  }

  /** A turn a minute: its doublings outlast what is kept, but not its growth. */
  @Test
  void whatDoublesInAMinuteIsPagedTwoMinutesAfterItIsAtItsLimit() {
    Life life = new Life(7, 0.3);
    life.feedsItself(2, 0.5, 60, 100, START + 1_200);
    assertThat(life.explodes(START + 1_050)).isTrue();
    assertThat(life.account.firstAt()).isGreaterThan(START + 600);
  }

  /** Turns of 8 to 23 s without a limit: its counts scatter as those of people do. */
  @Test
  void whatDoublesSlowlyAndUnevenlyIsPagedByHowOftenItDoes() {
    for (long seed = 1; seed <= 10; seed++) {
      Life life = new Life(seed, 0.02);
      life.feedsItself(1.5, 0.3, 15, 100_000, START + 420);
      assertThat(life.explodes(START + 420)).as("seed %d", seed).isTrue();
      assertThat(life.account.first().headline).contains("more than once");
    }
  }
}
