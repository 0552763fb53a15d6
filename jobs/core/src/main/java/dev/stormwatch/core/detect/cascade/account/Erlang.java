package dev.stormwatch.core.detect.cascade.account;

/**
 * The share of calls that find all places taken, from what is carried.
 *
 * <p>Calls that arrive independently, of load a in all, and are refused when all of n places are
 * taken, see that with Erlang's probability, and a (1 − B) is carried:
 *
 * <pre>
 *   1 / B(a, 0) = 1,   1 / B(a, i) = 1 + i / (a B(a, i − 1))
 *   d/da a (1 − B) = 1 − B − B (n − a (1 − B))
 * </pre>
 *
 * <p>What is carried rises with a, ever slower, and is never more than a. So Newton's steps from a
 * = carried never go too far, and a handful of them does.
 *
 * <p>Source: Erlang (1917); Jagerman (1974) on the derivative.
 */
public final class Erlang {

  private static final int STEPS = 60;

  /** Steps of less change nothing that is told. */
  private static final double PRECISION = 1e-12;

  /** Load offered for each place at most: more is refused but for one in a hundred as well. */
  private static final double MOST = 100;

  private Erlang() {}

  /**
   * The share of calls that find no place, 0 to 1.
   *
   * @param carried load of those that do, in places
   */
  public static double refusedShare(double carried, long places) {
    if (carried >= places) {
      return 1;
    }
    double offered = Math.max(0, carried);
    double refused = blocking(offered, places);
    for (int i = 0; i < STEPS && offered < MOST * places; i++) {
      double served = offered * (1 - refused);
      double slope = 1 - refused - refused * (places - served);
      double step = (carried - served) / slope;
      if (!(step > PRECISION * offered)) {
        break;
      }
      offered = Math.min(MOST * places, offered + step);
      refused = blocking(offered, places);
    }
    return refused;
  }

  private static double blocking(double offered, long places) {
    double inverse = 1;
    for (long i = 1; i <= places; i++) {
      inverse = 1 + inverse * i / offered;
      if (Double.isInfinite(inverse)) {
        return 0;
      }
    }
    return 1 / inverse;
  }
}
