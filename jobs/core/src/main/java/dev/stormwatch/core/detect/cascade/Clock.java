package dev.stormwatch.core.detect.cascade;

/**
 * Calls that a clock starts: a schedule, a poller, a load test at a fixed or a rising rate, devices
 * that report.
 *
 * <p>They are as even as turns that wait for one another, and evener: a clock makes up for what was
 * late, so that after any time the count is what it ought to be. A turn that was long puts off all
 * that follow. So let C(t) be the calls until t, and e(t) what is left of them about a parabola, as
 * a rate may rise:
 *
 * <pre>
 *   a clock    e(t) is the jitter of single calls, and no e knows of the one before
 *   turns      e(t) walks: its steps know nothing of one another; they have the variance c² λ a
 *              second, c the coefficient of variation of a turn, λ the calls a second
 *   d = Σ (e_i − e_(i−1))² / Σ e_i²     2 for the one, about 1 / (0.043 n) for the other, of n panes
 * </pre>
 *
 * <p>d is the ratio of Durbin and Watson. To both sums is added what whole calls and a few of
 * somebody else leave. Turns may hardly vary; then nothing walks. But people set clocks to round
 * numbers, and turns come to one by chance; and chains that begin one after another begin when
 * people want it, so a rate that rises without any walk is a clock's too.
 *
 * <p>What it mistakes for a clock: turns that hardly vary, of a round number a second. What it
 * cannot see: clocks of other rates that hardly jitter, and calls that come far from their time.
 *
 * <p><b>Sources.</b> Durbin and Watson (1950) on serial correlation; Allan (1966) on telling noise
 * of a clock's phase from noise of its frequency.
 */
final class Clock {

  /** So long its calls must have come, or twice as long. */
  private static final int STRETCH_SECONDS = 120;

  private static final int MINUTE_SECONDS = 60;

  /** So long a stretch has enough minutes for one to be compared with the next. */
  private static final int MINUTES_SECONDS = 180;

  /** Minutes are tried from so many seconds to the next. */
  private static final int STEP_SECONDS = 5;

  /** Of a walk the ratio is less; of a clock it is more, however it jitters. */
  private static final double WALK = 0.9;

  /** A minute tells less. */
  private static final double MINUTE_WALK = 1.3;

  /** From here on it is no walk, if there are enough calls for one to show. */
  private static final double CLOCK = 1.5;

  private static final long ENOUGH = 240;

  /** The same for a minute. */
  private static final long MINUTE_ENOUGH = 180;

  /** Of a walk the ratio of what is left a minute apart is 2 and more, of what repeats itself 0. */
  private static final double REPEATED = 1.3;

  private Clock() {}

  /** Does a clock start a function's calls? */
  static boolean starts(Member member, long to) {
    return starts(member, to - STRETCH_SECONDS, to) || starts(member, to - 2 * STRETCH_SECONDS, to);
  }

  private static boolean starts(Member member, long from, long to) {
    return member.burstSince <= from
        && member.count(from, to) >= ENOUGH
        && strikes(member, from, to, CLOCK);
  }

  /**
   * Do a function's calls run away from any clock, in all of a stretch and in most of its minutes?
   * Where a clock's rate bends, which no parabola follows, there are minutes before and after.
   */
  static boolean isNone(Member member, long from, long to) {
    boolean minutes = to - from >= MINUTES_SECONDS;
    return !strikes(member, from, to, WALK)
        && !(minutes && new Drift(member, from, to, 1).ratio(MINUTE_SECONDS) < REPEATED)
        && struck(member, from, to) < (to - from) / STRETCH_SECONDS;
  }

  /** Minutes, none of which is part of another, that are a clock's. */
  private static int struck(Member member, long from, long to) {
    int struck = 0;
    long minute = from;
    while (minute + MINUTE_SECONDS <= to) {
      long end = minute + MINUTE_SECONDS;
      boolean strikes = strikesFor(member, minute, end);
      struck += strikes ? 1 : 0;
      minute = strikes ? end : minute + STEP_SECONDS;
    }
    return struck;
  }

  /** Is there no walk in what is left, at a round rate or one that rises? */
  private static boolean strikes(Member member, long from, long to, double least) {
    Drift narrow = new Drift(member, from, to, 2);
    // Of turns of some seconds, many at a time, only wide panes show that they walk.
    return narrow.ratio() >= least
        && new Drift(member, from, to, 5).ratio() >= least
        && (narrow.bends() || narrow.isRound(2) || narrow.isRound(5));
  }

  /** The same of a minute, which says less. */
  private static boolean strikesFor(Member member, long from, long to) {
    Drift drift = new Drift(member, from, to, 1);
    return member.count(from, to) >= MINUTE_ENOUGH
        && drift.ratio() >= MINUTE_WALK
        && new Drift(member, from, to, 2).ratio() >= MINUTE_WALK
        && (drift.bends() || drift.isRound(1));
  }
}
