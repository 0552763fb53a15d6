package dev.stormwatch.replay.score;

/**
 * A share of a number of things, with Wilson's interval, which keeps its promise for few things and
 * for shares near 0 and 1.
 */
public record Share(int hits, int of) {

  /** Two-sided 95 %. */
  private static final double Z = 1.959964;

  public boolean known() {
    return of > 0;
  }

  /** From 0 to 1; not a number when there was nothing to count. */
  public double value() {
    return of == 0 ? Double.NaN : (double) hits / of;
  }

  public double lower() {
    return of == 0 ? Double.NaN : Math.max(0, centre() - half());
  }

  public double upper() {
    return of == 0 ? Double.NaN : Math.min(1, centre() + half());
  }

  private double centre() {
    return (value() + Z * Z / (2 * of)) / (1 + Z * Z / of);
  }

  private double half() {
    double p = value();
    return Z * Math.sqrt(p * (1 - p) / of + Z * Z / (4.0 * of * of)) / (1 + Z * Z / of);
  }
}
