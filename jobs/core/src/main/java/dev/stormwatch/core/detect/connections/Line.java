package dev.stormwatch.core.detect.connections;

/**
 * A weighted regression: of the logarithm of durations over when calls began ({@link Growth},
 * {@link Pace#slowing}), or of the calls that run over time ({@link Ramp}).
 *
 * <p>Where a logarithm of durations rises by g a second, what it is about takes e<sup>g</sup> times
 * as long a second later.
 */
final class Line {

  /** Fewer points have no slope. */
  private static final int ENOUGH = 4;

  private int points;
  private double weight;
  private double x;
  private double y;
  private double xx;
  private double xy;
  private double yy;

  void add(double at, double value, double times) {
    points++;
    weight += times;
    x += times * at;
    y += times * value;
    xx += times * at * at;
    xy += times * at * value;
    yy += times * value * value;
  }

  private double spread() {
    return xx - x * x / weight;
  }

  double slope() {
    return points < ENOUGH || spread() <= 0 ? 0 : (xy - x * y / weight) / spread();
  }

  /** Do the newest points rise at less than half of its slope, by more than chance makes? */
  boolean slackens(Line before, Line newest) {
    if (before.weight == 0 || newest.weight == 0) {
      return false;
    }
    double expected = slope() * (newest.x / newest.weight - before.x / before.weight);
    double risen = newest.y / newest.weight - before.y / before.weight;
    double chance =
        Growth.DEVIATIONS * StrictMath.sqrt(variance() * (1 / newest.weight + 1 / before.weight));
    return risen < expected / Growth.SAME && risen + chance < expected;
  }

  /** Is its slope less than that of another, by more than chance makes? */
  boolean risesLessThan(Line other) {
    double chance =
        StrictMath.sqrt(slopeError() * slopeError() + other.slopeError() * other.slopeError());
    return slope() + Growth.DEVIATIONS * chance < other.slope();
  }

  /** The value on the line. */
  double at(double place) {
    return (y - slope() * x) / weight + slope() * place;
  }

  double slopeError() {
    return StrictMath.sqrt(variance() / spread());
  }

  /** Of a value that counts once. */
  private double variance() {
    double slope = slope();
    double left = yy - y * y / weight - slope * slope * spread();
    return Math.max(0, left) / Math.max(1, points - 2);
  }

  /** Of calls that end at 0: they began as long ago as they took. */
  double ending() {
    double level = at(0);
    double duration = 0;
    for (int i = 0; i < Growth.HALVINGS; i++) {
      duration = (duration + StrictMath.exp(level - slope() * duration)) / 2;
    }
    return duration;
  }
}
