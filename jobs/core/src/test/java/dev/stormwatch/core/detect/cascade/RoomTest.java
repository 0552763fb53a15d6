package dev.stormwatch.core.detect.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.settings.Settings;
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

  /** Turns of which each has a few calls more than the one before: a line is far too slow. */
  @Test
  void whatGrowsEverFasterIsForetoldSo() {
    long quota = 200;
    double doubling = 85;
    double first = 0.5;
    double faster = Math.log(2) / doubling;
    double full = 700 + Math.log(quota / 2 / first) / faster;
    for (long seed = 1; seed <= 5; seed++) {
      Random dice = new Random(seed);
      Settings settings = TestSettings.usual().with("cascade.accountConcurrency", quota).settings();
      Account account = new Account(settings).calls("web", 0, END, 3);
      for (int call = 0; ; call++) {
        double at = 700 + Math.log1p(call * faster / first) / faster;
        if (at > full) {
          break;
        }
        account.call("sync", at + 0.2 * dice.nextDouble(), 2);
      }
      int now = (int) full - 180;
      account.lasting("sync", 2_000).play(0, now);
      Finding told = account.findings().get(account.findings().size() - 1);
      double left = told.prediction.at / 1000.0 - Account.START - now;
      assertThat(left).as("seed %d", seed).isBetween(120.0, 270.0);
    }
  }

  /** Calls of a second that double: most of those that run are told seconds later. */
  @Test
  void whatExplodesIsForetoldByItsDoublingTimeAndAsARange() {
    for (double doubling : new double[] {6, 9}) {
      Account account = new Account(TestSettings.usual().settings()).calls("web", 0, END, 3);
      account.calls("sync", 0, END, 1);
      double quota = 1_000;
      double perPlace = doubling / Math.log(2);
      double full = 700 + doubling * Math.log(quota * perPlace) / Math.log(2);
      for (int call = 1; call < 2 * quota * perPlace; call++) {
        account.traced("sync", 700 + doubling * Math.log(call) / Math.log(2), 7, -1);
      }
      account.lasting("sync", 1_000).play(0, (int) full + 5);
      Finding told = account.first();
      assertThat(told.headline).contains("calls itself more than once");
      assertThat(told.evidence.get(3).text).containsPattern("^[0-9]+ to [0-9]+ of the account's");
      double now = account.firstAt();
      double at = told.prediction.at / 1000.0 - Account.START;
      assertThat(at).isBetween(Math.max(now, full - doubling), Math.max(now, full + 2 * doubling));
    }
  }

  /** All of it in the first ten seconds, and little when it is told. */
  @Test
  void whatLeftNoneForSecondsIsToldWhenItLeavesRoomAgain() {
    for (boolean full : new boolean[] {true, false}) {
      Settings settings =
          TestSettings.usual().with("cascade.accountConcurrency", full ? 100L : 300L).settings();
      Account account = new Account(settings).calls("web", 0, 1_000, 3).call("import", 905);
      account.calls("resize", 906, 908, 30).calls("store", 908, 918, 100);
      account.calls("store", 918, 1_000, 5).lasting("store", 1_000).play(0, 975);
      Finding last = account.findings().get(account.findings().size() - 1);
      assertThat(last.headline).contains("import → resize → store");
      assertThat(last.impact.seen).isEqualTo(full);
      if (full) {
        assertThat(last.impact.firstAt / 1000 - Account.START).isBetween(908L, 912L);
        assertThat(last.impact.what).startsWith("the account's concurrency was used up; ");
      }
    }
  }
}
