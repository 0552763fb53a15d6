package dev.stormwatch.core.detect.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A fan-out that was told, ended by itself, and comes again. */
class RoutineTest {

  private static final int FIRST = 900;
  private static final int HOUR = 3_600;

  private final Account account =
      new Account(TestSettings.usual().settings()).calls("web", 0, 3 * HOUR, 0.5);

  /** One call of the planner, twenty-five parts of it, and so many items of each. */
  private void night(int at, int items) {
    account.call("plan", at);
    for (int part = 0; part < 25; part++) {
      account.call("part", at + 1 + part / 25.0);
      for (int item = 0; item < items; item++) {
        account.call("item", at + 3 + part / 5.0 + 2 * item);
      }
    }
  }

  /** Seconds at which somebody was told of a new cascade. */
  private List<Long> told(int until) {
    account.play(0, until);
    return IntStream.range(0, account.findings().size())
        .filter(i -> account.findings().get(i).severity != Severity.INFO)
        .filter(i -> i == 0 || account.findings().get(i - 1).recovered)
        .mapToObj(account::at)
        .toList();
  }

  @Test
  void aJobOfEveryNightIsToldTheFirstTimeAlone() {
    night(FIRST, 30);
    night(FIRST + HOUR, 33);
    assertThat(told(FIRST + HOUR + 300)).hasSize(1).allMatch(at -> at < FIRST + 80);
  }

  @Test
  void whatRanWhileNothingWasJudgedIsKnown() {
    night(60, 30);
    night(60 + HOUR, 33);
    assertThat(told(60 + HOUR + 300)).isEmpty();
  }

  /** Nobody could do anything about what is over within half a minute. */
  @Test
  void aJobThatIsOverAtOnceIsNotTold() {
    for (int item = 0; item < 800; item++) {
      account.call("item", FIRST + 3 + item / 50.0);
    }
    night(FIRST, 0);
    assertThat(told(FIRST + 300)).isEmpty();
    assertThat(account.findings()).isEmpty();
  }

  @Test
  void aSecondAttemptMinutesLaterIsToldToo() {
    night(FIRST, 30);
    night(FIRST + 500, 30);
    assertThat(told(FIRST + 800)).hasSize(2);
  }

  @Test
  void whatBecomesMoreThanItEverDidIsToldAgain() {
    night(FIRST, 30);
    night(FIRST + HOUR, 50);
    assertThat(told(FIRST + HOUR + 300)).hasSize(2);
  }
}
