package dev.stormwatch.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Random;
import java.util.stream.LongStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BetaBinomialTest {

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  private static BigInteger factorial(int n) {
    BigInteger product = BigInteger.ONE;
    for (int i = 2; i <= n; i++) {
      product = product.multiply(BigInteger.valueOf(i));
    }
    return product;
  }

  /** By definition: the sum over i of C(n, i) B(i + a, n - i + b) / B(a, b), in whole numbers. */
  private static BigDecimal exact(int k, int n, int a, int b) {
    BigInteger sum = BigInteger.ZERO;
    for (int i = k; i <= n; i++) {
      BigInteger choose = factorial(n).divide(factorial(i).multiply(factorial(n - i)));
      sum = sum.add(choose.multiply(factorial(i + a - 1)).multiply(factorial(n - i + b - 1)));
    }
    BigInteger numerator = sum.multiply(factorial(a + b - 1));
    BigInteger denominator =
        factorial(n + a + b - 1).multiply(factorial(a - 1)).multiply(factorial(b - 1));
    return new BigDecimal(numerator).divide(new BigDecimal(denominator), MathContext.DECIMAL64);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void agreesWithExactArithmetic(long seed) {
    Random random = new Random(seed);
    int n = 1 + random.nextInt(120);
    int k = random.nextInt(n + 1);
    int a = 1 + random.nextInt(40);
    int b = 1 + random.nextInt(300);
    assertThat(BetaBinomial.atLeast(k, n, a, b))
        .isCloseTo(exact(k, n, a, b).doubleValue(), Percentage.withPercentage(1e-7));
  }

  /** Beta(1, 1) makes every count equally likely. */
  @ParameterizedTest
  @CsvSource({"0, 10, 1", "1, 10, 0.90909090909", "5, 9, 0.5", "10, 10, 0.09090909091"})
  void isUniformWithoutAnyPast(long k, long n, double expected) {
    assertThat(BetaBinomial.atLeast(k, n, 1, 1)).isCloseTo(expected, within(1e-9));
  }

  /** One trial: the chance is the mean of the share. */
  @Test
  void isTheMeanForOneTrial() {
    assertThat(BetaBinomial.atLeast(1, 1, 4.5, 395.5)).isCloseTo(4.5 / 400, within(1e-12));
  }

  @Test
  void isAProbabilityThatFallsWithTheCount() {
    double last = 1;
    for (long k = 0; k <= 600; k++) {
      double chance = BetaBinomial.atLeast(k, 600, 4.5, 395.5);
      assertThat(chance).isBetween(0.0, last + 1e-12);
      last = chance;
    }
    assertThat(last).isLessThan(1e-100);
  }

  /** As many calls as a window can hold, counts far below and far above the mean. */
  @ParameterizedTest
  @CsvSource({"1, 1000000, 100000, 100000, 1", "999999, 1000000, 100000, 100000, 0"})
  void survivesNumbersBeyondTheRangeOfADouble(long k, long n, double a, double b, double expected) {
    assertThat(BetaBinomial.atLeast(k, n, a, b)).isCloseTo(expected, within(1e-6));
  }

  /** More spread in the past means more chance of an extreme count. */
  @Test
  void aLighterPastIsLessSure() {
    double light = BetaBinomial.atLeast(30, 600, 0.5 + 4, 0.5 + 396);
    double heavy = BetaBinomial.atLeast(30, 600, 0.5 + 400, 0.5 + 39_600);
    assertThat(light).isGreaterThan(heavy * 10);
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.5723649429247001", "1, 0", "2, 0", "10, 12.801827480081469"})
  void knowsTheGammaFunction(double x, double expected) {
    assertThat(BetaBinomial.lnGamma(x)).isCloseTo(expected, within(1e-12));
  }
}
