package dev.stormwatch.core.detect.cascade.rule;

/** Polynomials of degree 0 to 2 that fit best to values equally far apart. */
final class Polynomial {

  private Polynomial() {}

  /**
   * Takes out of values what the polynomial of a degree is part of them that knows nothing of those
   * of lower degrees.
   *
   * @return how often that is; of degree 1 the slope, a value
   */
  static double takeOut(double[] values, int degree) {
    double product = 0;
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      double one = at(i, values.length, degree);
      product += values[i] * one;
      squares += one * one;
    }
    double often = product / squares;
    for (int i = 0; i < values.length; i++) {
      values[i] -= often * at(i, values.length, degree);
    }
    return often;
  }

  private static double at(int i, int length, int degree) {
    double line = i - (length - 1) / 2.0;
    return degree == 0 ? 1 : degree == 1 ? line : line * line - (length - 1) * (length + 1.0) / 12;
  }
}
