package dev.stormwatch.core.detect.shard;

import java.util.Arrays;

/** How the pauses between attempts at one thing follow each other. */
enum Rhythm {
  /** A mapping's of a stream: up to twice as long each time, give or take, up to the longest. */
  GROWING {
    @Override
    double shortest(long previous) {
      return 0.6 * previous;
    }

    @Override
    double longest(long previous) {
      return 3.0 * previous;
    }

    @Override
    boolean is(long[] pauses) {
      long longest = most(pauses);
      double doublings = StrictMath.log((double) longest / pauses[0]) / StrictMath.log(2);
      return longest >= GROWTH * pauses[0] && telling(pauses) - 1 <= PAUSES_A_DOUBLING * doublings;
    }

    @Override
    int telling(long[] pauses) {
      int near = 0;
      while (pauses[near] < NEAR * most(pauses)) {
        near++;
      }
      return near + 1;
    }
  },

  /** A queue's: the visibility timeout, and what it takes until somebody asks for messages. */
  EVEN {
    @Override
    double shortest(long previous) {
      return previous - slack(previous);
    }

    @Override
    double longest(long previous) {
      return previous + slack(previous);
    }

    @Override
    boolean is(long[] pauses) {
      return most(pauses) - pauses[0] <= slack(pauses[0]);
    }

    @Override
    int telling(long[] pauses) {
      return pauses.length;
    }
  };

  /** The longest gap over the first, at least: what is even from the start may be a schedule. */
  private static final double GROWTH = 4;

  /** Pauses at their longest vary by less than a third of it. */
  private static final double NEAR = 2.0 / 3;

  /**
   * Until it is near its longest a pause doubles, give or take, and none of that length comes more
   * than twice. What is even for long and grows then is even: some of it was left out at its end.
   */
  private static final double PAUSES_A_DOUBLING = 2;

  /** Pollers ask at once while there are messages; a call's own duration differs a little. */
  private static final double SLACK_MILLIS = 2_000;

  private static final double SLACK_SHARE = 0.03;

  private static double slack(long pause) {
    return Math.max(SLACK_MILLIS, SLACK_SHARE * pause);
  }

  private static long most(long[] pauses) {
    return Arrays.stream(pauses).max().orElse(0);
  }

  /** The shortest pause that may follow one, milliseconds. */
  abstract double shortest(long previous);

  /** The longest. */
  abstract double longest(long previous);

  /**
   * Do a chain's pauses, of which there is one at least, grow or stay as they do in this rhythm?
   */
  abstract boolean is(long[] pauses);

  /**
   * How many of a chain's pauses, from the first on, show this rhythm. Once it is near its longest
   * a pause is even, and says no more of whether it grew: a client's calls are even as well.
   */
  abstract int telling(long[] pauses);
}
