package dev.stormwatch.core.detect.cascade.rule;

import static dev.stormwatch.core.detect.cascade.Life.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What repeats itself, multiplied, with each of its turns. */
class TurnsTest {

  private static final Settings SETTINGS = TestSettings.usual().settings();

  /** One call begins it, and each causes more of a turn later, give or take some seconds. */
  private static Account loop(long seed, int gain, double turn, double jitter, int seconds) {
    Account account = new Account(SETTINGS);
    Random dice = new Random(seed);
    account.calls("other", 0, 800, 3);
    PriorityQueue<Double> calls = new PriorityQueue<>();
    calls.add((double) START);
    while (calls.element() < START + seconds) {
      double at = calls.remove();
      account.call("work", at);
      for (int i = 0; i < gain; i++) {
        calls.add(at + turn + jitter * dice.nextGaussian());
      }
    }
    return account.play(0, START + seconds);
  }

  @Test
  void whatDoublesWithEachTurnOfAMinuteIsPaged() {
    for (long seed = 1; seed <= 5; seed++) {
      Account account = loop(seed, 2, 61, 4, 540);
      assertThat(account.findings()).as("seed %d", seed).isNotEmpty();
      assertThat(account.firstAt()).as("seed %d", seed).isLessThanOrEqualTo(START + 505);
      assertThat(account.first().headline).contains("more than once");
      assertThat(account.first().measure.name).isEqualTo("offspring");
      assertThat(account.first().measure.value).as("seed %d", seed).isCloseTo(2, within(0.25));
    }
  }

  @Test
  void whatTriplesWithEachTurnOfThreeMinutesIsPaged() {
    for (long seed = 1; seed <= 5; seed++) {
      Account account = loop(seed, 3, 181, 8, 1_200);
      assertThat(account.findings()).as("seed %d", seed).isNotEmpty();
      assertThat(account.first().headline).contains("more than once");
    }
  }

  /** A rate that is raised each minute, and a wave whose calls come as they please. */
  @Test
  void callsThatAreMoreEachMinuteAreNoTurns() {
    for (long seed = 1; seed <= 20; seed++) {
      Random dice = new Random(seed);
      Account raised = new Account(SETTINGS);
      Account wave = new Account(SETTINGS);
      double calls = 3;
      for (int turn = 0; turn < 6; turn++) {
        for (int i = 0; i < (int) calls; i++) {
          raised.call("work", START + 60 * turn + 60 * dice.nextDouble());
          double within = Math.log(1 + 1.5 * dice.nextDouble()) / Math.log(2.5);
          wave.call("work", START + 60 * (turn + within));
        }
        calls *= 2.5;
      }
      assertThat(raised.play(0, START + 360).findings()).as("raised, seed %d", seed).isEmpty();
      assertThat(wave.play(0, START + 360).findings()).as("wave, seed %d", seed).isEmpty();
    }
  }
}
