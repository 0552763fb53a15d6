package dev.stormwatch.core.detect.cascade.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.settings.TestSettings;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Turns of a quarter of a minute and longer, and what rises in a line without any. */
class ReturnRuleTest {

  private static final int START = 1_200;
  private static final int END = START + 600;
  private static final long SEEDS = 12;
  private static final double USUAL = 2;

  private final Account[] accounts = new Account[(int) SEEDS];

  /** Adds to the account of each seed, beside a neighbour and what the function did before. */
  private ReturnRuleTest each(Adds adds) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random dice = new Random(seed + 1);
      accounts[seed] = new Account(TestSettings.usual().settings());
      arrivals(accounts[seed], dice, "checkout", 0, END, at -> 3, 3);
      arrivals(accounts[seed], dice, "settle", 0, START, at -> USUAL, USUAL);
      adds.to(accounts[seed], dice);
    }
    return this;
  }

  private interface Adds {
    void to(Account account, Random dice);
  }

  private static void arrivals(
      Account account,
      Random dice,
      String function,
      double from,
      double to,
      DoubleUnaryOperator perSecond,
      double most) {
    double at = from - Math.log(1 - dice.nextDouble()) / most;
    while (at < to) {
      if (dice.nextDouble() * most < perSecond.applyAsDouble(at - START)) {
        account.call(function, at);
      }
      at -= Math.log(1 - dice.nextDouble()) / most;
    }
  }

  /** Each event goes round, and calls every function of the circle in turn. */
  private static void goRound(
      Account account, Random dice, double turn, int times, String... circle) {
    double event = START;
    while (event < END) {
      double at = event;
      for (int call = 0; call < times * circle.length && at < END; call++) {
        account.call(circle[call % circle.length], at);
        at += turn / circle.length * (0.97 + 0.06 * dice.nextDouble());
      }
      event -= Math.log(1 - dice.nextDouble()) / USUAL;
    }
  }

  private int paged(int within) {
    int paged = 0;
    for (Account account : accounts) {
      account.lasting("settle", 400).lasting("notify", 400).play(0, END);
      paged += account.pagedAfter(START) <= within ? 1 : 0;
    }
    return paged;
  }

  @Test
  void eventsThatGoRoundThroughADelayQueueArePagedWithinMinutes() {
    for (double turn : new double[] {12, 18, 23}) {
      each((account, dice) -> goRound(account, dice, turn, 1_000, "settle"));
      assertThat(paged((int) (14 * turn) + 60)).as("turn %.0f s", turn).isGreaterThanOrEqualTo(11);
    }
  }

  @Test
  void thoseThatGoRoundThroughSeveralFunctionsAreNamedInTheOrderOfTheirCalls() {
    each(
        (account, dice) -> {
          arrivals(account, dice, "notify", 0, START, at -> USUAL, USUAL);
          goRound(account, dice, 30, 1_000, "settle", "notify");
        });
    assertThat(paged(480)).isGreaterThanOrEqualTo(11);
    assertThat(accounts)
        .allMatch(account -> account.first().headline.startsWith("settle → notify"));
  }

  /** A queue gives a message up after ten deliveries, and some queues later. */
  @Test
  void messagesThatAreDeliveredTimeAndAgainAreNone() {
    each((account, dice) -> goRound(account, dice, 20, 10, "settle"));
    assertThat(paged(END)).isZero();
    each((account, dice) -> goRound(account, dice, 30, 16, "settle"));
    assertThat(paged(END)).isZero();
  }

  @Test
  void peopleWhoBecomeMoreInALineAreNone() {
    for (double turn : new double[] {10, 20, 30}) {
      each(
          (account, dice) ->
              arrivals(
                  account, dice, "settle", START, END, at -> USUAL * (1 + at / turn), 70 * USUAL));
      assertThat(paged(END)).as("line of turns of %.0f s", turn).isZero();
    }
  }

  /** Beside its usual calls a client more every other second, each of which calls all the time. */
  @Test
  void clientsThatCallBackToBackAreNone() {
    each(
        (account, dice) -> {
          arrivals(account, dice, "settle", START, END, at -> USUAL, USUAL);
          for (double client = START; client < START + 400; client += 5) {
            for (double at = client; at < END; at += 0.9 + 0.2 * dice.nextDouble()) {
              account.call("settle", at);
            }
          }
        });
    assertThat(paged(300)).isZero();
  }

  /** Devices that come slower than calls did before: what they add is not what events would. */
  @Test
  void aFleetThatGrowsAtAPaceOfItsOwnIsNone() {
    each(
        (account, dice) -> {
          arrivals(account, dice, "settle", START, END, at -> USUAL, USUAL);
          double device = START;
          while (device < END) {
            for (double at = device; at < END; at += 20) {
              account.call("settle", at);
            }
            device -= Math.log(1 - dice.nextDouble()) / (2 * USUAL);
          }
        });
    assertThat(paged(290)).as("before it is a page as other chains are").isZero();
  }
}
