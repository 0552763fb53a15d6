package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.Member;

/**
 * Growth that rests: workers, or a rate, that somebody raises from one level to the next.
 *
 * <p>Each level is as even as the top and does not grow, and lasts for half a minute or longer.
 * What feeds itself grows by √2 in half the time that it doubles in, or comes in pulses while it is
 * young; it is even and flat nowhere before it is at its limit. One such stretch may be chance, in
 * two levels it is not.
 */
public final class Staircase {

  /** A level lasts so long and longer, or half of the time in which the calls double. */
  private static final int LEVEL_SECONDS = 30;

  /** Of fewer calls it is not seen whether they grow. */
  private static final long ENOUGH = 120;

  /** The later half of a level has at most so many times the calls of its earlier half. */
  private static final double LEVEL = 1.1;

  /** One level is at most so much of the next, and the last one of the top. */
  private static final double BELOW = 0.7;

  private static final int LEVELS = 2;

  private static final int NARROW = 2;
  private static final int MIDDLE = 5;

  private Staircase() {}

  /**
   * Are there levels in a growth?
   *
   * @param doubling seconds in which it last doubled
   * @param top calls a second when it was over
   */
  static boolean climbs(
      Member member, long from, long to, double doubling, double top, double regularity) {
    int width = (int) Math.max(LEVEL_SECONDS, doubling / 2);
    int levels = 0;
    double above = top * width;
    for (long end = to; end - width >= from; end--) {
      long calls = member.count(end - width, end);
      if (calls <= BELOW * above && isLevel(member, end - width, end, calls, regularity)) {
        levels++;
        above = calls;
        end -= width;
      }
    }
    return levels >= LEVELS;
  }

  private static boolean isLevel(Member member, long from, long to, long calls, double regularity) {
    long earlier = member.count(from, from + (to - from) / 2);
    long later = member.count(to - (to - from) / 2, to);
    return calls >= ENOUGH
        && later <= LEVEL * earlier
        && member.dispersion(from, to, NARROW) <= Evenness.NARROW_RATIO * regularity
        && member.dispersion(from, to, MIDDLE) <= regularity;
  }
}
