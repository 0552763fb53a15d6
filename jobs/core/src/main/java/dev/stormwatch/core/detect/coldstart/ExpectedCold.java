package dev.stormwatch.core.detect.coldstart;

import dev.stormwatch.core.stats.NegativeBinomial;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How many cold calls the traffic's own pauses explain. A call after a pause finds its environment
 * reaped more often than one that follows at once; how often is learned for each length of pause.
 * So a function that is called once in ten minutes is expected to be cold, and one that is called
 * ten times a second is not.
 *
 * <p>The count is tested with a negative binomial whose dispersion, the variance over the mean, is
 * learned too: cold calls come in clusters.
 */
final class ExpectedCold {

  /** Upper ends of the pauses that are told apart, milliseconds; the last has none. */
  private static final long[] PAUSES = {10_000, 60_000, 180_000, 300_000};

  private static final int BINS = PAUSES.length + 1;

  /** What is believed of each pause before anything is seen: so many calls, so large a share. */
  private static final double[] PRIOR_CALLS = {20, 5, 2, 1, 1};

  private static final double[] PRIOR_SHARE = {0.02, 0.05, 0.2, 0.5, 0.8};

  /** A bin forgets, so that it follows a change: about so many calls count. */
  private static final double MEMORY = 2_000;

  private static final double LEAST_DISPERSION = 1.5;
  private static final double MOST_DISPERSION = 10;
  private static final double DISPERSION_WEIGHT = 0.05;
  private static final double LEAST_EXPECTED = 0.2;

  private final double[] calls = new double[BINS];
  private final double[] cold = new double[BINS];
  private double dispersion = LEAST_DISPERSION;

  /** Cold calls to be expected of calls that follow a pause. */
  double expected(long pauseMillis, long count) {
    int bin = bin(pauseMillis);
    double share =
        (PRIOR_CALLS[bin] * PRIOR_SHARE[bin] + cold[bin]) / (PRIOR_CALLS[bin] + calls[bin]);
    return count * share;
  }

  void learn(long pauseMillis, long count, long coldCount) {
    int bin = bin(pauseMillis);
    calls[bin] += count;
    cold[bin] += coldCount;
    if (calls[bin] > MEMORY) {
      cold[bin] *= MEMORY / calls[bin];
      calls[bin] = MEMORY;
    }
  }

  /** Learns how far a minute's count strays from what was expected. */
  void learnSpread(double expected, long observed) {
    double excess =
        (observed - expected) * (observed - expected) / Math.max(expected, LEAST_EXPECTED);
    dispersion += DISPERSION_WEIGHT * (Math.min(excess, 3 * MOST_DISPERSION) - dispersion);
    dispersion = Math.max(LEAST_DISPERSION, Math.min(MOST_DISPERSION, dispersion));
  }

  /** The chance of so many cold calls or more. */
  double chance(long observed, double expected) {
    return NegativeBinomial.atLeast(observed, Math.max(expected, LEAST_EXPECTED), dispersion);
  }

  private static int bin(long pauseMillis) {
    int bin = 0;
    while (bin < PAUSES.length && pauseMillis > PAUSES[bin]) {
      bin++;
    }
    return bin;
  }

  void write(DataOutput out) throws IOException {
    for (int i = 0; i < BINS; i++) {
      out.writeDouble(calls[i]);
      out.writeDouble(cold[i]);
    }
    out.writeDouble(dispersion);
  }

  void readInto(DataInput in) throws IOException {
    for (int i = 0; i < BINS; i++) {
      calls[i] = in.readDouble();
      cold[i] = in.readDouble();
    }
    dispersion = in.readDouble();
  }
}
