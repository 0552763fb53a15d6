package dev.stormwatch.core.detect.cascade.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.settings.TestSettings;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/** Turns of half a minute, which some of the events take for ever. */
class EchoRuleTest {

  private static final int START = 900;
  private static final int END = 2_400;
  private static final double EVENTS = 0.4;

  private final Random dice = new Random(31);
  private final Account account = new Account(TestSettings.usual().settings());

  private double apart(double perSecond) {
    return -Math.log(1 - dice.nextDouble()) / perSecond;
  }

  private EchoRuleTest events(double from, double to, double perSecond) {
    for (double at = from + apart(perSecond); at < to; at += apart(perSecond)) {
      account.call("check", at);
    }
    return this;
  }

  /** Of the events such a share stays, and is called again after each turn. */
  private EchoRuleTest staying(double perSecond, DoubleSupplier turn, double stays) {
    for (double event = START + apart(perSecond); event < END; event += apart(perSecond)) {
      double until = event + apart(1 / stays);
      for (double at = event; at < Math.min(until, END); at += turn.getAsDouble()) {
        account.call("check", at);
      }
    }
    return this;
  }

  private Account told() {
    account.calls("web", 0.2, END, 3);
    return account.play(0, END);
  }

  private double about(double seconds, double varies) {
    return seconds + varies * (2 * dice.nextDouble() - 1);
  }

  @Test
  void whatHalfOfTheEventsGoRoundForEverIsATicketAndThenAPage() {
    events(0, START, EVENTS).events(START, END, EVENTS / 2);
    staying(EVENTS / 2, () -> about(29, 3), 1e9).told();
    assertThat(account.findings()).isNotEmpty();
    assertThat(account.first().severity).isEqualTo(Severity.TICKET);
    assertThat(account.firstAt() - START).isBetween(400L, 950L);
    assertThat(account.pagedAfter(START)).isBetween(900L, 1_500L);
  }

  @Test
  void whoComesAsOftenAsItAndLeavesIsNothing() {
    events(0, START, EVENTS).events(START, END, EVENTS / 2);
    for (int second = START; second < END; second += 10) {
      events(second, second + 10, (second - START) / 150.0);
    }
    assertThat(told().findings()).isEmpty();
  }

  /** A few turns each: most of what comes next was not there before. */
  @Test
  void whoAsksAFewTimesAndLeavesIsNothing() {
    events(0, START, EVENTS).staying(2, () -> about(29, 3), 60);
    assertThat(told().findings()).isEmpty();
  }

  @Test
  void aClockThatIsAsOftenAsItWasIsNothing() {
    events(0, END, EVENTS);
    for (int at = 0; at < END; at += 30) {
      for (int i = 0; i < 40; i++) {
        account.call("check", at + i / 20.0);
      }
    }
    assertThat(told().findings()).extracting(finding -> finding.headline).isEmpty();
  }

  @Test
  void aClockThatHasMoreToDoEachTimeIsNothing() {
    events(0, END, EVENTS);
    for (int at = 0; at < END; at += 60) {
      int items = 10 + Math.max(0, at - START) / 3;
      for (int i = 0; i < items; i++) {
        account.call("check", at + 20.0 * i / items);
      }
    }
    assertThat(told().findings()).isEmpty();
  }

  @Test
  void whatBecomesManyTimesAsMuchInOneStepIsNothing() {
    events(0, START, EVENTS).events(START, END, 2 * EVENTS);
    for (double phase = 0; phase < 30; phase += apart(5)) {
      for (double at = START + phase; at < END; at += 30) {
        account.call("check", at);
      }
    }
    assertThat(told().findings()).isEmpty();
  }
}
