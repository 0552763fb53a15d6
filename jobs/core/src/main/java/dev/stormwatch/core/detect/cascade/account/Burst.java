package dev.stormwatch.core.detect.cascade.account;

import static dev.stormwatch.core.detect.cascade.account.Member.NONE;

/** A function's calls beyond what is usual for it: since when, and how many. */
public final class Burst {

  /** It begins after a stretch of so many seconds as quiet as usual. */
  public static final int QUIET_SECONDS = 15;

  static final int START_SECONDS = 30;

  /** Fewer calls a minute are no burst of anything. */
  private static final long FEWEST = 20;

  /** It is over when so many seconds long it was half of what makes one. */
  private static final int COOLING_SECONDS = 60;

  /** What begins with few calls has at most so much of its rate in its first half minute. */
  private static final double GRADUAL = 0.5;

  /** Its first second; {@link Member#NONE} when there is none. */
  public long since = NONE;

  /** Calls a second that were usual when it began. */
  public double usual;

  public long calls;

  /** Most calls in a minute of it. */
  public long peak;

  /** Calls in a half minute as they were at first; {@link Member#NONE} while that is not known. */
  long start = NONE;

  /** Since when it cools; {@link Member#NONE} while it does not. */
  long coolSince = NONE;

  /** Takes in calls that started in a second. */
  void add(long second, long started) {
    calls += since != NONE && second >= since ? started : 0;
  }

  /**
   * Begins or ends it.
   *
   * @param ratio calls for each usual one from which on it is a burst
   * @return calls in it if it is over, else 0
   */
  long watch(Member member, long end, double ratio) {
    long minute = member.count(end - 60, end);
    double enough = Math.max(FEWEST, ratio * Math.max(member.ordinary(), Member.IDLE) * 60);
    if (since == NONE) {
      if (minute >= enough) {
        begin(member, end, minute);
      }
      return 0;
    }
    peak = Math.max(peak, minute);
    if (start == NONE && end - since >= 2 * START_SECONDS) {
      // A call of every day may precede what begins at once, so the busier half of it counts.
      long middle = since + START_SECONDS / 2;
      long later = member.count(middle, since + START_SECONDS);
      start = 2 * Math.max(member.count(since, middle), later);
    }
    if (minute >= enough / 2) {
      coolSince = NONE;
    } else if (coolSince == NONE) {
      coolSince = end;
    } else if (end - coolSince >= COOLING_SECONDS) {
      since = NONE;
      return calls;
    }
    return 0;
  }

  private void begin(Member member, long end, long minute) {
    usual = member.usual;
    since = onset(member, end);
    calls = member.count(since, end);
    peak = minute;
    start = NONE;
    coolSince = NONE;
  }

  private static long onset(Member member, long end) {
    long quiet = member.quietCalls();
    long first = end - 1;
    for (long second = end - 1; second >= end - StartRing.SECONDS + QUIET_SECONDS; second--) {
      first = member.at(second) > 0 ? second : first;
      if (first < end - 1 && member.count(second - QUIET_SECONDS, second) <= quiet) {
        break;
      }
    }
    return first;
  }

  /** The rate of the last minute over that of its start; 0 while that is not known. */
  public double growth(Member member, long now) {
    return start == NONE
        ? 0
        : member.count(now - 60, now) / Math.max(1, start * 60.0 / START_SECONDS);
  }

  /** Did it begin with few calls? */
  public boolean isGradual(Member member, long now) {
    return growth(member, now) >= 1 / GRADUAL;
  }

  /** Takes it for none, from which nothing is learned. */
  public void forget() {
    since = NONE;
    calls = 0;
  }

  /** Calls of it beyond what is usual; 0 while there is none. */
  public long beyond(long end) {
    return since == NONE ? 0 : Math.max(0, calls - (long) (usual * (end - since)));
  }
}
