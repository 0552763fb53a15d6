package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.Branch;
import dev.stormwatch.core.detect.cascade.account.StartRing;
import dev.stormwatch.core.detect.cascade.account.Tree;

/** A tree as the chain that it is where it goes round: calls of one function, turn after turn. */
public final class Chain {

  /**
   * Calls of one function in a chain after which Lambda stops it: AWS Lambda Developer Guide,
   * "Recursive loop detection".
   */
  public static final int STOPPED = 16;

  /** Calls of one function from which on a tree is more than an event that was tried again. */
  static final int FEWEST = 9;

  /** Calls that no chain has which Lambda stops, nor a message that a queue gives up. */
  static final int CERTAIN = STOPPED + 4;

  static final long LIFE_SECONDS = 60;

  /** Redeliveries are further apart. */
  static final double TURN_SECONDS = 20;

  /** Within so many seconds nearly all calls are told. */
  static final long LATE_SECONDS = 20;

  /** So much of their longest silence so far is no end. */
  private static final double SILENCE = 1.5;

  /** The calls of the function that it calls most. */
  final Branch widest;

  public Chain(Tree tree) {
    widest = tree.widest();
  }

  /** From its first call to its latest. */
  public long seconds() {
    return widest.last - widest.first;
  }

  /** Seconds from one call to the next, in the mean. */
  double turn() {
    return seconds() / (double) Math.max(1, widest.calls - 1);
  }

  /** Has it grown turn by turn, and is it time for no further turn? */
  boolean grows(long end) {
    if (widest.calls < FEWEST || turn() > TURN_SECONDS) {
      return false;
    }
    long quiet = end - widest.last;
    return quiet <= LATE_SECONDS || quiet <= LATE_SECONDS + SILENCE * longestSilence(end);
  }

  /** Does it grow beyond all that ends by itself? */
  boolean isCertain(long end) {
    return widest.calls >= CERTAIN && seconds() >= LIFE_SECONDS && grows(end);
  }

  /** Most seconds from one of its calls to the next, as far back as is kept. */
  private long longestSilence(long end) {
    long longest = 0;
    long latest = Math.max(widest.first, end - StartRing.SECONDS);
    for (long second = latest; second <= widest.last; second++) {
      if (widest.count(second, second + 1) > 0) {
        longest = Math.max(longest, second - latest);
        latest = second;
      }
    }
    return longest;
  }
}
