package dev.stormwatch.core.detect.cascade.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.cascade.Account;
import dev.stormwatch.core.settings.TestSettings;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** A schedule whose runs cause ever more calls. */
class SweepRuleTest {

  private static final int MINUTES = 60;

  private static final int OVERLAPS = 30;

  /** Each minute a sweep calls a worker for whatever is pending, within some seconds. */
  private static Account sweeps(IntToDoubleFunction pending, double seconds, Random dice) {
    Account account = new Account(TestSettings.usual().settings());
    account.calls("other", 0, 60 * MINUTES, 3);
    for (int minute = 0; minute < MINUTES; minute++) {
      account.call("sweep", 60 * minute + 5);
      for (int call = 0; call < (int) pending.applyAsDouble(minute); call++) {
        account.call("worker", 60 * minute + 7 + seconds * dice.nextDouble());
      }
    }
    return account.lasting("worker", 40_000).play(0, 60 * MINUTES);
  }

  /** Three a run, and from some minute on six more with each. */
  private static double overlapping(double minute) {
    return 3 + 6 * Math.max(0, minute - OVERLAPS);
  }

  @Test
  void runsThatEachCauseMoreThanTheLastAreATicketAndAPageWhenThatGoesOn() {
    Account account = sweeps(SweepRuleTest::overlapping, 3, new Random(1));
    assertThat(account.findings()).isNotEmpty();
    assertThat(account.first().severity).isEqualTo(Severity.TICKET);
    assertThat(account.firstAt()).isBetween(60L * (OVERLAPS + 9), 60L * (OVERLAPS + 14));
    assertThat(account.first().headline).startsWith("sweep → worker: each event becomes");
    assertThat(account.pagedAfter(account.firstAt())).isBetween(230L, 400L);
  }

  /** As many more each minute, made by people; and calls that come in no groups. */
  @Test
  void whatPeopleLeaveForASweepAndWhatClientsCallIsSilent() {
    for (long seed = 1; seed <= 8; seed++) {
      Random dice = new Random(seed);
      DoubleUnaryOperator made = mean -> Math.max(0, mean + Math.sqrt(mean) * dice.nextGaussian());
      Account people = sweeps(minute -> made.applyAsDouble(overlapping(minute)), 3, dice);
      assertThat(people.findings()).as("people, seed %d", seed).isEmpty();
    }
    Account clients = sweeps(SweepRuleTest::overlapping, 53, new Random(1));
    assertThat(clients.findings()).noneMatch(finding -> finding.headline.contains("sweep"));
  }
}
