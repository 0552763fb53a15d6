package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Trail;
import org.jspecify.annotations.Nullable;

/**
 * A step in what a function does, within the last half hour: since when, and what was before.
 *
 * <p>A burst tells when it began. What is less than that is looked for where the calls of a minute
 * are most, over those of the minutes before them.
 */
final class Step {

  /** So long before it tells what was usual. */
  private static final int BEFORE_SECONDS = 600;

  private static final int FEWEST_BEFORE = 5;

  /** Of fewer calls in that time it is not known how long they took. */
  private static final long KNOWN = 10;

  /** A step is looked for among the panes so long ago, unless more is asked for. */
  private static final int LOOK_BACK_SECONDS = 900;

  private static final int PANE = Trail.PANE_SECONDS;

  /** First second of it, but for half a minute where it is no burst. */
  final long since;

  /** Calls a second before it. */
  final double rate;

  /** Concurrency before it. */
  final double work;

  /** Calls a second in the busiest half minute since. */
  final double peak;

  /**
   * How busy it remained: of all minutes since, the least work over the most in a minute before it.
   * Half a minute's lines may all be told in the next, and shards may join one by one.
   */
  final double steadiness;

  private Step(Member member, long since, long now, long end) {
    this.since = since;
    long last = Trail.floor(since);
    long first = first(member, last, end);
    rate = member.trail.count(first, last) / (double) (last - first);
    work = member.work(first, last);
    double most = 0;
    for (long pane = last; pane < Trail.floor(now); pane += PANE) {
      most = Math.max(most, member.trail.at(pane));
    }
    peak = most / PANE;
    steadiness = steadiness(member.work, last + PANE, Trail.floor(now) - PANE);
  }

  private static double steadiness(Trail work, long from, long to) {
    double busiest = 1;
    double least = 1;
    for (long minute = from; minute + 2 * PANE <= to; minute += PANE) {
      double busy = work.count(minute, minute + 2 * PANE);
      busiest = Math.max(busiest, busy);
      least = Math.min(least, busy / busiest);
    }
    return least;
  }

  /**
   * The step that a function took; null where there is none, or too little is known of before.
   *
   * @param now second up to which all is told
   */
  static @Nullable Step of(Member member, long now, long end) {
    return of(member, now, end, LOOK_BACK_SECONDS);
  }

  /** The same, looked for so far back. */
  static @Nullable Step of(Member member, long now, long end, int lookBackSeconds) {
    long since =
        member.bursting() ? member.burst.since : steepest(member, now, end, lookBackSeconds);
    return since == Member.NONE || !isKnown(member, Trail.floor(since), end)
        ? null
        : new Step(member, since, now, end);
  }

  private static long steepest(Member member, long now, long end, int lookBack) {
    long best = Member.NONE;
    double most = 1;
    for (long pane = Trail.ceiling(now - lookBack); pane + 2 * PANE <= now; pane += PANE) {
      if (isKnown(member, pane, end)) {
        long first = first(member, pane, end);
        double before = member.trail.count(first, pane) / (double) (pane - first);
        double minute = member.trail.count(pane, pane + 2 * PANE) / (2.0 * PANE);
        if (minute > most * before) {
          most = minute / before;
          best = pane;
        }
      }
    }
    return best;
  }

  private static boolean isKnown(Member member, long pane, long end) {
    long first = first(member, pane, end);
    return pane - first >= FEWEST_BEFORE * PANE && member.trail.count(first, pane) >= KNOWN;
  }

  /** The half minute from which on it is known what was usual until another. */
  private static long first(Member member, long until, long end) {
    long first = Math.max(Trail.from(end), until - BEFORE_SECONDS);
    boolean whole = first > Trail.from(end) && member.trail.count(Trail.from(end), first) > 0;
    while (!whole && first < until && member.trail.at(first) == 0) {
      first += PANE;
    }
    return first;
  }

  /** What a call took before it, seconds. */
  double seconds() {
    return rate == 0 ? 0 : work / rate;
  }
}
