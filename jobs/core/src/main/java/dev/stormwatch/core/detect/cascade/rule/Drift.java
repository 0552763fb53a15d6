package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.Member;

/** How far a function's calls until each moment are from an even rate: see {@link Clock}. */
final class Drift {

  /** Variance of what counting whole calls leaves. */
  private static final double ROUNDING = 1 / 12.0;

  /** Variance that a walk leaves about a parabola, over its own; of what others call, twice. */
  private static final double OTHERS = 0.1;

  /** Variance that calls leave for each a second of them if they come some 90 ms off, seconds. */
  private static final double JITTER = 0.05;

  /** A rate is as round as it seems within so many standard errors. */
  private static final double ERRORS = 3;

  /** What is left of the counts until the end of each pane about the parabola that fits best. */
  private final double[] left;

  /** What would be left anyway of each. */
  private final double noise;

  /** The most that a clock leaves. */
  private final double most;

  private final double rate;
  private final double rateError;

  /**
   * @param others calls a second that somebody else adds
   */
  Drift(Member member, long from, long to, int width, double others) {
    int panes = (int) ((to - from) / width);
    long first = to - (long) panes * width;
    left = new double[panes + 1];
    for (int i = 0; i <= panes; i++) {
      long at = first + (long) i * width;
      left[i] = i == 0 ? 0 : left[i - 1] + member.count(at - width, at);
    }
    double seconds = (double) panes * width;
    noise = ROUNDING + OTHERS * others * seconds;
    most = noise + 2 * ROUNDING + JITTER * left[panes] / seconds;
    Polynomial.takeOut(left, 0);
    rate = Polynomial.takeOut(left, 1) / width - others;
    Polynomial.takeOut(left, 2);
    // Of a line through values that know nothing of one another, and of calls that others add.
    double single = (square() + noise) * 12 / left.length / (seconds * seconds);
    rateError = Math.sqrt(single + 1.2 * others / seconds);
  }

  /** The ratio of Durbin and Watson. */
  double ratio() {
    return ratio(1);
  }

  /** The same of what is left so many panes apart, each pair with its later one. */
  double ratio(int lag) {
    double apart = 0;
    double squares = 0;
    for (int i = lag; i < left.length; i++) {
      double step = left[i] - left[i - lag];
      apart += step * step + 2 * noise;
      squares += left[i] * left[i] + noise;
    }
    return apart / squares;
  }

  /** Is what is left no more than the jitter of single calls? */
  boolean isSmall() {
    return square() <= most;
  }

  /** What is left on average, squared, and what whole calls leave. */
  double square() {
    double squares = 0;
    for (double one : left) {
      squares += one * one;
    }
    return squares / left.length + ROUNDING;
  }

  /** May calls in so many seconds be a whole number? */
  boolean isRound(int period) {
    double calls = rate * period;
    return Math.abs(calls - Math.rint(calls)) <= ERRORS * rateError * period;
  }
}
