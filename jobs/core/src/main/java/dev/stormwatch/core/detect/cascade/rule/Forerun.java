package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.Member;

/**
 * What preceded a growth: did it double as steadily when it was small, down to a few calls?
 *
 * <p>What feeds itself began with one call, or with one for each event. What pollers or clients
 * begin with at once, and speed up with, has doubled in no time before its first second is over;
 * what rises with the square of time or comes in a wave takes longer and longer.
 */
final class Forerun {

  /** Calls that something may begin with at once. */
  private static final double FEW = 4;

  /** So many standard deviations of what is usual hide what it began with. */
  private static final double HIDDEN = 2;

  /** It is looked for in a time so many times as long as the latest doublings took. */
  private static final double LOOKED_FOR = 3;

  /** So many doublings are looked at, at most. */
  private static final int MOST = 8;

  private Forerun() {}

  /**
   * Did it begin with many at once, beside what is usual? What doubles in a second cannot be told
   * from them by the seconds that its doublings took.
   */
  static boolean isMany(Member member) {
    long since = member.burst.since;
    long hidden = member.quietCalls();
    return member.at(since) > FEW + hidden || member.count(since, since + 2) > 4 * FEW + hidden;
  }

  /**
   * How many times as long as the earlier half of all its doublings the later half took: infinite
   * where the earlier ones fall into one second; NaN where so many are not told of, beside what is
   * usual.
   *
   * @param latest number of the doublings that are known
   * @param grew seconds that those took
   */
  static double lengthening(Growth whole, long at, double grew, int latest) {
    Growth growth = whole.since(at - (long) Math.ceil(LOOKED_FOR * grew));
    double fewest = Math.max(FEW, HIDDEN * Math.sqrt(growth.usual(at)));
    int all = (int) Math.min(MOST, StrictMath.log(growth.until(at) / fewest) / StrictMath.log(2));
    double[] taken = all > latest ? growth.doublings(at, all) : null;
    if (taken == null) {
      return Double.NaN;
    }
    int half = all / 2;
    double later = Doublings.sum(taken, 0, half);
    double middle = at - Doublings.sum(taken, 0, all - half);
    // When in its first second a call began is not known.
    double first = Math.ceil(at - Doublings.sum(taken));
    return later / Math.max(0, middle - first);
  }
}
