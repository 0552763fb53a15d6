package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.detect.connections.ConnectionState.Pane;

/**
 * How fast the environments that slow answers need multiply, and how far they have come.
 *
 * <p><b>Mechanism.</b> By Little's law as many calls run at once as arrive a second times seconds
 * that a call takes. Where answers get slower by the same factor each minute, so do the calls that
 * run, and the environments with them. Two things show that factor, and neither alone is enough.
 * Environments are what fills the database, but they are few, come in bursts, and stay when a burst
 * is over: their number is a record of peaks and stands still until the next. Durations of calls
 * are many and move at once, but say nothing of how many calls there are.
 *
 * <p><b>Formula.</b> The rate is that of the durations over two minutes (a regression of their
 * logarithm, each slot with the weight of its calls), counted twice, and that of the environments
 * over three quarters of a minute, counted once. The level is the geometric mean of two as well:
 * the connections that environments hold, and those that calls now need: mean concurrency and one
 * standard deviation of it, for chance makes the peaks. Then ln(limit / level) / rate is left.
 *
 * <p><b>When it holds.</b> While the factor lasts: the durations' rate of the latest minute and
 * that of the minute before are within a factor of two. Answers that get slower by the same amount
 * each minute do not pass, nor does a queue that has just begun to pile up; of both no time is
 * known.
 *
 * <p><b>What it mistakes.</b> Callers that begin to try again make it nearer than it says.
 *
 * <p><b>Source.</b> Little (1961).
 */
final class Growth {

  private static final int DURATION_SLOTS = 24;

  private static final int ENVIRONMENT_SLOTS = 10;

  /** Fewer slots with calls tell no rate. */
  private static final int ENOUGH = 6;

  /** Two rates within this of one another are the same. */
  private static final double SAME = 2;

  /** Natural logarithm a second. */
  final double rate;

  /** The same by environments and by durations alone, the faster and the slower. */
  final double fast;

  final double slow;

  /** Connections: what is taken for the level, and the most and the least that it may be. */
  final double level;

  final double most;
  final double least;

  /** Has it been the same for two minutes? */
  final boolean steady;

  private Growth(
      double environments, double durations, double held, double needed, boolean steady) {
    this.steady = steady;
    rate = (environments + 2 * durations) / 3;
    fast = Math.max(environments, durations);
    slow = Math.min(environments, durations);
    level = Math.sqrt(held * needed);
    most = Math.max(held, needed);
    least = Math.min(held, needed);
  }

  /**
   * Seconds until the limit is reached; infinite where nothing grows.
   *
   * @param limit that the functions have to themselves
   */
  double seconds(double limit) {
    return seconds(limit, level, rate);
  }

  double soonest(double limit) {
    return seconds(limit, most, fast);
  }

  double latest(double limit) {
    return seconds(limit, least, slow);
  }

  private static double seconds(double limit, double level, double rate) {
    if (level >= limit) {
      return 0;
    }
    return rate > 0 ? StrictMath.log(limit / level) / rate : Double.POSITIVE_INFINITY;
  }

  /**
   * @param held connections of functions, as estimated
   * @param callsPerSecond that arrive
   * @param each connections of an environment
   */
  static Growth of(ConnectionState state, double held, double callsPerSecond, long each) {
    Line environments = new Line();
    Line durations = new Line();
    Line before = new Line();
    Line lately = new Line();
    int n = state.panes.size();
    for (int i = Math.max(0, n - DURATION_SLOTS); i < n; i++) {
      Pane pane = state.panes.get(i);
      double seconds = (pane.end - state.newest().end) / 1000.0;
      if (pane.ended > 0 && pane.durationMicros > 0) {
        double duration = StrictMath.log(pane.durationMicros / 1e6 / pane.ended);
        durations.add(seconds, duration, (double) pane.ended);
        (i < n - DURATION_SLOTS / 2 ? before : lately).add(seconds, duration, (double) pane.ended);
      }
      if (i >= n - ENVIRONMENT_SLOTS) {
        environments.add(seconds, StrictMath.log(Math.max(1, pane.held)), 1);
      }
    }
    double running = callsPerSecond * StrictMath.exp(durations.now());
    double needed = (running + Math.sqrt(running)) * each;
    double slower = Math.min(before.slope(), lately.slope());
    double faster = Math.max(before.slope(), lately.slope());
    return new Growth(
        environments.slope(),
        durations.slope(),
        held,
        Math.max(1, needed),
        slower > 0 && faster <= SAME * slower);
  }

  /** A weighted regression. */
  private static final class Line {
    private int points;
    private double weight;
    private double x;
    private double y;
    private double xx;
    private double xy;

    private void add(double at, double value, double times) {
      points++;
      weight += times;
      x += times * at;
      y += times * value;
      xx += times * at * at;
      xy += times * at * value;
    }

    private double slope() {
      double spread = weight * xx - x * x;
      return points < ENOUGH || spread <= 0 ? 0 : (weight * xy - x * y) / spread;
    }

    /** At 0, which is now. */
    private double now() {
      return weight == 0 ? Double.NEGATIVE_INFINITY : (y - slope() * x) / weight;
    }
  }
}
