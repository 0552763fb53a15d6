package dev.stormwatch.core.detect.cascade;

import org.jspecify.annotations.Nullable;

/** How a burst's calls beyond usual added up, and how long it took them to double. */
final class Growth {

  /** What precedes the first quiet stretch before a burst is part of it, if it is anything. */
  private static final int LEAD_SECONDS = 30;

  private final Member member;

  /** Second from which the first calls are kept. */
  private final long from;

  /** Calls of the burst before each second, without those that are usual. */
  private final double[] before;

  Growth(Member member, long end) {
    this.member = member;
    from = Math.max(end - StartRing.SECONDS, member.burstSince - LEAD_SECONDS);
    before = new double[(int) (end - from) + 1];
    long forgotten = Math.max(0, from - member.burstSince);
    if (forgotten > 0) {
      long kept = member.count(from, end);
      before[0] = member.burstCalls - kept - forgotten * member.burstUsual;
    }
    for (int i = 0; i + 1 < before.length; i++) {
      before[i + 1] = before[i] + member.at(from + i) - member.burstUsual;
    }
  }

  /** First second at whose end something can have doubled. */
  long from() {
    return from;
  }

  /** Calls beyond usual until a second. */
  double until(long second) {
    return before[(int) (second - from)];
  }

  /** Calls that are usual in the time that is looked at until a second. */
  double usual(long second) {
    return member.burstUsual * (second - from);
  }

  /**
   * Seconds that each of the latest doublings until a second took, the last one first; null when it
   * has not doubled so often in the seconds that are kept.
   */
  double @Nullable [] doublings(long second, int count) {
    double[] taken = new double[count];
    int at = (int) (second - from);
    double level = before[at];
    double last = at;
    for (int i = 0; i < count; i++) {
      level /= 2;
      while (at > 0 && before[at - 1] >= level) {
        at--;
      }
      if (at == 0) {
        return null;
      }
      double crossed = at - 1 + (level - before[at - 1]) / (before[at] - before[at - 1]);
      taken[i] = last - crossed;
      last = crossed;
    }
    return taken;
  }
}
