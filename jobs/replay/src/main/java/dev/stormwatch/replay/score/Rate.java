package dev.stormwatch.replay.score;

/**
 * Events over an exposure, with Byar's 95 % interval for a Poisson count. Of no event in a short
 * exposure it says honestly that the rate may still be high.
 *
 * @param exposure in any unit, above 0
 */
public record Rate(int events, double exposure) {

  private static final double Z = 1.959964;

  /** Events per unit; not a number when there was no exposure. */
  public double value() {
    return events / positive();
  }

  public double lower() {
    return events == 0 ? 0 / positive() : byar(events, -Z) / positive();
  }

  public double upper() {
    return byar(events + 1.0, Z) / positive();
  }

  private double positive() {
    return exposure > 0 ? exposure : Double.NaN;
  }

  private static double byar(double n, double z) {
    double root = 1 - 1 / (9 * n) + z / (3 * Math.sqrt(n));
    return n * root * root * root;
  }
}
