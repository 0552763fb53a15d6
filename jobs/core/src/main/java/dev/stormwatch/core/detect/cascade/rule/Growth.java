package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.Branch;
import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.StartRing;
import dev.stormwatch.core.detect.cascade.account.Trail;
import org.jspecify.annotations.Nullable;

/** How calls of a burst, beyond what is usual, or of a trace added up, and how they doubled. */
public final class Growth {

  /** What precedes the first quiet stretch before a burst is part of it, if it is anything. */
  private static final int LEAD_SECONDS = 30;

  /** Second from which the first calls are kept. */
  private final long from;

  /** Seconds from each of {@link #before} to the next. */
  private final int step;

  private final double usual;

  /** Calls of the burst before each moment, without those that are usual. */
  private final double[] before;

  private Growth(long from, long to, int step, double usual) {
    this.from = from;
    this.step = step;
    this.usual = usual;
    before = new double[(int) ((to - from) / step) + 1];
  }

  /** By the second, as far back as that is kept. */
  public static Growth bySecond(Member member, long end) {
    long from = Math.max(end - StartRing.SECONDS, member.burst.since - LEAD_SECONDS);
    Growth growth = new Growth(from, end, 1, member.burst.usual);
    long forgotten = Math.max(0, from - member.burst.since);
    if (forgotten > 0) {
      long kept = member.count(from, end);
      growth.before[0] = member.burst.calls - kept - forgotten * member.burst.usual;
    }
    for (int i = 0; i + 1 < growth.before.length; i++) {
      growth.before[i + 1] = growth.before[i] + member.at(from + i) - member.burst.usual;
    }
    return growth;
  }

  /** By the half minute, for half an hour; the latest one is left out until it is over. */
  static Growth byTrail(Member member, long end) {
    long burst = Trail.floor(member.burst.since) - Trail.PANE_SECONDS;
    return byTrail(member, Math.max(Trail.from(end), burst), end, member.burst.usual);
  }

  /** The same from a half minute on before which the function was silent: nothing is usual. */
  static Growth ofSilent(Member member, long from, long end) {
    return byTrail(member, from, end, 0);
  }

  private static Growth byTrail(Member member, long from, long end, double usual) {
    int step = Trail.PANE_SECONDS;
    Growth growth = new Growth(from, Math.max(from, end), step, usual);
    for (int i = 0; i + 1 < growth.before.length; i++) {
      int calls = member.trail.at(from + (long) i * step);
      growth.before[i + 1] = growth.before[i] + calls - step * usual;
    }
    return growth;
  }

  /** Calls that failed, by the half minute in which it was told, for half an hour. */
  static Growth ofFailures(Member member, long end) {
    int step = Trail.PANE_SECONDS;
    long from = Trail.from(end);
    Growth growth = new Growth(from, end, step, member.failed.before(end));
    for (int i = 0; i + 1 < growth.before.length; i++) {
      int calls = member.failed.at(from + (long) i * step);
      growth.before[i + 1] = growth.before[i] + calls - step * growth.usual;
    }
    return growth;
  }

  /** The calls of one trace by the second, of which none is usual. */
  public static Growth bySecond(Branch branch, long end) {
    long from = Math.max(end - StartRing.SECONDS, branch.first);
    Growth growth = new Growth(from, end, 1, 0);
    growth.before[0] = branch.calls - branch.count(from, end);
    for (int i = 0; i + 1 < growth.before.length; i++) {
      growth.before[i + 1] = growth.before[i] + branch.count(from + i, from + i + 1);
    }
    return growth;
  }

  /** The same by the half minute, for half an hour; the latest one is left out until it is over. */
  static Growth byTrail(Branch branch, long end) {
    int step = Trail.PANE_SECONDS;
    long from = Math.max(Trail.from(end), Trail.floor(branch.first));
    Growth growth = new Growth(from, Math.max(from, end), step, 0);
    growth.before[0] = branch.calls - branch.halfMinutes(from, end);
    for (int i = 0; i + 1 < growth.before.length; i++) {
      long pane = from + (long) i * step;
      growth.before[i + 1] = growth.before[i] + branch.halfMinutes(pane, pane + step);
    }
    return growth;
  }

  /** The same from a second on: what was before is left out. */
  Growth since(long second) {
    int first = second <= from ? 0 : at(second);
    if (first == 0) {
      return this;
    }
    Growth growth = new Growth(from + (long) first * step, last(), step, usual);
    for (int i = 0; i < growth.before.length; i++) {
      growth.before[i] = before[first + i] - before[first];
    }
    return growth;
  }

  /** First second at whose end something can have doubled. */
  public long from() {
    return from;
  }

  /** Second up to which all is known. */
  public long last() {
    return from + (long) (before.length - 1) * step;
  }

  /** Calls beyond usual until a second. */
  public double until(long second) {
    return before[at(second)];
  }

  private int at(long second) {
    return (int) ((second - from) / step);
  }

  /** Calls that are usual in the time that is looked at until a second. */
  double usual(long second) {
    return usual * (second - from);
  }

  /**
   * Seconds that each of the latest doublings until a second took, the last one first; null when it
   * has not doubled so often in the seconds that are kept.
   */
  public double @Nullable [] doublings(long second, int count) {
    double[] taken = new double[count];
    int at = at(second);
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
      taken[i] = step * (last - crossed);
      last = crossed;
    }
    return taken;
  }

  /**
   * The same of all doublings since there were so few calls.
   *
   * @param fewest calls before the first of them
   * @return null when there were fewer of them than it takes
   */
  double @Nullable [] doublingsSince(double fewest, long second, int least) {
    int count = (int) Math.floor(StrictMath.log(until(second) / fewest) / StrictMath.log(2));
    return count < least ? null : doublings(second, count);
  }
}
