package dev.stormwatch.core.detect.cascade.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ErlangTest {

  /** From tables: ten erlangs offered to ten places lose 21.5 %, five to ten 1.8 %. */
  @Test
  void theShareRefusedIsErlangs() {
    assertThat(Erlang.refusedShare(10 * (1 - 0.2146), 10)).isCloseTo(0.2146, within(0.001));
    assertThat(Erlang.refusedShare(5 * (1 - 0.01838), 10)).isCloseTo(0.01838, within(0.001));
    assertThat(Erlang.refusedShare(0, 10)).isEqualTo(0);
    assertThat(Erlang.refusedShare(0.1, 1_000)).isCloseTo(0, within(1e-9));
    assertThat(Erlang.refusedShare(1_000, 1_000)).isEqualTo(1);
    assertThat(Erlang.refusedShare(0, 0)).isEqualTo(1);
  }

  /** Of any load at any number of places: from what is carried follows what was refused. */
  @Test
  void whatIsCarriedTellsWhatIsRefused() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      int places = 1 + random.nextInt(random.nextBoolean() ? 20 : 1_000);
      double offered = places * Math.exp(4 * random.nextDouble() - 2);
      double refused = refused(offered, places);
      assertThat(Erlang.refusedShare(offered * (1 - refused), places))
          .as("%f offered to %d", offered, places)
          .isCloseTo(refused, within(1e-6));
    }
  }

  /** Of a load beyond all measure nearly all is refused. */
  @Test
  void withinAHairOfAllPlaces() {
    assertThat(Erlang.refusedShare(10 - 1e-12, 10)).isCloseTo(0.99, within(0.001));
  }

  /** Erlang's formula as it is written: a^n / n! over the sum of a^k / k!. */
  private static double refused(double offered, int places) {
    double term = 1;
    double sum = 1;
    for (int k = places; k > 0; k--) {
      term *= k / offered;
      sum += term;
    }
    return 1 / sum;
  }
}
