package dev.stormwatch.core.detect.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.settings.TestSettings;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When the account's concurrency is used up, where anything tells. */
class RoomTest {

  private static final int END = 1_500;

  /** Three chains whose turns vary: a minute of them has more calls than another by chance. */
  @Test
  void whatScattersAboutOneRateUsesNothingUp() {
    for (long seed = 1; seed <= 10; seed++) {
      Random dice = new Random(seed);
      Account account = new Account(TestSettings.usual().settings()).calls("web", 0, END, 3);
      for (int chain = 0; chain < 3; chain++) {
        for (double at = 700; at < END; at += 6 * Math.exp(0.4 * dice.nextGaussian())) {
          account.call("sync", at, 2);
        }
      }
      account.lasting("sync", 2_000).play(0, END);
      assertThat(account.findings()).as("seed %d", seed).allMatch(f -> f.prediction == null);
    }
  }

  /** One more chain every four seconds. */
  @Test
  void whatGrowsIsForetold() {
    Random dice = new Random(3);
    Account account = new Account(TestSettings.usual().settings()).calls("web", 0, END, 3);
    for (int chain = 0; chain < 200; chain++) {
      for (double at = 700 + 4 * chain; at < END; at += 2.5 * (0.8 + 0.4 * dice.nextDouble())) {
        account.call("sync", at, 2);
      }
    }
    account.lasting("sync", 2_000).play(0, END);
    assertThat(account.findings()).isNotEmpty().anyMatch(f -> f.prediction != null);
  }
}
