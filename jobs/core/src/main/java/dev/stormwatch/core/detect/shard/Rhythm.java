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
      long longest = Arrays.stream(pauses).max().orElse(0);
      int near = 0;
      while (2 * pauses[near] < longest) {
        near++;
      }
      double doublings = StrictMath.log((double) longest / pauses[0]) / StrictMath.log(2);
      return longest >= GROWTH * pauses[0] && near <= PAUSES_A_DOUBLING * doublings;
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
      long longest = Arrays.stream(pauses).max().orElse(0);
      return longest - pauses[0] <= slack(pauses[0]);
    }
  };

  /** The longest gap over the first, at least: what is even from the start may be a schedule. */
  private static final double GROWTH = 4;

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

  /** The shortest pause that may follow one, milliseconds. */
  abstract double shortest(long previous);

  /** The longest. */
  abstract double longest(long previous);

  /**
   * Do a chain's pauses, of which there is one at least, grow or stay as they do in this rhythm?
   */
  abstract boolean is(long[] pauses);
}
