package dev.stormwatch.core.detect.cascade.rule;

import static dev.stormwatch.core.detect.cascade.Life.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.cascade.Life;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What doubles in minutes, of calls that a function makes of itself or of others. */
class EvenGrowthTest {

  private static final int SEEDS = 10;
  private static final int UNTIL = START + 390;

  private static int found(double usual, int millis, Consumer<Life> adds) {
    return Life.explosions(SEEDS, usual, millis, UNTIL, adds);
  }

  /** Each event goes round in turns of four seconds, and one call in so many becomes two. */
  private static void loop(Life life, double gain) {
    for (double at = START; at < UNTIL; at += 0.5) {
      turns(life, at, gain);
    }
  }

  private static void turns(Life life, double from, double gain) {
    double at = from;
    while (at < UNTIL) {
      life.account.call("work", at);
      at += 4 * (0.9 + 0.2 * life.dice.nextDouble());
      if (life.dice.nextDouble() < gain - 1) {
        turns(life, at, gain);
      }
    }
  }

  @Test
  void aLoopThatGainsLittleBesideUsualCallsIsPaged() {
    assertThat(found(1.5, 900, life -> loop(life, 1.05))).isGreaterThanOrEqualTo(SEEDS * 4 / 5);
  }

  /** What people tell one another doubles every minute. */
  @Test
  void peopleWhoBecomeMoreAtTheSamePaceAreSilent() {
    int found =
        found(
            1.5,
            900,
            life ->
                life.arrivals(
                    "work", START, UNTIL, at -> 2 * Math.pow(2, Math.min(350, at) / 57), 200));
    assertThat(found).isZero();
  }

  /** Clients that call back to back, of which one more comes every second, or ever more do. */
  @Test
  void clientsThatAreAddedInALineOrASquareAreNoExplosion() {
    for (double power : new double[] {1, 0.5}) {
      int found =
          found(
              1.5,
              900,
              life -> {
                for (int client = 0; client < 300; client++) {
                  life.worker(START + 350 * Math.pow(client / 300.0, power), UNTIL, 2);
                }
              });
      assertThat(found).as("power %.1f", power).isZero();
    }
  }
}
