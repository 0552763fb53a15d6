package dev.stormwatch.core.detect.shard;

import org.jspecify.annotations.Nullable;

/**
 * Attempts at one thing, found among failures that have nothing to do with it.
 *
 * <p><b>Mechanism.</b> The pause between attempts grows, to its longest, and stays there: each gap
 * is about as long as the one before or up to twice as long. A queue hands a message out again
 * after the same time each time, its visibility timeout. Failures that come by chance lie between
 * the attempts, so a chain of gaps is looked for that leaves any of them out, see {@link Rhythm}.
 *
 * <p>A mapping's pause begins when the attempt ends: where it is told how long attempts took, as it
 * is of all that run into the timeout, gaps are from the end of one to the beginning of the next. A
 * visibility timeout begins with the attempt, so there they are from end to end.
 *
 * <p><b>Formula.</b> At a rate of <i>r</i> failures a millisecond a gap of at most <i>g</i> follows
 * by chance with a probability of at most <i>r g</i>, and a next one that the rhythm allows with
 * one of at most <i>r w</i>, where <i>w</i> is how much time it allows. Their product, times the
 * number of failures that may begin a chain, is how many such chains are to be expected by chance.
 * Of pauses that grow those count that do: a client's calls are as even as a mapping's in the end.
 * The rate is that of the failures outside of the chain, over all that is known, while it lasts, or
 * from its first attempt to the one that a gap leads to, whichever is greatest.
 *
 * <p><b>Why it works.</b> The first pauses of a mapping are short: half a dozen failures within a
 * minute, each twice as far from the last, do not come by chance where others are half a minute
 * apart. A visibility timeout is kept to the second: five failures a minute apart are as rare.
 *
 * <p>Where many calls come at once, when a backlog is worked off or all begin cold, failures come
 * thick at first and thin out: gaps grow by chance too. They do so at each scale alike: seconds
 * after the first there are as many others to each of the chain as there are minutes after. So each
 * gap is held against the rate that others had until then, and a burst's quiet end does not make
 * its beginning rare.
 *
 * <p><b>What it mistakes for it.</b> Whoever else backs off or waits for the same time: a client, a
 * workflow. Calls that are made by the clock fail at even distances whenever they fail, so even
 * ones count only among calls that come at all times. Where other failures of the same error come
 * every few seconds it finds nothing, but in the one environment.
 *
 * <p><b>Source.</b> A. Desolneux, L. Moisan, J.-M. Morel, "Meaningful alignments", International
 * Journal of Computer Vision 2000, on counting what chance would bring.
 */
final class RetryChain {

  /** Two failures that are closer together are of two calls at once. */
  private static final long CLOSEST_MILLIS = 100;

  /** Attempts. */
  final int length;

  final long first;
  final long last;

  /** From the end of the attempt before the last to the end of that, milliseconds. */
  final long pause;

  /** How many such chains chance would bring. */
  final double chance;

  private RetryChain(int length, long first, long last, long pause, double chance) {
    this.length = length;
    this.first = first;
    this.last = last;
    this.pause = pause;
    this.chance = chance;
  }

  /**
   * The chain that reaches furthest; null where there is none.
   *
   * @param least attempts of a chain
   * @param chance how many such chains chance may bring
   */
  static @Nullable RetryChain of(FailureTimes failures, Rhythm rhythm, int least, double chance) {
    long[] all = failures.all();
    if (all.length < least) {
      return null;
    }
    double spanMillis = failures.spanMillis();
    int starts = all.length;
    long[] begins = rhythm == Rhythm.GROWING ? failures.begins() : all;
    RetryChain anywhere =
        new Search(all, begins, rhythm, starts, 0, spanMillis, least, chance).found();
    long[] ofOne = failures.ofLatestEnvironment(all);
    if (anywhere != null || ofOne.length < least) {
      return anywhere;
    }
    double usual = starts / spanMillis / failures.environments();
    long[] itsBegins = failures.ofLatestEnvironment(begins);
    return new Search(ofOne, itsBegins, rhythm, starts, usual, spanMillis, least, chance).found();
  }

  /**
   * The newest failures, where all distances between them are alike; null where they are not. That
   * says nothing of chance.
   *
   * @param gaps how many distances must be alike
   * @param spread their standard deviation at most, as a share of their mean
   */
  static @Nullable RetryChain ofNewest(long[] times, int gaps, double spread) {
    int last = times.length - 1;
    int first = last - gaps;
    if (first < 0) {
      return null;
    }
    double mean = (double) (times[last] - times[first]) / gaps;
    double sum = 0;
    for (int i = first + 1; i <= last; i++) {
      double off = times[i] - times[i - 1] - mean;
      sum += off * off;
    }
    if (StrictMath.sqrt(sum / gaps) > spread * mean) {
      return null;
    }
    while (first > 0 && Math.abs(times[first] - times[first - 1] - mean) <= 2 * spread * mean) {
      first--;
    }
    return new RetryChain(last - first + 1, times[first], times[last], Math.round(mean), 1);
  }

  /** Of each pair of failures, the least likely chain that ends with the gap between them. */
  private static final class Search {
    private final long[] times;
    private final long[] begins;
    private final Rhythm rhythm;
    private final int all;
    private final double leastRate;
    private final double spanMillis;
    private final int least;
    private final double limit;
    private final double[][] cost;
    private final int[][] length;
    private final int[][] before;

    Search(
        long[] times,
        long[] begins,
        Rhythm rhythm,
        int all,
        double leastRate,
        double spanMillis,
        int least,
        double chance) {
      this.times = times;
      this.begins = begins;
      this.rhythm = rhythm;
      this.all = all;
      this.leastRate = leastRate;
      this.spanMillis = spanMillis;
      this.least = least;
      this.limit = StrictMath.log(chance);
      cost = new double[times.length][times.length];
      length = new int[times.length][times.length];
      before = new int[times.length][times.length];
      double rate = rate(times.length - least);
      for (int to = 1; to < times.length; to++) {
        for (int from = 0; from < to; from++) {
          link(from, to, rate);
        }
      }
    }

    /** From the end of one to the beginning of another. */
    private long gap(int from, int to) {
      return begins[to] - times[from];
    }

    private double rate(int others) {
      return Math.max(leastRate, (others + 1) / spanMillis);
    }

    private void link(int from, int to, double rate) {
      long gap = gap(from, to);
      if (gap < CLOSEST_MILLIS) {
        return;
      }
      cost[from][to] = first(gap, rate);
      length[from][to] = 2;
      before[from][to] = -1;
      for (int h = from - 1; h >= 0; h--) {
        long previous = gap(h, from);
        if (gap > rhythm.longest(previous)) {
          continue;
        }
        if (gap < rhythm.shortest(previous)) {
          return;
        }
        if (length[h][from] > 0) {
          double sum = cost[h][from] + next(previous, rate);
          boolean longer = sum == cost[from][to] && length[h][from] >= length[from][to];
          if (sum < cost[from][to] || longer) {
            cost[from][to] = sum;
            length[from][to] = length[h][from] + 1;
            before[from][to] = h;
          }
        }
      }
    }

    private static double first(long gap, double rate) {
      return Math.min(0, StrictMath.log(rate * gap));
    }

    private double next(long previous, double rate) {
      double width = rhythm.longest(previous) - rhythm.shortest(previous);
      return Math.min(0, StrictMath.log(rate * width));
    }

    @Nullable RetryChain found() {
      for (int to = times.length - 1; to > 0; to--) {
        RetryChain longest = null;
        for (int from = 0; from < to; from++) {
          boolean may = length[from][to] >= least && cost[from][to] + StrictMath.log(all) <= limit;
          RetryChain chain = may ? chain(from, to) : null;
          if (chain != null && (longest == null || chain.length > longest.length)) {
            longest = chain;
          }
        }
        if (longest != null) {
          return longest;
        }
      }
      return null;
    }

    /**
     * Of the failures that are no attempts, from the first attempt to a later one. A single one may
     * be there wherever some are.
     */
    private double rateUntil(int[] attempts, int later) {
      double others = attempts[later] - attempts[0] - later;
      return Math.max(0, others - 1) / (times[attempts[later]] - times[attempts[0]]);
    }

    private @Nullable RetryChain chain(int lastFrom, int lastTo) {
      int links = length[lastFrom][lastTo];
      int[] attempts = new int[links];
      attempts[links - 1] = lastTo;
      attempts[links - 2] = lastFrom;
      for (int i = links - 3; i >= 0; i--) {
        attempts[i] = before[attempts[i + 1]][attempts[i + 2]];
      }
      long[] gaps = new long[links - 1];
      for (int i = 0; i < gaps.length; i++) {
        gaps[i] = gap(attempts[i], attempts[i + 1]);
      }
      int began = attempts[0];
      long span = times[lastTo] - times[began];
      double during = (lastTo - began + 1 - links + 1.0) / span;
      double rate = Math.max(during, rate(times.length - links));
      double sum = first(gaps[0], Math.max(rate, rateUntil(attempts, 1)));
      for (int i = 0; i + 1 < rhythm.telling(gaps); i++) {
        sum += next(gaps[i], Math.max(rate, rateUntil(attempts, i + 2)));
      }
      double chance = sum + StrictMath.log(all);
      return rhythm.is(gaps) && chance <= limit
          ? new RetryChain(
              links,
              times[began],
              times[lastTo],
              times[lastTo] - times[lastFrom],
              StrictMath.exp(chance))
          : null;
    }
  }
}
