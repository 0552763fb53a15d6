package dev.stormwatch.core.detect.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a clock starts is as even as a loop, and no loop. */
class ClockTest {

  private static final Settings SETTINGS = TestSettings.usual().settings();

  private static final int START = 700;

  /** A poller or a load test at a fixed rate, of a function that was idle. */
  @Test
  void aFixedRateIsSilentHoweverLongItLasts() {
    for (double rate : new double[] {1, 2, 5, 10, 20}) {
      for (double jitter : new double[] {0, 0.01, 0.03}) {
        Random dice = new Random((long) (100 * rate));
        Account account = new Account(SETTINGS);
        account.calls("checkout", 0, START + 1_500, 3);
        for (int i = 0; i < rate * 1_300; i++) {
          account.call("poll", START + 0.4 + i / rate + jitter * dice.nextGaussian());
        }
        account.lasting("poll", 50).play(0, START + 1_500);
        assertThat(account.findings()).as("%.0f/s, jitter %.2f s", rate, jitter).isEmpty();
      }
    }
  }

  @Test
  void devicesThatReportEachFewSecondsAreSilent() {
    Account account = new Account(SETTINGS);
    account.calls("checkout", 0, START + 1_500, 3);
    Random dice = new Random(5);
    for (int device = 0; device < 50; device++) {
      double phase = 5 * dice.nextDouble();
      for (double at = START + phase; at < START + 1_300; at += 5) {
        account.call("report", at + 0.05 * dice.nextGaussian());
      }
    }
    account.lasting("report", 80).play(0, START + 1_500);
    assertThat(account.findings()).isEmpty();
  }

  /** Turns that vary by a fifth run away from any clock, even from one at their own mean rate. */
  @Test
  void turnsOfAsManyASecondAreStillALoop() {
    int paged = 0;
    for (long seed = 1; seed <= 10; seed++) {
      Account account = new Account(SETTINGS);
      account.calls("checkout", 0, START + 600, 3);
      Random dice = new Random(seed);
      for (double at = START; at < START + 600; at += 0.1 * (1 + 0.2 * dice.nextGaussian())) {
        account.call("sync", at);
      }
      account.lasting("sync", 55).play(0, START + 600);
      paged += account.findings().isEmpty() || account.firstAt() > START + 300 ? 0 : 1;
    }
    assertThat(paged).isGreaterThanOrEqualTo(9);
  }
}
