package dev.stormwatch.core.detect.cascade.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A worker of a queue, whose messages come back a visibility timeout after they failed. */
class FailingRuleTest {

  private static final int START = 1_500;
  private static final int END = START + 600;
  private static final double RATE = 0.4;
  private static final double VISIBILITY = 45;

  private final Random dice = new Random(3);

  private Account ordinary(Settings settings) {
    Account account = new Account(settings).calls("web", 0, END, 5);
    for (double at = next(0, RATE); at < END; at = next(at, RATE)) {
      account.call("mail", at);
    }
    return account;
  }

  private static Settings usual() {
    return TestSettings.usual().settings();
  }

  private double next(double at, double perSecond) {
    return at - Math.log(1 - dice.nextDouble()) / perSecond;
  }

  /** Fails, and comes back with a copy of itself. */
  private void sentBack(Account account, double at) {
    if (at < END) {
      account.fails("mail", at);
      sentBack(account, at + VISIBILITY);
      sentBack(account, at + VISIBILITY * (0.5 + 0.5 * dice.nextDouble()));
    }
  }

  private Account loop(Settings settings) {
    Account account = ordinary(settings);
    sentBack(account, START);
    return account.play(0, END);
  }

  @Test
  void whatFailsAndIsSentBackBesideItselfIsAPageAfterEightTurns() {
    Account account = loop(usual());
    assertThat(account.pagedAfter(START)).isBetween(180L, (long) (8 * VISIBILITY));
    assertThat(account.first().subject.key()).isEqualTo("cascade/111122223333/eu-west-1/mail");
    assertThat(account.first().onset / 1000 - Account.START).isBetween(START - 30L, START + 150L);
  }

  @Test
  void whatIsMeantIsSilent() {
    Settings meant = TestSettings.usual().with("cascade.meant", List.of("mail")).settings();
    assertThat(loop(meant).findings()).isEmpty();
  }

  /** The mail server is down: every message comes back, and so does what came meanwhile. */
  @Test
  void anOutageThatLetsMessagesWaitIsNoLoop() {
    Account account = new Account(usual()).calls("web", 0, END, 5);
    for (double at = next(0, RATE); at < END; at = next(at, RATE)) {
      account.call("mail", Math.min(at, START));
      for (double again = at; at >= START && again < END; again += VISIBILITY) {
        account.fails("mail", again);
      }
    }
    assertThat(account.play(0, END).findings()).isEmpty();
  }

  /** Three layers of clients, each of which tries three times. */
  @Test
  void callersThatTryAgainAreNoLoop() {
    Account account = ordinary(usual());
    for (double at = next(START, RATE); at < END; at = next(at, RATE)) {
      for (int attempt = 0; attempt < 27; attempt++) {
        account.fails("mail", at + 40 * dice.nextDouble() * dice.nextDouble());
      }
    }
    assertThat(account.play(0, END).findings()).isEmpty();
  }

  /** A client that sends more and more of what is refused, in a line or with the square of time. */
  @Test
  void refusalsThatBecomeMoreInOtherWaysAreNoLoop() {
    for (double power : new double[] {0, 1, 2}) {
      Account account = ordinary(usual());
      for (double at = START + 1; at < END; ) {
        account.fails("mail", at);
        at = next(at, Math.max(0.05, 5 * Math.pow((at - START) / 300, power)));
      }
      assertThat(account.play(0, END).findings()).as("power %.0f", power).isEmpty();
    }
  }
}
