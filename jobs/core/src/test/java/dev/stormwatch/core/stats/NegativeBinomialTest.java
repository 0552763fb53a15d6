package dev.stormwatch.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NegativeBinomialTest {

  /** Size 1 is the geometric distribution: P(X ≥ k) = q^k with q = mean / (1 + mean). */
  @Test
  void isGeometricWhereTheDispersionSaysSo() {
    assertThat(NegativeBinomial.atLeast(5, 2, 3)).isCloseTo(Math.pow(2.0 / 3, 5), within(1e-12));
    assertThat(NegativeBinomial.atLeast(40, 2, 3)).isCloseTo(Math.pow(2.0 / 3, 40), within(1e-15));
  }

  @Test
  void tellsNothingAtOrBelowTheMean() {
    assertThat(NegativeBinomial.atLeast(3, 3, 2)).isEqualTo(1);
    assertThat(NegativeBinomial.atLeast(0, 0.2, 1.5)).isEqualTo(1);
  }

  @Test
  void fallsWithTheCountAndRisesWithMeanAndDispersion() {
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      double mean = 0.2 + 20 * random.nextDouble();
      double dispersion = 1.2 + 8 * random.nextDouble();
      long k = (long) (mean + 2 + random.nextInt(40));
      double chance = NegativeBinomial.atLeast(k, mean, dispersion);
      assertThat(chance).isBetween(0.0, 1.0);
      assertThat(NegativeBinomial.atLeast(k + 1, mean, dispersion)).isLessThan(chance);
      assertThat(NegativeBinomial.atLeast(k, mean * 1.05, dispersion)).isGreaterThan(chance);
    }
  }

  /** Below the range of a double's full precision a product with 0.9 rounds to itself. */
  @Test
  @Timeout(10)
  void comesToAnEndHoweverSmallTheChance() {
    for (double dispersion : new double[] {1.5, 2, 3, 10}) {
      for (long k = 21; k < 20_000; k += k < 8_000 ? 1 : 97) {
        assertThat(NegativeBinomial.atLeast(k, 20, dispersion)).isBetween(0.0, 1.0);
      }
    }
  }
}
