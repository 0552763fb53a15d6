package dev.stormwatch.core.detect.cascade.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.settings.TestSettings;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is added to the calls of a function that is busy anyway: chains, or customers. */
class AddedRuleTest {

  private static final int START = 900;
  private static final int END = 2_700;
  private static final double BEFORE = 8;

  private final Random dice = new Random(11);
  private final Account account = new Account(TestSettings.usual().settings());

  /** Calls as they please. */
  private AddedRuleTest calls(String function, double from, double to, double perSecond) {
    for (double at = from + apart(perSecond); at < to; at += apart(perSecond)) {
      account.call(function, at, 0.1);
    }
    return this;
  }

  private double apart(double perSecond) {
    return -Math.log(1 - dice.nextDouble()) / perSecond;
  }

  /** So many chains whose turns are about half a second. */
  private AddedRuleTest chains(String function, int chains, double from, double to) {
    return chains(function, chains, from, to, 0.2);
  }

  private AddedRuleTest chains(
      String function, int chains, double from, double to, double callSeconds) {
    for (int chain = 0; chain < chains; chain++) {
      double at = from + 20 * dice.nextDouble();
      while (at < to) {
        account.call(function, at, callSeconds);
        at += 0.5 * (0.7 + 0.6 * dice.nextDouble());
      }
    }
    return this;
  }

  private Account told() {
    calls("web", 0, END, 3);
    return account.play(0, END);
  }

  @Test
  void chainsBesideItsOtherCallsAreATicketAfterAQuarterOfAnHourAndThenAPage() {
    calls("orders", 0, END, BEFORE).chains("orders", 14, START, END).told();
    assertThat(account.first().severity).isEqualTo(Severity.TICKET);
    assertThat(account.first().headline)
        .startsWith("orders: a loop, or clients that call back to back");
    assertThat(account.firstAt() - START).isBetween(900L, 1_080L);
    assertThat(account.pagedAfter(START)).isBetween(1_500L, 1_700L);
  }

  /** Only what was added is theirs. */
  @Test
  void whatIsToldIsWhatWasAdded() {
    calls("orders", 0, END, BEFORE).chains("orders", 14, START, END).told();
    long told = account.first().measure.samples;
    assertThat((double) told / (account.firstAt() - START)).isBetween(24.0, 30.0);
  }

  @Test
  void itIsOverWhenTheyEnd() {
    calls("orders", 0, END, BEFORE).chains("orders", 14, START, START + 1_200).told();
    assertThat(account.findings().get(account.findings().size() - 1).recovered).isTrue();
  }

  @Test
  void asManyCustomersAreNothing() {
    calls("orders", 0, END, BEFORE).calls("orders", START, END, 28).told();
    assertThat(account.findings()).isEmpty();
  }

  @Test
  void workersThatEmptyAQueueWithinAQuarterOfAnHourAreNothing() {
    calls("orders", 0, END, BEFORE).chains("orders", 14, START, START + 800).told();
    assertThat(account.findings()).isEmpty();
  }

  /** They are called by who has more customers. */
  @Test
  void whatAnotherFunctionsCustomersMakeBusierIsNothing() {
    calls("orders", 0, END, BEFORE).chains("orders", 14, START, END);
    calls("shop", 0, START, 4).calls("shop", START, END, 14).told();
    assertThat(account.findings()).isEmpty();
  }

  /** A backlog that waits for twelve places: that is told, and a loop is another thing. */
  @Test
  void whatIsAtItsLimitIsToldToBeThatAndNoMore() {
    calls("orders", 0, START, BEFORE).chains("orders", 20, START, END, 0.45);
    told();
    assertThat(account.findings())
        .isNotEmpty()
        .noneMatch(
            finding -> finding.headline.contains("a loop, or clients that call back to back"));
  }
}
