package dev.stormwatch.core.detect.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** What feeds itself, and what grows as fast because somebody outside wants more. */
class ExplosionRuleTest {

  private static final Settings SETTINGS = TestSettings.usual().settings();

  private static final int START = 400;

  /** A function that is called now and then, and what a test adds. */
  private static final class Life {

    private final Random dice;
    private final Account account;

    Life(long seed, double usual) {
      dice = new Random(seed);
      account = new Account(SETTINGS);
      arrivals("other", 0, 800, at -> 3, 3);
      arrivals("work", 0, 800, at -> usual, usual);
    }

    /** Calls of people who do not know of one another, at a rate that changes. */
    void arrivals(
        String function, double from, double to, DoubleUnaryOperator perSecond, double most) {
      double at = from;
      while (most > 0) {
        at -= Math.log(1 - dice.nextDouble()) / most;
        if (at >= to) {
          return;
        }
        if (dice.nextDouble() * most < perSecond.applyAsDouble(at - START)) {
          account.call(function, at);
        }
      }
    }

    /**
     * Calls that call the function again, as long as there is a place for them to run in; the
     * others wait.
     *
     * @param gain calls that one call causes, in the mean
     * @param seconds what a call takes
     * @param delay until what it causes arrives, half of it less or more
     */
    void feedsItself(double gain, double seconds, double delay, int places, double until) {
      PriorityQueue<Double> waiting = new PriorityQueue<>();
      PriorityQueue<Double> free = new PriorityQueue<>();
      waiting.add((double) START);
      for (int i = 0; i < places; i++) {
        free.add(0.0);
      }
      for (Double next = waiting.poll(); next != null; next = waiting.poll()) {
        double at = Math.max(next, free.remove());
        if (at > until) {
          return;
        }
        double end = at + seconds * (0.7 + 0.6 * dice.nextDouble());
        account.call("work", at, end - at);
        account.call("mirror", at + 0.5);
        free.add(end);
        int children = (int) (gain + dice.nextDouble());
        for (int i = 0; i < children; i++) {
          waiting.add(end + delay * (0.5 + dice.nextDouble()));
        }
      }
    }

    /** Workers that each begin at some time and call again and again, each call after the last. */
    void worker(double from, double to, double seconds) {
      for (double at = from; at < to; at += seconds * (0.7 + 0.6 * dice.nextDouble())) {
        account.call("work", at);
      }
    }

    boolean explodes(int until) {
      account.lasting("work", 400).play(0, until);
      return !account.findings().isEmpty();
    }
  }

  /** Calls of varied length, in as many places as there are: of more, those are refused. */
  private static final class Places {

    private final Life life;
    private final int most;
    private final PriorityQueue<Double> ends = new PriorityQueue<>();

    Places(Life life, int most) {
      this.life = life;
      this.most = most;
    }

    /** When the call ends; NaN if it is refused. */
    double take(String function, double at, double seconds) {
      while (!ends.isEmpty() && ends.peek() <= at) {
        ends.remove();
      }
      if (ends.size() >= most) {
        return Double.NaN;
      }
      double lasts = seconds * Math.exp(0.5 * life.dice.nextGaussian());
      ends.add(at + lasts);
      life.account.call(function, at, lasts);
      return at + lasts;
    }
  }

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

  /** As idle, and as even at their limit. */
  @Test
  void whatComesToAnIdleFunctionFromOutsideIsSilent() {
    int taken = 0;
    for (long seed = 1; seed <= 8; seed++) {
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
    assertThat(taken).isLessThanOrEqualTo(2);
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

  @Test
  void peopleWhoComeInGrowingNumbersAreSilent() {
    for (long seed = 1; seed <= 10; seed++) {
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
    for (long seed = 1; seed <= 10; seed++) {
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
    for (long seed = 1; seed <= 10; seed++) {
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
    for (long seed = 1; seed <= 10; seed++) {
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
    for (long seed = 1; seed <= 10; seed++) {
      Life life = new Life(seed, 0.01);
      for (int part = 0; part < 6; part++) {
        for (int call = 0; call < 40 << part; call++) {
          life.account.call("work", START + 30 * part + 2 * life.dice.nextDouble());
        }
      }
      assertThat(life.explodes(800)).as("seed %d", seed).isFalse();
    }
  }

  /** Turns of 8 to 23 s without a limit: its counts scatter as those of people do. */
  @Test
  void whatDoublesSlowlyAndUnevenlyIsPagedByHowOftenItDoes() {
    for (long seed = 1; seed <= 10; seed++) {
      Life life = new Life(seed, 0.02);
      life.feedsItself(1.5, 0.3, 15, 100_000, START + 460);
      assertThat(life.explodes(START + 460)).as("seed %d", seed).isTrue();
      assertThat(life.account.first().headline).contains("more than once");
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

  /** Three calls a minute, each of which sets a clock for two more of a minute later. */
  private static Account pulses(long seed, double gain, double jitter, double rests) {
    Account account = new Account(SETTINGS);
    Random dice = new Random(seed);
    account.calls("other", 0, 800, 3);
    double calls = 3;
    for (int turn = 0; turn < 6; turn++) {
      for (int i = 0; i < (int) calls; i++) {
        double phase = rests < 0 ? 20 * (i % 3) + 2 : dice.nextDouble() * rests;
        account.call("work", START + 60 * turn + phase + jitter * dice.nextGaussian());
      }
      calls *= gain;
    }
    return account.play(0, START + 360);
  }

  @Test
  void whatDoublesWithEachTurnOfAMinuteIsPagedBeforeItsThousandthCall() {
    for (long seed = 1; seed <= 10; seed++) {
      Account account = pulses(seed, 2.5, 0.5, -1);
      assertThat(account.findings()).as("seed %d", seed).isNotEmpty();
      assertThat(account.firstAt()).as("seed %d", seed).isLessThanOrEqualTo(START + 340);
    }
  }

  /**
   * A rate that is raised each minute, and peaks of half a minute that know nothing of the last.
   */
  @Test
  void callsThatAreMoreEachMinuteAreNoTurns() {
    for (long seed = 1; seed <= 20; seed++) {
      assertThat(pulses(seed, 2.5, 0, 60).findings()).as("raised, seed %d", seed).isEmpty();
      assertThat(pulses(seed, 2.5, 0, 30).findings()).as("peaks, seed %d", seed).isEmpty();
    }
  }
}
