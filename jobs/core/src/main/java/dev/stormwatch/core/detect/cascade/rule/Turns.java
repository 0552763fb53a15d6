package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.StartRing;
import dev.stormwatch.core.detect.cascade.account.Trail;
import org.jspecify.annotations.Nullable;

/**
 * Calls that each cause as many more, a long turn later: does each turn repeat the one before it,
 * multiplied?
 *
 * <p><b>Mechanism.</b> What waits for a clock, a queue's delay or a deployment has turns that are
 * long beside how they vary, so the first calls remain pulses, which are r times as high with each
 * turn of T.
 *
 * <p><b>Formula.</b> With n(t) calls in a pane, and C(k) those of the turn that ended k turns ago,
 *
 * <pre>
 *   C(0) / C(1) = C(1) / C(2) = C(2) / C(3) = r      but for chance
 *   C(4) + C(5) + … = C(3) / (r - 1)                 but for the few that it began with
 *   z(t) = (n(t) - trend(t)) / √trend(t)             trend: growth by r a turn, without pulses
 *   corr(z(t), z(t - T))                             near 1; near 0 of calls of people
 *   mean z²                                          1 by chance, more the higher pulses are
 * </pre>
 *
 * <p><b>Why it works.</b> A rate that somebody raises by the clock repeats its steps, too, but
 * never falls, so it must fall within each turn by more than chance. A wave of people does not
 * repeat itself within it.
 *
 * <p><b>What it mistakes for it.</b> A schedule whose batches are r times as large, four times in a
 * row, from a few calls on.
 *
 * <p><b>Source.</b> Hawkes and Oakes (1974).
 */
public final class Turns {

  /** So many turns are compared. */
  private static final int TURNS = 4;

  /** So many calls in the last one, and in the first. */
  private static final double CERTAIN = 100;

  private static final double FEWEST = 4;

  /** In the first there are at least so many times the calls that are usual. */
  private static final double USUAL = 0.5;

  /** So many times the calls of the turn before: less may be a rate that rises. */
  private static final double LEAST = 1.5;

  /** And at most: what each call of a loop causes is few. */
  private static final double MOST = 4;

  /** The ratio of one turn to the next, over their mean: so far beside chance. */
  private static final double ALIKE = 1.16;

  private static final double DEVIATIONS = 1.5;

  /** With so many it may have begun: what somebody divides has large parts at once. */
  private static final double BEGINNING = 8;

  private static final double BEGINNING_DEVIATIONS = 2;

  private static final double CORRELATION = 0.75;

  /** Mean square of what the pulses of the last two turns are off the trend. */
  private static final double PULSES = 3;

  /** Standard deviations by which calls fall within a turn. */
  private static final double FALL = 3;

  /** Turns that are known by the second, seconds. */
  private static final int SHORTEST = 20;

  private static final int LONGEST = 75;
  private static final int STEP = 5;
  private static final int PANE_SECONDS = 10;

  /** Half minutes of the shortest and longest turn that are known by those. */
  private static final int FEW_HALVES = 3;

  private static final int MANY_HALVES = 13;

  /** Calls of a function in the seconds from one to another, exclusive. */
  private interface Calls {
    double between(long from, long to);
  }

  /** Calls a second that are usual. */
  private final double usual;

  private final long turn;
  private final int width;

  /** Of each turn, the last one first, its panes from the first to the last. */
  private final double[][] panes = new double[TURNS][];

  private final double[] sums = new double[TURNS];

  /** Calls of as many turns before those. */
  private final double before;

  private Turns(Calls calls, double usual, long to, long turn, int width, double before) {
    this.before = before;
    this.usual = usual;
    this.turn = turn;
    this.width = width;
    for (int k = 0; k < TURNS; k++) {
      panes[k] = panes(calls, to - k * turn);
      sums[k] = calls.between(to - (k + 1) * turn, to - k * turn) - usual * turn;
    }
  }

  private double[] panes(Calls calls, long to) {
    double[] counts = new double[(int) (turn / width)];
    for (int i = 0; i < counts.length; i++) {
      long from = to - (long) (counts.length - i) * width;
      counts[i] = calls.between(from, from + width) - usual * width;
    }
    return counts;
  }

  /**
   * The turns of a burst of which each repeats the one before, multiplied; those of the length that
   * they repeat themselves best in, null for none.
   *
   * @param end second up to which calls are kept
   * @param settled second up to which nearly all of its calls are told
   */
  public static @Nullable Turns find(Member member, long end, long settled) {
    double usual = member.burst.usual;
    Turns found = null;
    for (int turn = SHORTEST; turn <= LONGEST; turn += STEP) {
      long first = settled - (long) TURNS * turn;
      if (first >= end - StartRing.SECONDS) {
        double before = before(member, Trail.floor(first), turn, end);
        found = better(found, new Turns(member::count, usual, settled, turn, PANE_SECONDS, before));
      }
    }
    int half = Trail.PANE_SECONDS;
    long to = Trail.floor(settled);
    for (int halves = FEW_HALVES; halves <= MANY_HALVES; halves++) {
      long turn = (long) halves * half;
      long first = to - TURNS * turn;
      if (first >= Trail.from(end)) {
        double before = before(member, first, turn, end);
        found = better(found, new Turns(member.trail::count, usual, to, turn, half, before));
      }
    }
    return found;
  }

  private static @Nullable Turns better(@Nullable Turns found, Turns other) {
    double least = found == null ? CORRELATION : found.correlation();
    return other.multiply() && other.correlation() >= least ? other : found;
  }

  /** Calls that each call causes, a turn later. */
  public double ratio() {
    // Sums leave most of it to turns of many calls, in which what is usual is little.
    return Doublings.sum(sums, 0, TURNS - 1) / Doublings.sum(sums, 1, TURNS);
  }

  /** Seconds in which they double. */
  public double doubling() {
    return turn * StrictMath.log(2) / StrictMath.log(ratio());
  }

  private static double before(Member member, long until, long turn, long end) {
    long from = Math.max(Trail.from(end), Trail.floor(until - TURNS * turn));
    return member.trail.count(from, until) - member.burst.usual * (until - from);
  }

  private boolean multiply() {
    double ratio = ratio();
    return sums[0] >= CERTAIN
        && sums[TURNS - 1] >= Math.max(FEWEST, USUAL * usual * turn)
        && ratio >= LEAST
        && ratio <= MOST
        && areAlike(ratio)
        && began(ratio)
        && falls(ratio)
        && pulse();
  }

  private boolean areAlike(double ratio) {
    for (int k = 0; k + 1 < TURNS; k++) {
      double apart = Math.abs(StrictMath.log(sums[k] / sums[k + 1] / ratio));
      double chance = share(sums[k]) + share(sums[k + 1]);
      if (!(apart <= StrictMath.log(ALIKE) + DEVIATIONS * chance)) {
        return false;
      }
    }
    return true;
  }

  /** Was it a few calls some turns before? */
  private boolean began(double ratio) {
    double expected = sums[TURNS - 1] / (ratio - 1);
    double chance = Math.sqrt(expected + usual * TURNS * turn);
    return expected - before <= BEGINNING + BEGINNING_DEVIATIONS * chance;
  }

  /** Share of so many calls that one standard deviation is. */
  private double share(double sum) {
    return Math.sqrt(sum + usual * turn) / sum;
  }

  /** Are there fewer calls later in a turn than before? */
  private boolean falls(double ratio) {
    double most = 0;
    double fall = 0;
    for (int i = 0; i < panes[0].length; i++) {
      double now = panes[0][i] / ratio + panes[1][i];
      double chance = Math.sqrt(Math.max(1, most + now + 4 * usual * width));
      fall = Math.max(fall, (most - now) / chance);
      most = Math.max(most, now);
    }
    return fall >= FALL;
  }

  /** Are its last two turns farther off their trend than chance leaves them? */
  private boolean pulse() {
    double sum = 0;
    double[][] off = off();
    for (int i = 0; i < off[0].length; i++) {
      sum += off[0][i] * off[0][i] + off[1][i] * off[1][i];
    }
    return sum >= PULSES * 2 * off[0].length;
  }

  /** How alike panes are that are a turn apart, off their trend: 1 for the same. */
  private double correlation() {
    double[][] off = off();
    double product = 0;
    double later = 0;
    double earlier = 0;
    for (int k = 0; k + 1 < TURNS; k++) {
      for (int i = 0; i < off[k].length; i++) {
        product += off[k][i] * off[k + 1][i];
        later += off[k][i] * off[k][i];
        earlier += off[k + 1][i] * off[k + 1][i];
      }
    }
    return product / Math.sqrt(later * earlier);
  }

  private double[][] off() {
    double step = StrictMath.pow(ratio(), (double) width / turn);
    double[][] off = new double[TURNS][];
    for (int k = 0; k < TURNS; k++) {
      off[k] = off(panes[k], step);
    }
    return off;
  }

  /** How far each pane of a turn is off its trend, in standard deviations. */
  private double[] off(double[] counts, double step) {
    double sum = 0;
    double trends = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += counts[i];
      trends += StrictMath.pow(step, i);
    }
    double[] off = new double[counts.length];
    for (int i = 0; i < counts.length; i++) {
      double trend = Math.max(1, sum) * StrictMath.pow(step, i) / trends;
      off[i] = (counts[i] - trend) / Math.sqrt(trend + usual * width);
    }
    return off;
  }
}
