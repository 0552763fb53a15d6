package dev.stormwatch.core.detect.cascade.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.settings.TestSettings;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A stage that is called some dozen times a minute, and eighty times for one event. */
class SpikeTest {

  private static final int EVENT = 700;
  private static final int END = 780;

  private final Random dice = new Random(11);
  private final Account account = new Account(TestSettings.usual().settings());

  /** Each row of a file is worked off by calls of its own; files have few rows. */
  private SpikeTest usual() {
    double at = 0;
    while (at < END) {
      at -= Math.log(1 - dice.nextDouble()) / 0.4;
      account.call("expand", at);
      for (int row = 0; row < 3; row++) {
        account.call("apply", at + 0.5 + dice.nextDouble());
      }
    }
    for (double call = 0; call < END; call += 0.3) {
      account.call("checkout", call);
    }
    return this;
  }

  private SpikeTest expands(double at) {
    account.calls("expand", at, at + 2, 40);
    return this;
  }

  private Account applies(double from, double perSecond) {
    return account.calls("apply", from, END, perSecond);
  }

  @Test
  void whatFollowsAStageThatIsBusyAnywayIsPaged() {
    usual().expands(EVENT).applies(EVENT + 1, 100).play(0, END);
    assertThat(account.pagedAfter(EVENT)).isLessThanOrEqualTo(50);
    assertThat(account.first().headline).startsWith("expand → apply: ");
    assertThat(account.first().subject.functions()).containsExactly("apply", "expand");
  }

  /** Which of them is the other's doing their first second does not tell. */
  @Test
  void whatBeginsInTheSameSecondIsATicketUntilItLeavesNoConcurrency() {
    usual().expands(EVENT).applies(EVENT, 100).play(0, EVENT + 40);
    assertThat(account.findings()).isNotEmpty();
    assertThat(account.findings()).allMatch(finding -> finding.severity == Severity.TICKET);
    account.busy("apply", 995).play(EVENT + 40, END);
    assertThat(account.pagedAfter(EVENT)).isLessThanOrEqualTo(80);
  }

  /** What begins beside a job of every ten minutes is not its doing. */
  @Test
  void whatBecameNothingBeforeBeginsNothing() {
    usual().expands(EVENT - 600).expands(EVENT).applies(EVENT + 1, 100).play(0, END);
    assertThat(account.findings()).isEmpty();
  }

  @Test
  void aFileOfManyRowsThatBecomeWhatRowsAlwaysDoIsSilent() {
    usual().expands(EVENT).expands(EVENT + 0.01).applies(EVENT + 1, 6).play(0, END);
    assertThat(account.findings()).isEmpty();
  }

  /** What was as many two minutes ago is a job of every two minutes. */
  @Test
  void aStageThatIsCalledSoNowAndThenExplainsNothing() {
    usual().expands(EVENT - 120).expands(EVENT).applies(EVENT + 1, 100).play(0, END);
    assertThat(account.findings()).isEmpty();
  }
}
