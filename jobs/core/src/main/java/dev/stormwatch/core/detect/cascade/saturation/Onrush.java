package dev.stormwatch.core.detect.cascade.saturation;

import dev.stormwatch.core.detect.cascade.account.Erlang;
import dev.stormwatch.core.detect.cascade.account.Lateness;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Readings;

/**
 * Did all the calls of a full function come at once?
 *
 * <p>Nobody can tell from a full function's log how many calls were turned away: pollers that drain
 * a queue with as many workers as there are places fill it as crowds do, and are refused nothing.
 * But crowds grow. If callers that know nothing of one another kept so few places free, so many
 * more would have to have come than did a moment before; where that is more than a crowd grows by
 * in seconds, it is a queue that was filled, a job or a loop: work that waits, nobody who does.
 *
 * <p>Calls that only take longer fill a function as well. Then no more are let in than before, and
 * it is no onrush.
 */
public final class Onrush {

  /** Even who opens a sale to the second does not multiply his calls by so much within seconds. */
  private static final double CROWD = 20;

  /** Of what is let in from then on, so much of it was so in the first seconds. */
  private static final double AT_ONCE = 0.5;

  private static final int FIRST_SECONDS = 10;

  private static final int BEFORE_SECONDS = 15;

  /** It began at most so long before it was known to be full. */
  private static final int LOOK_BACK_SECONDS = 60;

  private Onrush() {}

  /**
   * @param fullSince since when it is full, epoch milliseconds
   * @param places that it has
   */
  public static boolean fills(
      Member member, long end, long fullSince, long slotMillis, long places) {
    double carried = least(member, end, fullSince, slotMillis);
    double served = 1 - Erlang.refusedShare(carried, places);
    long full = fullSince / 1000;
    for (long second = full - LOOK_BACK_SECONDS; second < full; second++) {
      if (begins(member, second, Math.max(end / 1000 - Lateness.UNTOLD_SECONDS, full), served)) {
        return true;
      }
    }
    return false;
  }

  private static boolean begins(Member member, long second, long until, double served) {
    long before = member.count(second - BEFORE_SECONDS, second);
    double usual = Math.max(member.usual, (double) before / BEFORE_SECONDS);
    double carried = member.count(second, until) / (double) (until - second);
    double first = member.count(second, second + FIRST_SECONDS) / (double) FIRST_SECONDS;
    return carried > 0
        && carried * AT_ONCE >= usual
        && first >= carried * AT_ONCE
        && carried >= CROWD * usual * served;
  }

  /** The least of its places that were in use while it was full. */
  private static double least(Member member, long end, long fullSince, long slotMillis) {
    return member.readings.least(
        (int) Math.min(Readings.SLOTS, 1 + (end - fullSince) / slotMillis));
  }
}
