package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.detect.cascade.account.Cascade;
import dev.stormwatch.core.detect.cascade.account.Member;

/** How a cascade's calls became more of late, as far as chance does not explain it. */
final class Pace {

  /** Over ten seconds or a minute it must grow by so much to be taken to grow on. */
  private static final double GROWS = 1.2;

  /** The same over half a minute. */
  private static final double GROWS_ON = 1.1;

  /** Standard deviations by which chance may have made more calls. */
  private static final double CHANCE = 3;

  private static final long RECENT_SECONDS = 10;
  private static final long HALF_SECONDS = 30;
  private static final long MINUTE_SECONDS = 60;

  private final Cascade cascade;
  private final AccountState state;
  private final Figures figures;

  Pace(Cascade cascade, AccountState state, Figures figures) {
    this.cascade = cascade;
    this.state = state;
    this.figures = figures;
  }

  /**
   * Has it grown in the latest half minute, too, by more than chance in a minute, and does the
   * latest moment not lag behind it? What is held by a limit, comes in pulses or recedes uses up no
   * more.
   */
  boolean grows() {
    double latest = calls(HALF_SECONDS);
    double moment = calls(RECENT_SECONDS) * HALF_SECONDS;
    return latest >= GROWS_ON * before(HALF_SECONDS)
        && moment >= latest * RECENT_SECONDS
        && isNoChance(MINUTE_SECONDS);
  }

  /** Are its calls as many as they were half a minute ago, and a minute? */
  boolean stands() {
    double latest = calls(HALF_SECONDS);
    double moment = calls(RECENT_SECONDS) * HALF_SECONDS / RECENT_SECONDS;
    return areAlike(latest, before(HALF_SECONDS)) && areAlike(moment, latest);
  }

  private static boolean areAlike(double one, double other) {
    return one < GROWS_ON * other && other < GROWS_ON * one;
  }

  /**
   * Seconds in which its calls become e times as many, as of late; NaN where chance may have made
   * that, or a limit holds them. Of what is older than two minutes ten seconds may be a pulse.
   */
  double multiplyingSeconds() {
    boolean young = figures.asOf - cascade.since < 2 * MINUTE_SECONDS;
    long[] spans = {RECENT_SECONDS, MINUTE_SECONDS};
    for (long span : young ? spans : new long[] {MINUTE_SECONDS}) {
      double ratio = calls(span) / before(span);
      boolean any = before(span) > 0 && ratio >= GROWS;
      if (any && isNoChance(span) && multipliesStill(span / 4, ratio)) {
        return span / StrictMath.log(ratio);
      }
    }
    return Double.NaN;
  }

  /** Do the latest two quarters of a stretch multiply half as fast, at least, as all of it does? */
  private boolean multipliesStill(long quarter, double ratio) {
    return calls(quarter) >= StrictMath.pow(ratio, 1.0 / 8) * before(quarter);
  }

  /** Are there so many more calls than in the stretch before as chance does not make? */
  private boolean isNoChance(long span) {
    double latest = calls(span);
    double before = before(span);
    return latest - before >= CHANCE * Math.sqrt(latest + before);
  }

  /** Calls in so many of the latest seconds. */
  private double calls(long span) {
    return calls(figures.asOf - span, figures.asOf);
  }

  /** Calls in as many seconds before those. */
  private double before(long span) {
    return calls(figures.asOf - 2 * span, figures.asOf - span);
  }

  private double calls(long from, long to) {
    double calls = 0;
    for (String name : cascade.path) {
      Member member = state.members.get(name);
      calls += member == null ? 0 : figures.count(member, from, to);
    }
    return calls;
  }
}
