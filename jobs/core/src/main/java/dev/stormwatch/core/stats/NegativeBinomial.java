package dev.stormwatch.core.stats;

/**
 * The distribution of a count that varies more than chance alone would make it: mean m, variance
 * dispersion × m. Cold starts come in clusters, and a Poisson test then cries wolf.
 */
public final class NegativeBinomial {

  private static final double NEGLIGIBLE = 1e-12;

  private NegativeBinomial() {}

  /**
   * Probability of at least k.
   *
   * @param mean above 0
   * @param dispersion variance over mean, above 1
   */
  public static double atLeast(long k, double mean, double dispersion) {
    if (k <= mean) {
      return 1;
    }
    double size = mean / (dispersion - 1);
    double failure = (dispersion - 1) / dispersion;
    double term =
        StrictMath.exp(
            BetaBinomial.lnGamma(k + size)
                - BetaBinomial.lnGamma(k + 1.0)
                - BetaBinomial.lnGamma(size)
                - size * StrictMath.log(dispersion)
                + k * StrictMath.log(failure));
    double sum = 0;
    // A term without its full precision may round to itself for ever, and is 0 for any purpose.
    for (long i = k; term > sum * NEGLIGIBLE && term >= Double.MIN_NORMAL; i++) {
      sum += term;
      term *= (size + i) / (i + 1) * failure;
    }
    return Math.min(1, sum);
  }
}
