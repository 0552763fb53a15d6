package dev.stormwatch.core.detect.cascade.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * A mailer that sends a few mails for each campaign, and from a release on a hundred; no traces.
 */
class OffspringRuleTest {

  private static final int RELEASE = 900;
  private static final int END = 1_800;

  private final Random dice = new Random(1);

  private double next(double at, double perSecond) {
    return at - Math.log(1 - dice.nextDouble()) / perSecond;
  }

  /** Campaigns at a rate, each of which has two lists of some mails each. */
  private Account campaigns(
      Settings settings, DoubleUnaryOperator perSecond, DoubleUnaryOperator mails, double within) {
    Account account = new Account(settings).calls("api", 0, END, 3);
    for (double at = next(0, perSecond.applyAsDouble(0));
        at < END;
        at = next(at, perSecond.applyAsDouble(at))) {
      account.call("campaign", at);
      for (int list = 0; list < 2; list++) {
        account.call("list", at + 1);
        int some = (int) Math.round(mails.applyAsDouble(at) * (0.8 + 0.4 * dice.nextDouble()));
        for (int i = 0; i < some; i++) {
          account.call("mail", at + 1.5 + within * dice.nextDouble());
        }
      }
    }
    return account.lasting("mail", 300);
  }

  private static Settings usual() {
    return TestSettings.usual().settings();
  }

  private static double released(double at) {
    return at < RELEASE ? 2 : 50;
  }

  @Test
  void callsThatEachCauseManyMoreThanUsualAreATicketAndAPageWhenThatGoesOn() {
    Account account = campaigns(usual(), at -> 0.4, OffspringRuleTest::released, 3);
    Finding first = account.play(0, END).first();
    assertThat(account.firstAt() - RELEASE).isBetween(100L, 220L);
    assertThat(first.severity).isEqualTo(Severity.TICKET);
    assertThat(first.subject.key()).isEqualTo("cascade/111122223333/eu-west-1/campaign");
    assertThat(first.evidence.get(1).text).contains("campaign (", ") → list (", ") → mail (");
    assertThat(first.measure.value).isBetween(85.0, 115.0);
    assertThat(account.pagedAfter(RELEASE)).isBetween(350L, 500L);
  }

  /**
   * More campaigns of as many mails each; a mailer that somebody else calls; a single large one.
   */
  @Test
  void whatGrowsWithWhatComesInOrHasAnotherCauseIsSilent() {
    Account growing = campaigns(usual(), at -> at < RELEASE ? 0.4 : 8, at -> 2, 3);
    Account other = campaigns(usual(), at -> 0.4, at -> 2, 3);
    for (double at = RELEASE; at < END; at = next(at, 40)) {
      other.call("mail", at);
    }
    Account groups = campaigns(usual(), at -> 0.4, at -> 2, 3);
    for (double at = RELEASE; at < END; at = next(at, 0.4)) {
      for (int i = 0; i < 100; i++) {
        groups.call("mail", at + 3 * dice.nextDouble());
      }
    }
    Account once =
        campaigns(usual(), at -> 0.4, at -> at > RELEASE && at < RELEASE + 8 ? 400 : 2, 3);
    for (Account account : List.of(growing, other, groups, once)) {
      assertThat(account.play(0, END).findings()).isEmpty();
    }
  }

  @Test
  void whatIsMeantIsSilent() {
    Settings meant = TestSettings.usual().with("cascade.meant", List.of("mail")).settings();
    Account account = campaigns(meant, at -> 0.4, OffspringRuleTest::released, 3);
    assertThat(account.play(0, END).findings()).isEmpty();
  }
}
