package dev.stormwatch.lab.chance;

/**
 * A time in milliseconds whose logarithm is normal. Init and run times are: 516,106 measured cold
 * starts (maxday/lambda-perf) have a log standard deviation of 0.14 for Node and 0.22 for Java.
 */
public record LogNormal(double median, double sigma) {

  public double draw(Dice dice) {
    return median * StrictMath.exp(sigma * dice.gaussian());
  }

  /** In hundredths, the precision of a REPORT line; at least one of them. */
  public long drawHundredths(Dice dice) {
    return Math.max(1, Math.round(draw(dice) * 100));
  }
}
