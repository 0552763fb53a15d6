package dev.stormwatch.core.detect.shard;

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
    boolean is(long first, long longest) {
      return longest >= GROWTH * first;
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
    boolean is(long first, long longest) {
      return longest - first <= slack(first);
    }
  };

  /** The longest gap over the first, at least: what is even from the start may be a schedule. */
  private static final double GROWTH = 4;

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

  /** Are a chain's first pause and its longest what they are in this rhythm? */
  abstract boolean is(long first, long longest);
}
