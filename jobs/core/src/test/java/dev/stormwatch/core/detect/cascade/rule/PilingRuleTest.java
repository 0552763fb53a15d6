package dev.stormwatch.core.detect.cascade.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Carts of fourteen events a second, of which a tenth come back from a release on. */
class PilingRuleTest {

  private static final int RELEASE = 1_900;
  private static final int END = RELEASE + 720;
  private static final double RATE = 14;

  private final Random dice = new Random(1);

  private double next(double at, double perSecond) {
    return at - Math.log(1 - dice.nextDouble()) / perSecond;
  }

  /** Events as they please, and of each share that is to come back one call a turn for ever. */
  private Account carts(Settings settings, double share) {
    Account account = new Account(settings).calls("web", 0, END, 5);
    for (double at = next(0, RATE); at < END; at = next(at, RATE)) {
      account.call("cart", at);
      if (at >= RELEASE && dice.nextDouble() < share) {
        for (double turn = at; turn < END; turn += 1.5 + 2.5 * dice.nextDouble()) {
          account.call("cart", turn);
        }
      }
    }
    return account.lasting("cart", 70);
  }

  private static Settings usual() {
    return TestSettings.usual().settings();
  }

  @Test
  void whatPilesUpInABusyFunctionIsAPageAfterSomeMinutes() {
    Account account = carts(usual(), 0.1).play(0, END);
    assertThat(account.pagedAfter(RELEASE)).isBetween(300L, 560L);
    Finding first = account.first();
    assertThat(first.subject.key()).isEqualTo("cascade/111122223333/eu-west-1/cart");
    assertThat(first.onset / 1000 - Account.START).isBetween(RELEASE - 60L, RELEASE + 120L);
  }

  /** People who become as many in the same time. */
  @Test
  void trafficThatRisesInALineIsSilent() {
    Account account = carts(usual(), 0);
    for (double at = RELEASE; at < END; at = next(at, 1 + 0.5 * (at - RELEASE))) {
      account.call("cart", at);
    }
    assertThat(account.play(0, END).findings()).isEmpty();
  }

  /** Sixty clients that are added in three minutes and call back to back from then on. */
  @Test
  void aLoadTestOfABusyFunctionWakesNobody() {
    Account account = carts(usual(), 0);
    for (int client = 0; client < 60; client++) {
      for (double at = RELEASE + 3 * client; at < END; at += 0.25 + 0.1 * dice.nextDouble()) {
        account.call("cart", at);
      }
    }
    assertThat(account.play(0, END).findings())
        .noneMatch(finding -> finding.severity == Severity.PAGE);
  }

  @Test
  void whatIsMeantIsSilent() {
    Settings meant = TestSettings.usual().with("cascade.meant", List.of("cart")).settings();
    assertThat(carts(meant, 0.1).play(0, END).findings()).isEmpty();
  }
}
