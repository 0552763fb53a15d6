package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.StartRing;
import dev.stormwatch.core.settings.CascadeSettings;
import org.jspecify.annotations.Nullable;

/**
 * Calls of a few seconds, far more than are usual: a generation that is over before it makes a
 * burst.
 *
 * <p>One event that calls a function a hundred times within a second or two is no burst of a minute
 * where some dozen calls a minute are usual. But no seconds of the minutes before had nearly as
 * many, and what follows at once, and is many times as many, is not people's doing.
 *
 * <p>What it mistakes for it: a job that begins so, of which another function's part is larger.
 */
public final class Spike {

  private static final int SECONDS = 5;

  /** It began so many seconds before what it calls at most. */
  private static final int BEFORE = 10;

  /** Of fewer calls it is not known that they are one event's. */
  private static final double FEWEST = 30;

  /** What is left out on each side, as it may be part of it. */
  private static final int ASIDE = 30;

  /** First second of it. */
  final long since;

  /** Calls beyond those that are usual. */
  final double calls;

  private Spike(long since, double calls) {
    this.since = since;
    this.calls = calls;
  }

  /**
   * The largest that began just before a burst, or with it; null where there is none.
   *
   * @param burst first second of the burst
   * @param end second up to which calls are kept
   */
  static @Nullable Spike before(long burst, Member member, long end, CascadeSettings settings) {
    long most = 0;
    long at = burst;
    for (long second = Math.max(burst - BEFORE, end - StartRing.SECONDS);
        second <= burst;
        second++) {
      long calls = member.count(second, second + SECONDS);
      if (calls > most) {
        most = calls;
        at = second;
      }
    }
    double usual = Math.max(member.ordinary(), Member.IDLE) * SECONDS;
    boolean many = most - usual >= FEWEST && most >= settings.usualRatio * usual;
    return many && most > settings.repeatRatio * elsewhere(member, at, end)
        ? new Spike(first(member, at, most), most - usual)
        : null;
  }

  /** The first of its seconds that has its share: a usual call may precede it. */
  private static long first(Member member, long at, long calls) {
    long second = at;
    while (member.at(second) * (long) SECONDS < calls) {
      second++;
    }
    return second;
  }

  /** Most calls in any other such seconds. */
  private static long elsewhere(Member member, long at, long end) {
    long most = 0;
    for (long second = end - StartRing.SECONDS; second + SECONDS <= end; second++) {
      boolean other = second + SECONDS <= at - ASIDE || second >= at + SECONDS + ASIDE;
      most = other ? Math.max(most, member.count(second, second + SECONDS)) : most;
    }
    return most;
  }
}
