package dev.stormwatch.core.detect.cascade.rule;

import org.jspecify.annotations.Nullable;

/** In what times a growth doubles: in equal ones, and how often. See {@link ExplosionRule}. */
public final class Doublings {

  /** So many steady doublings it takes. */
  static final int DOUBLINGS = 4;

  /** So many, and no limit need cut it short: a crowd that doubles so often is everybody. */
  private static final int ENDLESS = 9;

  /** The doublings are compared in parts of so many. */
  private static final int PART = 3;

  /**
   * The longest part over the shortest. The beginning of a wave of calls about one time, whose
   * times are normal, has 1.4 where they are a million and 1.2 where they are ten.
   */
  private static final double ENDLESS_RATIO = 1.3;

  /**
   * The last part over the one before, which are of so many calls that chance is little. A wave's
   * is longer, the more so the nearer it is to its height.
   */
  private static final double SLOWER = 1.15;

  /** Before the first doubling there were so many calls that chance does not double them. */
  private static final double FEWEST = 16;

  /** Nor does what is usual, if it was no more than so many times as many meanwhile. */
  private static final double USUAL = 4;

  /** So many are enough if they are quick, of many calls, and of one length but for chance. */
  private static final int EVEN = 5;

  /** Fewer calls of what several events began, or of what is usual, double sooner than a turn. */
  private static final double EVEN_FEWEST = 96;

  /**
   * Of those the later two at most over the earlier two: 1.27 in the foot of a wave of a hundred
   * thousand, 1.17 of a million, 1.5 where a rate rises with the fourth power of time. Of a hundred
   * calls chance leaves some hundredths.
   */
  private static final double EVEN_RATIO = 1.12;

  private static final double EVEN_SHORTENING = 1.25;

  /** What people tell one another spreads in minutes. */
  private static final double EVEN_SECONDS = 20;

  /**
   * The longest doubling, over the shortest: what comes in waves has doublings that take no time.
   */
  private static final double BALANCE = 2;

  private static final double[] NONE = {};

  private Doublings() {}

  /**
   * Seconds that each of the doublings until a second took; none when there were not as many as it
   * takes, in about equal times.
   *
   * @param most that the later two take, over the earlier two
   */
  static double[] steady(Growth growth, long at, double most) {
    double[] taken = taken(growth, at, DOUBLINGS, FEWEST);
    if (taken == null) {
      return NONE;
    }
    boolean steady =
        areBalanced(taken, BALANCE)
            && taken[0] + taken[1] <= most * (taken[DOUBLINGS - 2] + taken[DOUBLINGS - 1]);
    return steady ? taken : NONE;
  }

  /** Has it doubled so often, until now, in parts of about equal times? */
  static boolean isEndless(Growth growth, long settled) {
    long at = Math.min(growth.last(), settled);
    double[] taken = taken(growth, at, ENDLESS, FEWEST);
    if (taken == null) {
      return false;
    }
    double[] parts = new double[ENDLESS / PART];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = sum(taken, i * PART, (i + 1) * PART);
    }
    return areBalanced(parts, ENDLESS_RATIO) && parts[0] <= SLOWER * parts[1];
  }

  /** Has it doubled so quickly and so evenly, until now, that fewer times are enough? */
  static boolean areEven(Growth growth, long settled) {
    long at = Math.min(growth.last(), settled);
    double[] taken = taken(growth, at, EVEN, EVEN_FEWEST);
    return taken != null
        && sum(taken) <= EVEN * EVEN_SECONDS
        && areEqual(taken, BALANCE, EVEN_RATIO, EVEN_SHORTENING);
  }

  /**
   * Does one of so many doublings take about as long as another, and one half of them as the other?
   *
   * @param taken seconds that each took, the last one first
   * @param balance the longest at most, over the shortest
   * @param lengthening the later half at most, over the earlier one
   * @param shortening the earlier half at most, over the later one
   */
  static boolean areEqual(double[] taken, double balance, double lengthening, double shortening) {
    int half = taken.length / 2;
    double later = sum(taken, 0, half);
    double earlier = sum(taken, taken.length - half, taken.length);
    return areBalanced(taken, balance)
        && later <= lengthening * earlier
        && earlier <= shortening * later;
  }

  private static boolean areBalanced(double[] taken, double most) {
    double longest = 0;
    double shortest = Double.MAX_VALUE;
    for (double one : taken) {
      longest = Math.max(longest, one);
      shortest = Math.min(shortest, one);
    }
    return longest <= most * shortest;
  }

  /** Seconds that doublings took in all. */
  public static double sum(double[] taken) {
    return sum(taken, 0, taken.length);
  }

  /** The same of those from one to another, exclusive. */
  public static double sum(double[] taken, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += taken[i];
    }
    return sum;
  }

  /** Do two functions take as long to double, of late? */
  static boolean keepUp(Growth one, Growth other, long settled) {
    double ratio = latest(one, settled) / latest(other, settled);
    return ratio <= ENDLESS_RATIO && ratio >= 1 / ENDLESS_RATIO;
  }

  /** Seconds that its latest doublings took until now, as many as are one part; NaN: too few. */
  private static double latest(Growth growth, long settled) {
    long at = Math.min(growth.last(), settled);
    double[] taken = taken(growth, at, PART, FEWEST);
    return taken == null ? Double.NaN : sum(taken);
  }

  /**
   * Seconds that each of so many doublings until a second took, the last one first; null where it
   * has not doubled so often, or from no more than chance and what is usual make.
   */
  static double @Nullable [] taken(Growth growth, long at, int doublings, double fewest) {
    boolean any =
        at > growth.from()
            && growth.until(at) / (1 << doublings) >= Math.max(fewest, growth.usual(at) / USUAL);
    return any ? growth.doublings(at, doublings) : null;
  }
}
