package dev.stormwatch.core.stats;

/**
 * The distribution of how many of n calls have a property whose probability is itself uncertain: a
 * binomial whose share is drawn from Beta(a, b). A small a + b says "the share wanders", which real
 * traffic does; a plain binomial then cries wolf.
 *
 * <p>Uses {@link StrictMath}, so that a decision is the same on every machine.
 */
public final class BetaBinomial {

  /** A further term below this part of the sum no longer matters. */
  private static final double NEGLIGIBLE = 1e-12;

  private static final double[] LANCZOS = {
    0.9999999999998099,
    676.5203681218851,
    -1259.1392167224028,
    771.3234287776531,
    -176.6150291621406,
    12.507343278686905,
    -0.13857109526572012,
    9.984369578019572e-6,
    1.5056327351493116e-7
  };

  private BetaBinomial() {}

  /**
   * Probability of at least k of n.
   *
   * @param k 0 to n
   * @param a above 0
   * @param b above 0
   */
  public static double atLeast(long k, long n, double a, double b) {
    if (k <= 0) {
      return 1;
    }
    double term = StrictMath.exp(lnChoose(n, k) + lnBeta(k + a, n - k + b) - lnBeta(a, b));
    if (term == 0 && k < n * (a / (a + b))) {
      // So far below the mean that the chance of exactly k is below the range of a double.
      return 1;
    }
    double sum = 0;
    for (long i = k; i <= n; i++) {
      sum += term;
      term *= (double) (n - i) / (i + 1) * (a + i) / (b + n - i - 1);
      if (term < sum * NEGLIGIBLE) {
        break;
      }
    }
    return Math.min(1, sum);
  }

  private static double lnChoose(long n, long k) {
    return lnGamma(n + 1.0) - lnGamma(k + 1.0) - lnGamma(n - k + 1.0);
  }

  private static double lnBeta(double a, double b) {
    return lnGamma(a) + lnGamma(b) - lnGamma(a + b);
  }

  /** Lanczos' approximation (g = 7, nine terms), good to about 15 digits for x above 0. */
  static double lnGamma(double x) {
    if (x < 0.5) {
      return StrictMath.log(StrictMath.PI / StrictMath.sin(StrictMath.PI * x)) - lnGamma(1 - x);
    }
    double y = x - 1;
    double sum = LANCZOS[0];
    for (int i = 1; i < LANCZOS.length; i++) {
      sum += LANCZOS[i] / (y + i);
    }
    double t = y + 7.5;
    return 0.5 * StrictMath.log(2 * StrictMath.PI)
        + (y + 0.5) * StrictMath.log(t)
        - t
        + StrictMath.log(sum);
  }
}
