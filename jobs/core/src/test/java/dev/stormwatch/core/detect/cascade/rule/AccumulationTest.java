package dev.stormwatch.core.detect.cascade.rule;

import static dev.stormwatch.core.detect.cascade.Life.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.cascade.Life;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Chains of calls that become more and more, and clients that are all there after a while. */
class AccumulationTest {

  private static final long SEEDS = 8;
  private static final int UNTIL = START + 560;

  /** How often somebody is paged, of so many seeds. */
  private static int pages(int until, double usual, Consumer<Life> adds) {
    int pages = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      Life life = new Life(seed, usual);
      adds.accept(life);
      life.account.lasting("work", 1_000).play(0, until);
      boolean paged =
          life.account.findings().stream().anyMatch(finding -> finding.severity == Severity.PAGE);
      pages += paged ? 1 : 0;
    }
    return pages;
  }

  private static void addWithEachEvent(Life life, double perSecond, double turn) {
    double at = START;
    while (at < UNTIL) {
      life.worker(at, UNTIL, turn);
      at -= Math.log(1 - life.dice.nextDouble()) / perSecond;
    }
  }

  /** A release after which no event ends any more: as many events as ever, each goes round. */
  @Test
  void whatEachEventAddsToIsPagedBeforeItHasLastedForTenMinutes() {
    for (double turn : new double[] {1, 2}) {
      int pages = pages(UNTIL, 0.3, life -> addWithEachEvent(life, 0.3, turn));
      assertThat(pages).as("turn %.1f", turn).isGreaterThanOrEqualTo((int) SEEDS - 2);
    }
  }

  /** Their number tells how many events are behind them, which are as many as ever. */
  @Test
  void whatIsAddedToAsOftenAsItIsCalledOtherwiseIsPagedWithinFiveMinutes() {
    int pages = 0;
    for (double usual : new double[] {0.1, 0.3, 1}) {
      for (double turn : new double[] {1, 3}) {
        pages += pages(START + 300, usual, life -> addWithEachEvent(life, usual, turn));
      }
    }
    assertThat(pages).isGreaterThanOrEqualTo((int) (6 * SEEDS * 0.8));
  }

  /** Turns of many seconds are uneven, but what grows as events come is told all the same. */
  @Test
  void whatTakesEightSecondsToComeRoundIsToldWhileItGrows() {
    int told = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      Life life = new Life(seed, 0.3);
      addWithEachEvent(life, 0.3, 8);
      life.account.lasting("work", 4_000).play(0, UNTIL);
      told += life.account.findings().isEmpty() ? 0 : 1;
    }
    assertThat(told).isGreaterThanOrEqualTo((int) SEEDS - 3);
  }

  @Test
  void aLoadTestWhoseClientsComeOneByOneIsATicketForFiveMinutes() {
    int pages = 0;
    for (int ramp : new int[] {60, 150, 240, 300}) {
      pages +=
          pages(
              START + 290,
              0.3,
              life -> {
                for (int client = 0; client < 60; client++) {
                  life.worker(START + ramp * client / 60.0, UNTIL, 1.5);
                }
              });
    }
    // About as many clients are added as there are events: chance may make them look like those.
    assertThat(pages).isLessThanOrEqualTo(4 * (int) SEEDS / 8);
  }

  /**
   * As many clients a second are added as there are events, by chance as well; then all are there.
   */
  @Test
  void aLoadTestThatIsUpAfterTwoMinutesAndAHalfIsNoPageHoweverItsClientsCome() {
    int pages =
        pages(
            START + 300,
            0.4,
            life -> {
              double at = START;
              while (at < START + 150) {
                life.worker(at, UNTIL, 1.2);
                at -= Math.log(1 - life.dice.nextDouble()) / 0.4;
              }
            });
    assertThat(pages).isZero();
  }

  /** People who come in a line scatter far more than chains do. */
  @Test
  void trafficThatGrowsInALineIsNothing() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Life life = new Life(seed, 0.3);
      life.arrivals("work", START, UNTIL, at -> Math.min(25, at / 10), 25);
      life.account.lasting("work", 2_000).play(0, UNTIL);
      assertThat(life.account.findings()).as("seed %d", seed).isEmpty();
    }
  }
}
