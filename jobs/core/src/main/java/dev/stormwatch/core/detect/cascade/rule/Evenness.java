package dev.stormwatch.core.detect.cascade.rule;

import dev.stormwatch.core.detect.cascade.account.Member;
import dev.stormwatch.core.detect.cascade.account.Trail;
import java.io.Serializable;

/**
 * How even a function's calls are: turns that wait for one another scatter less than calls that
 * know nothing of one another, by counts in panes of several widths.
 *
 * <p>In narrow panes there are more counts, so chance makes them even less often; in wide ones
 * there are more turns, so even slow loops are even.
 */
public final class Evenness implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Widths of panes, seconds. */
  private static final int NARROW = 2;

  private static final int MIDDLE = 5;
  private static final int WIDE = 10;

  /** In many narrow panes so many times the regularity is as certain as it is in fewer. */
  static final double NARROW_RATIO = 1.5;

  /** Loops whose turns vary: the wider panes must then not speak against it. */
  private static final double VARIED_RATIO = 2;

  /** Turns of many seconds are even only in panes of half a minute, of which so many are kept. */
  private static final long MOST_SLOW_SECONDS = 1_680;

  /** Standard deviations that chance exceeds three times in a hundred thousand. */
  public static final double CHANCE = 4;

  /** Dispersion that is taken for even. */
  private final double regularity;

  Evenness(double regularity) {
    this.regularity = regularity;
  }

  /** Is it, in panes of some width, evener than chance makes so many counts? */
  public static boolean inAny(Member member, long now, long span, double most, double chance) {
    for (int width : new int[] {NARROW, MIDDLE, WIDE}) {
      double dispersion = member.dispersion(now - span, now, width);
      if (dispersion <= Math.min(most, most(span / width, chance))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Even in wide panes, or in so many narrow ones that turns may vary by half their length.
   *
   * <p>A delivery that is lost takes a run of calls of one environment, which scatters counts of
   * wide panes by the length of the run times the share that is lost. Of narrow panes it takes a
   * call or none: where wide ones are even only for what a loss may scatter, those must say it.
   */
  boolean regular(Member member, long now, long age) {
    double varied = VARIED_RATIO * regularity + member.loss().scatter();
    return even(member, now, age, regularity)
        || slow(member, now, age)
        || narrow(member, now, age) && even(member, now, age, varied);
  }

  /** Two minutes are few counts: they must be even in panes of every width. */
  boolean certain(Member member, long now, long age) {
    return narrow(member, now, age) && even(member, now, age, regularity + member.loss().scatter());
  }

  /**
   * Even in the widest panes there are enough counts for. Of chains with turns of T seconds that
   * know nothing of one another, a pane of w has a dispersion of f (1 − f) T / w, f the fraction of
   * w / T: narrower panes than the longest turns say nothing against a loop. Chance leaves 1 at any
   * width, but scatters about it: the fewer the counts, the evener they must be.
   */
  private boolean slow(Member member, long now, long age) {
    long span = Math.min(age, Member.LAG_SECONDS);
    long half = Math.min(now - member.burst.since, MOST_SLOW_SECONDS);
    return member.dispersion(now - span, now, WIDE) <= most(span / WIDE)
        || member.trail.dispersion(now - half, now, 1) <= most(half / Trail.PANE_SECONDS - 1);
  }

  private double most(long panes) {
    return Math.min(regularity, most(panes, CHANCE));
  }

  /**
   * The dispersion below which chance takes so many independent counts so many standard deviations
   * seldom, by Wilson and Hilferty's approximation: of n differences of neighbours two thirds are
   * degrees of freedom.
   */
  static double most(long panes, double chance) {
    double part = 2 / 9.0 / (2 / 3.0 * (panes - 1));
    double root = 1 - part - chance * Math.sqrt(part);
    return Math.max(0, root * root * root);
  }

  private static boolean even(Member member, long now, long age, double most) {
    long span = Math.min(age, Member.LAG_SECONDS);
    return member.dispersion(now - span, now, MIDDLE) <= most
        && member.dispersion(now - span, now, WIDE) <= most;
  }

  private boolean narrow(Member member, long now, long age) {
    long span = Math.min(age, Member.LAG_SECONDS);
    double lost = member.loss().share;
    double most = lost > 0 ? regularity + lost : NARROW_RATIO * regularity;
    return member.dispersion(now - span, now, NARROW) <= most;
  }
}
