package dev.stormwatch.core.detect.cascade.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.detect.cascade.LoopLab;
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
    for (double rate : new double[] {1, 1.3, 3.7, 4.25, 5, 10, 23.3}) {
      for (double jitter : new double[] {0, 0.01, 0.03}) {
        Random dice = new Random((long) (100 * rate));
        Account account = new Account(SETTINGS);
        account.calls("checkout", 0, START + 1_500, 3);
        for (int i = 0; i < rate * 1_300; i++) {
          account.call("poll", START + 0.4 + i / rate + jitter * dice.nextGaussian());
        }
        account.lasting("poll", 50).play(0, START + 1_500);
        assertThat(account.findings()).as("%.2f/s, jitter %.2f s", rate, jitter).isEmpty();
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

  /** A load test whose rate somebody raises each minute. */
  @Test
  void aRateThatRisesInStagesIsSilent() {
    for (double step : new double[] {1.25, 5}) {
      Account account = new Account(SETTINGS);
      account.calls("checkout", 0, START + 1_000, 3);
      for (int stage = 0; stage < 8; stage++) {
        int from = START + 60 * stage;
        account.calls("api", from + 0.01, from + 60, step * (stage + 1));
      }
      account.lasting("api", 50).play(0, START + 600);
      assertThat(account.findings()).as("%.2f/s more each minute", step).isEmpty();
    }
  }

  /** A turn of about two seconds; each event starts one more chain. */
  private static Account chains(Account account, Random dice, int chains, double apart) {
    account.calls("checkout", 0, START + 700, 3);
    for (int chain = 0; chain < chains; chain++) {
      double at = START + apart * chain;
      while (at < START + 700) {
        account.call("resize", at);
        at += 1.8 * (1 + 0.15 * dice.nextGaussian());
      }
    }
    return account.lasting("resize", 800);
  }

  /** Many chains are uneven by themselves, and walk, however regularly they begin. */
  @Test
  void chainsThatBeginByAClockAreNoClock() {
    int told = 0;
    for (long seed = 1; seed <= 20; seed++) {
      Account account = chains(new Account(SETTINGS), new Random(seed), 60, 8);
      account.play(0, START + 700);
      told += account.findings().isEmpty() || account.firstAt() > START + 420 ? 0 : 1;
    }
    assertThat(told).isGreaterThanOrEqualTo(19);
  }

  @Test
  void nobodyElsesCallsMakeChainsAClock() {
    int told = 0;
    for (long seed = 1; seed <= 20; seed++) {
      Random dice = new Random(seed);
      Account account = new Account(SETTINGS);
      for (double at = 0; at < START + 700; at -= Math.log(1 - dice.nextDouble()) / 0.3) {
        account.call("resize", at);
      }
      chains(account, dice, 30, 8).play(0, START + 700);
      told += account.findings().isEmpty() || account.firstAt() > START + 480 ? 0 : 1;
    }
    assertThat(told).isGreaterThanOrEqualTo(18);
  }

  /** A walk of one chain that hardly varies shows little, more than any clock would. */
  @Test
  void oneChainIsALoopAtAnOddRateToo() {
    int paged = 0;
    for (double rate : new double[] {3.9, 4.3, 7.7}) {
      for (long seed = 1; seed <= 8; seed++) {
        LoopLab lab = new LoopLab(seed, 300, LoopLab.Told.NOTHING);
        lab.chain(0, 1 / rate, 0.08, "sync").account.lasting("sync", 100);
        paged += lab.play().page() <= 300 ? 1 : 0;
      }
    }
    assertThat(paged).isGreaterThanOrEqualTo(16);
  }
}
