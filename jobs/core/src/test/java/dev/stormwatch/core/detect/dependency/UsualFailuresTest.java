package dev.stormwatch.core.detect.dependency;

import static dev.stormwatch.core.detect.dependency.Life.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What share of calls fails as a rule, and what says nothing because of that. */
class UsualFailuresTest {

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.05, 0.2, 0.5, 0.95})
  void aShareOfFailuresThatIsUsualSaysNothing(double share) {
    assertThat(new Life().slots(120 * MINUTE, share).said()).isEmpty();
  }

  /** Where half of all calls fail as a rule, a handful of answers at the start is chance. */
  @Test
  void whatFailsFromTheBeginningOnIsUsual() {
    for (int answered = 0; answered <= 8; answered++) {
      Life life = new Life();
      for (int i = 0; i < answered; i++) {
        life.slot(1, 0);
      }
      assertThat(life.slots(20 * MINUTE, 0.5).said()).isEmpty();
    }
  }

  /** One minute of three, from the beginning on: a share of 0.3, and four times that is all. */
  @Test
  void whatIsDownEveryFewMinutesIsNoNews() {
    Life life = new Life();
    for (int i = 0; i < 20; i++) {
      life.slots(MINUTE, 0.9).slots(2 * MINUTE, 0);
    }
    assertThat(life.said()).isEmpty();
  }

  /** Of the five minutes in which the usual share is learned, all calls of the last two fail. */
  @Test
  void anOutageThatBeginsWhileLearningDoesNotTeachItself() {
    Life life = new Life().slots(3 * MINUTE, 0.01).slots(2 * MINUTE - 1, 1);
    assertThat(life.said()).isEmpty();
    assertThat(life.slots(MINUTE, 1).said()).isNotEmpty();
    assertThat(life.slots(2 * MINUTE, 1).last().severity).isEqualTo(Severity.PAGE);
    assertThat(life.slots(2 * MINUTE, 0).last().recovered).isTrue();
  }

  @Test
  void aFunctionThatAlwaysFailsATenthIsNotDownAtThreeTenths() {
    assertThat(new Life().slots(20 * MINUTE, 0.1).slots(5 * MINUTE, 0.3).said()).isEmpty();
  }

  @Test
  void oneInTwentyThatFailsIsNoOutageHoweverLong() {
    assertThat(new Life().slots(20 * MINUTE, 0.001).slots(60 * MINUTE, 0.05).said()).isEmpty();
  }

  @Test
  void aLowerShareThatStaysBecomesUsual() {
    Life life = new Life().slots(20 * MINUTE, 0.002).slots(5 * MINUTE, 0.95);
    life.slots(20 * MINUTE, 0.06);
    assertThat(life.said()).filteredOn(f -> f.recovered).hasSize(1);
  }

  @Test
  void ofFewCallsFewAreEnoughWhereTheyUsedToSucceed() {
    Life life = new Life().seldom(400, 0);
    life.seldom(5, 1);
    assertThat(life.said()).as("not yet three minutes").isEmpty();
    life.seldom(3, 1);
    assertThat(life.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
    assertThat(life.last().impact.what).contains("calls failed in the last");
    int before = life.said().size();
    assertThat(life.seldom(3, 0).said()).as("three are no end").noneMatch(f -> f.recovered);
    assertThat(life.said().size()).isGreaterThan(before);
    assertThat(life.seldom(20, 0).last().recovered).isTrue();
  }

  @Test
  void ofFewCallsFewSayNothingWhereSomeAlwaysFail() {
    for (double share : new double[] {0.05, 0.1, 0.3, 1}) {
      assertThat(new Life().seldom(2_000, share).said()).as("share %s", share).isEmpty();
    }
  }

  /** The same three requests, made again while nobody else calls. */
  @Test
  void attemptsAtWhatIsKnownToFailAreNoNews() {
    Life life = new Life().seldom(400, 0);
    life.again = true;
    assertThat(life.seldom(40, 1).said()).isEmpty();
  }
}
