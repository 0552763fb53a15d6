package dev.stormwatch.core.detect.cascade.rule;

import static dev.stormwatch.core.detect.cascade.Life.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What repeats itself, multiplied, with each of its turns. */
class TurnsTest {

  private static final Settings SETTINGS = TestSettings.usual().settings();

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
