package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.settings.ConnectionSettings;
import org.jspecify.annotations.Nullable;

/**
 * How fast slow answers multiply the calls that run at once, and when those need every connection.
 *
 * <p><b>Mechanism.</b> By Little's law as many calls run at once as arrive a second times seconds
 * that a call takes. Where answers get slower by the same factor each minute, so do the calls that
 * run. Durations of calls are many and move at once. Environments fill the database, but they are a
 * record of peaks: they stay when a burst is over and stand still until the next, so they say how
 * near it may be and not when.
 *
 * <p><b>Formula.</b> g is the slope of the logarithm of durations u over when those calls
 * <i>began</i> (a regression, each slot with the weight of its calls), for what ends now and took u
 * seconds tells how it was u seconds ago. Running L = arrivals × u. Chance makes peaks, and the
 * first peak that does not fit is refused, so the limit K is reached at L' + 2 √L' = K. Callers
 * that wait no longer than <i>patience</i> come again while their first call still runs, each up to
 * <i>callerRetries</i> times: a share p = e<sup>−patience/u</sup> of the calls, and so a / (1 + p +
 * p² …) of the arrivals a is demanded. That gives the duration u' at which L' is reached. Calls
 * that end then will have begun longer before than those that end now, so ln(u'/u) / g + u' − u is
 * left. Whether callers come again shows only once calls take longer than they wait, so what is
 * told is the middle between both answers.
 *
 * <p>The band, meant to hold four times in five, is made of how far durations scatter around the
 * line, of how many calls make the peaks, of traffic, which wanders, of the age of what is known,
 * and of whether callers come again. A rate that is less by a factor errs by more than one that is
 * greater by it, so the band reaches further to the late side.
 *
 * <p><b>What may come instead.</b> A server that is busy answers no more calls a second, however
 * many more wait: then what arrives piles up, by half of a·g·t² after t seconds, and that is the
 * soonest, which durations do not show before it happens. Or the factor has become less already:
 * locks are waited for a second longer each second, not twice as long each minute. Where the latest
 * minute shows that, beyond chance, the latest that it may be is when durations that grow by as
 * much each second as in that minute need every connection, and no time is told.
 *
 * <p><b>When it holds.</b> While the factor lasts: the rate of the later minute and that of the
 * earlier one are within a factor of two, and the latest twenty seconds rose by half of it at
 * least, chance apart. Answers that get slower by the same amount each minute do not pass for long,
 * nor does a queue that has just begun to pile up; of both no time is known. Where each of four
 * minutes was slower than the one before by a fifth, and the rate of the later minute is the
 * greater, the latest minute says how urgent it is, and still no time is known.
 *
 * <p><b>What it mistakes.</b> Callers that wait far less, or more, than is assumed.
 *
 * <p><b>Source.</b> Little (1961).
 */
final class Growth {

  /** Standard errors that hold four times in five. */
  static final double DEVIATIONS = 1.28;

  private static final int SLOTS = 24;

  /** Slots whose arrivals tell the traffic. */
  private static final int TRAFFIC_SLOTS = 12;

  /** Minutes on end in which calls got slower: no stall that passes does that. */
  private static final int MINUTES = 4;

  /**
   * Each minute by so much. The mean of sixty calls, which is one a second, scatters by a
   * fourteenth where durations scatter by half of their mean: that is three times as much.
   */
  private static final double SLOWER = 1.2;

  /** Slots that tell whether it goes on. */
  private static final int NEWEST = 4;

  /** Two rates within this of one another are the same. */
  static final double SAME = 2;

  /** Traffic wanders by a tenth from minute to minute. */
  static final double WANDER = 0.1;

  /** Seconds by which the age of what is known varies. */
  private static final double AGE = 5;

  static final int HALVINGS = 30;

  /** Seconds until the limit is reached, with a band; infinite where nothing grows. */
  final double seconds;

  final double soonest;
  final double latest;

  /** Seconds until then if the server answers no more calls a second than it does now. */
  final double saturated;

  /**
   * Seconds until then if answers get slower by the same amount a second from now on, where the
   * latest minute shows that the factor has become less; 0 where it has not.
   */
  final double slackening;

  /** How many times as long as now calls take by then. */
  final double times;

  /** Is the rate known well enough to tell a time? */
  final boolean steady;

  /**
   * @param duration of a call now, in seconds
   * @param again duration of a call when the limit is reached, if callers come again
   * @param wait the same, if they wait
   * @param rate of the durations' growth, a second
   * @param rateError of it, relative
   * @param levelError relative standard error of the duration at which the limit is reached
   * @param steady has the rate been the same all the time?
   * @param saturated see {@link #saturated}
   * @param slackening see {@link #slackening}
   */
  private Growth(
      double duration,
      double again,
      double wait,
      double rate,
      double rateError,
      double levelError,
      boolean steady,
      double saturated,
      double slackening) {
    this.steady = steady;
    this.saturated = saturated;
    this.slackening = slackening;
    double sooner = seconds(duration, again, rate);
    double later = seconds(duration, wait, rate);
    seconds = (sooner + later) / 2;
    times = again / duration;
    double level = DEVIATIONS * levelError / rate;
    double rest = level * level + square(DEVIATIONS * AGE) + square((later - sooner) / 2);
    double change = (1 + DEVIATIONS * rateError);
    double middle = StrictMath.sqrt(again * wait);
    double usual = seconds(duration, middle, rate);
    double faster = usual - seconds(duration, middle, rate * change);
    double slower = seconds(duration, middle, rate / change) - usual;
    soonest = Math.max(0, seconds - StrictMath.sqrt(rest + square(faster)));
    latest = seconds + StrictMath.sqrt(rest + square(slower));
  }

  /** Until calls that take so long now take longer. */
  private static double seconds(double duration, double then, double rate) {
    return then <= duration ? 0 : StrictMath.log(then / duration) / rate + then - duration;
  }

  private static double square(double value) {
    return value * value;
  }

  /**
   * Null where the rate has not been the same all the time and has not become greater.
   *
   * @param limit environments
   */
  static @Nullable Growth of(
      ConnectionState state, double limit, ConnectionSettings settings, long slotMillis) {
    Line all = new Line();
    Line before = new Line();
    Line lately = new Line();
    Line latelyInSeconds = new Line();
    Line newest = new Line();
    Line justBefore = new Line();
    int n = state.panes.size();
    long attempts = 0;
    for (int i = Math.max(0, n - SLOTS); i < n; i++) {
      Pane pane = state.panes.get(i);
      if (i >= n - TRAFFIC_SLOTS) {
        attempts += pane.attempts;
      }
      if (pane.ended > 0 && pane.durationMicros > 0) {
        double mean = pane.durationMicros / 1e6 / pane.ended;
        double began = (pane.end - state.newest().end) / 1000.0 - mean;
        double level = StrictMath.log(mean);
        all.add(began, level, (double) pane.ended);
        (i < n - SLOTS / 2 ? before : lately).add(began, level, (double) pane.ended);
        if (i >= n - SLOTS / 2) {
          latelyInSeconds.add(began, mean, (double) pane.ended);
        }
        if (i >= n - 2 * NEWEST) {
          (i < n - NEWEST ? justBefore : newest).add(began, level, (double) pane.ended);
        }
      }
    }
    double slower = Math.min(before.slope(), lately.slope());
    double faster = Math.max(before.slope(), lately.slope());
    boolean same = slower > 0 && faster <= SAME * slower;
    double rate = same ? all.slope() : lately.slope() == faster ? ofMinutes(state, slotMillis) : 0;
    if (rate <= 0 || all.slackens(justBefore, newest) || attempts == 0) {
      return null;
    }
    double duration = all.ending();
    double perSecond = attempts * 1000.0 / slotMillis / Math.min(n, TRAFFIC_SLOTS);
    double full = full(limit);
    double again = new Callers(duration, perSecond, settings).duration(full);
    double level = StrictMath.sqrt(1 / full + WANDER * WANDER);
    double error = all.slopeError() / rate;
    double room = Math.max(0, full - perSecond * duration);
    double saturated = StrictMath.sqrt(2 * room / (perSecond * rate));
    double slackening = 0;
    if (lately.risesLessThan(before) || lately.risesLessThan(all)) {
      double added = latelyInSeconds.slope() - DEVIATIONS * latelyInSeconds.slopeError();
      slackening = Trend.seconds(limit / perSecond - duration, added);
    }
    return new Growth(
        duration, again, full / perSecond, rate, error, level, same, saturated, slackening);
  }

  /** That of the latest minute where each of four was slower than the one before; else 0. */
  private static double ofMinutes(ConnectionState state, long slotMillis) {
    int slots = (int) (60_000 / slotMillis);
    int n = state.panes.size();
    if (n < MINUTES * slots) {
      return 0;
    }
    double times = 0;
    double earlier = 0;
    for (int minute = MINUTES; minute > 0; minute--) {
      long micros = 0;
      long ended = 0;
      for (Pane pane : state.panes.subList(n - minute * slots, n - (minute - 1) * slots)) {
        micros += pane.durationMicros;
        ended += pane.ended;
      }
      double mean = ended == 0 ? 0 : (double) micros / ended;
      times = mean / earlier;
      if (mean == 0 || minute < MINUTES && times < SLOWER) {
        return 0;
      }
      earlier = mean;
    }
    return StrictMath.log(times) / 60;
  }

  /** Calls that run at once on average when their peaks reach the limit. */
  private static double full(double limit) {
    double root = StrictMath.sqrt(limit + Demand.PEAK * Demand.PEAK / 4) - Demand.PEAK / 2;
    return Math.max(1, root * root);
  }

  /** What arrives when calls take longer. */
  private static final class Callers {
    private final double patience;
    private final long retries;
    private final double demanded;

    private Callers(double duration, double perSecond, ConnectionSettings settings) {
      patience = settings.patienceMillis / 1000.0;
      retries = settings.callerRetries;
      demanded = perSecond / tries(duration);
    }

    /** Attempts for each that traffic demands. */
    private double tries(double duration) {
      double longer = StrictMath.exp(-patience / duration);
      double tries = 1;
      double again = 1;
      for (int i = 0; i < retries; i++) {
        again *= longer;
        tries += again;
      }
      return tries;
    }

    /** How long calls take when so many run at once. */
    private double duration(double running) {
      double low = 0;
      double high = running / demanded;
      for (int i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2;
        if (demanded * middle * tries(middle) < running) {
          low = middle;
        } else {
          high = middle;
        }
      }
      return high;
    }
  }
}
