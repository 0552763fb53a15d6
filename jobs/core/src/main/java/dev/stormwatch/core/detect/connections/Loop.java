package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.settings.ConnectionSettings;

/**
 * The retry loop around a database at the end of a slot: which attempts traffic demands and which
 * failures cause, and whether those grow. See {@link ConnectionDetector} for the mathematics.
 */
final class Loop {

  /** Two windows, one after the other, tell how fast it grows. */
  private static final long WINDOW_MILLIS = 60_000;

  /** Distress shows in the last half minute; what was calm, in the two minutes before that. */
  private static final long RECENT_MILLIS = 30_000;

  private static final long CALM_MILLIS = 120_000;

  /** Fewer slots than this say less of how it was than what was learned. */
  private static final int CALM_SLOTS = 6;

  /** The gain is told for so long. */
  private static final double GAIN_SECONDS = 30;

  /** So many times the calm traffic answered without delay was asked for by nobody's retries. */
  private static final double MORE_ANSWERED = 2;

  /**
   * Sum of the squared relative errors of what was caused in the two windows, up to which a gain is
   * told: it is the root of their ratio, and 1.28 √0.065 / 2 is a sixth.
   */
  private static final double MOST_ERROR = 0.065;

  /** A smaller share of attempts may be chance. */
  private static final double MIN_SHARE = 0.15;

  /** A loop that loses so much in half a minute dies down; less may be chance. */
  private static final double DAMPS = 0.9;

  /** Answers that take so many times as long as a minute ago get slower. */
  private static final double SLOWING = 1.2;

  /** Demand of at most so many times the usual is no trigger. */
  private static final double ORDINARY = 1.5;

  static final Loop NONE = new Loop(0, 0, 0, false, Double.NaN, 0, false);

  /** Attempts a second that traffic demands. */
  final double demanded;

  /** Attempts a second that failures cause. */
  final double caused;

  /** Calls a second that are answered. */
  final double answered;

  /** Do answers take longer and longer? Then something makes them. */
  final boolean slowing;

  /**
   * By which factor caused attempts grow in half a minute, for each demanded one; NaN while there
   * are too few to tell.
   */
  final double gain;

  /** Caused attempts that it rests on. */
  final long samples;

  private final boolean close;

  private Loop(
      double demanded,
      double caused,
      double answered,
      boolean slowing,
      double gain,
      long samples,
      boolean close) {
    this.demanded = demanded;
    this.caused = caused;
    this.answered = answered;
    this.slowing = slowing;
    this.gain = gain;
    this.samples = samples;
    this.close = close;
  }

  boolean measured() {
    return !Double.isNaN(gain);
  }

  /** Is the gain known well enough to be told? */
  boolean told() {
    return measured() && close;
  }

  /** Of all attempts, those that failures cause. */
  double share() {
    return caused <= 0 ? 0 : caused / (caused + demanded);
  }

  /** Seconds in which caused attempts double; infinite while they do not grow. */
  double doublingSeconds() {
    return gain > 1
        ? GAIN_SECONDS * StrictMath.log(2) / StrictMath.log(gain)
        : Double.POSITIVE_INFINITY;
  }

  /** Does it die down? */
  boolean damps() {
    return gain < DAMPS;
  }

  /**
   * Is the demand ordinary, and less than what is answered, and yet there is no end of retries?
   * Then they alone fill the rest.
   */
  boolean withoutTrigger(double usual) {
    return share() >= MIN_SHARE && !damps() && demanded <= ORDINARY * usual && answered >= demanded;
  }

  static long windowSeconds() {
    return 2 * WINDOW_MILLIS / 1000;
  }

  /**
   * Takes note of whether calls fail or slow down, and of how it was before.
   *
   * @param declared whether all that its functions do is told, in calm times too
   */
  static Loop advance(
      long end,
      ConnectionState state,
      boolean declared,
      ConnectionSettings settings,
      long slotMillis) {
    LoopState loop = state.loop;
    LoopWindow recent = new LoopWindow(state, RECENT_MILLIS, 0, slotMillis);
    if (!loop.distressed() && recent.distressed(settings)) {
      begin(end, state, declared, settings, slotMillis);
    } else if (loop.distressed() && recent.well()) {
      state.loop = new LoopState();
      return NONE;
    }
    if (!loop.distressed()) {
      return NONE;
    }
    loop.trafficLed |=
        declared
            && recent.answerMicros() < settings.slowRatio * recent.usualMean()
            && recent.answered() > MORE_ANSWERED * loop.calmRate * recent.seconds();
    LoopWindow now = new LoopWindow(state, WINDOW_MILLIS, 0, slotMillis);
    LoopWindow before = new LoopWindow(state, WINDOW_MILLIS, WINDOW_MILLIS, slotMillis);
    // Calls that fail at once are all seen to; those that callers gave up are not.
    boolean seen = loop.trafficLed || !now.slow(settings) && !before.slow(settings);
    double demand = now.demanded(seen, loop, settings);
    double caused = now.attempts - demand;
    double demandBefore = before.demanded(seen, loop, settings);
    double causedBefore = before.attempts - demandBefore;
    boolean told =
        now.tells(caused, seen)
            && before.tells(causedBefore, seen)
            && caused >= MIN_SHARE * now.attempts;
    return new Loop(
        demand / now.seconds(),
        caused / now.seconds(),
        now.answered() / now.seconds(),
        now.answerMicros() > SLOWING * before.answerMicros(),
        told ? Math.sqrt(caused / demand / (causedBefore / demandBefore)) : Double.NaN,
        Math.round(caused),
        now.error(caused, seen, settings) + before.error(causedBefore, seen, settings)
            <= MOST_ERROR);
  }

  private static void begin(
      long end,
      ConnectionState state,
      boolean declared,
      ConnectionSettings settings,
      long slotMillis) {
    LoopState loop = state.loop;
    loop.distressedAt = end;
    if (!declared) {
      // Of a database that nobody declared calm times are not told: only failures tell.
      loop.trafficLed = true;
      return;
    }
    LoopWindow calm = new LoopWindow(state, CALM_MILLIS, RECENT_MILLIS, slotMillis);
    LoopWindow last = new LoopWindow(state, RECENT_MILLIS, RECENT_MILLIS, slotMillis);
    loop.calmRate = calm.slots < CALM_SLOTS ? state.usualAttempts : calm.rate();
    loop.trafficLed =
        Math.max(last.rate(), loop.calmRate) > settings.trafficRatio * state.usualAttempts;
  }
}
