package dev.stormwatch.core.detect.connections;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rise of what calls need that has gone on evenly for all of the slots that are kept, which is
 * four minutes, and goes on.
 *
 * <p><b>Mechanism.</b> By Little's law as many calls run at once as begin a second times seconds
 * that one takes. A campaign, a sale or a morning raises that by about as much each minute.
 * Environments follow in bursts: they are a record of peaks, stand still for a minute and jump, so
 * half a minute of them shows nothing of it just before the jump that fills the limit. Over minutes
 * they grow at the pace at which what runs does.
 *
 * <p><b>Formula.</b> Running = seconds of calls that ended in a slot / seconds of the slot. Its
 * pace is the slope of a regression over its level now, and free / (pace × held) is left. Bursts
 * bring what is ahead by as much as traffic wanders, so the soonest that it may be is when {@link
 * Growth#WANDER} of what is held less is left.
 *
 * <p><b>When it holds.</b> Where the slope is {@link #CERTAIN} times its error, both halves rise,
 * the faster at no more than twice the pace of the slower, chance apart, the newest minute has not
 * slackened, and environments grew in it. So a step, whose rise is over within a minute, is none,
 * nor are environments that a release replaces, for which nothing more runs.
 *
 * <p><b>What it mistakes for it.</b> A rise that stops right after: nothing shows that beforehand.
 *
 * <p><b>Source.</b> Little (1961).
 */
final class Ramp {

  /** The slope must be so many of its standard errors: even a minute of wandering is not that. */
  private static final double CERTAIN = 4;

  /** Slots of the newest minute, and of the one before it. */
  private static final int MINUTE = 12;

  /**
   * Of what an even rise adds in a minute, the least by which environments must have grown in the
   * newest: they come in bursts.
   */
  private static final double EVEN = 0.25;

  /** By what share of itself it grows a second; above 0. */
  final double pace;

  /** Relative standard error of the pace. */
  private final double error;

  private Ramp(double pace, double error) {
    this.pace = pace;
    this.error = error;
  }

  /** Null where there is none. */
  static @Nullable Ramp of(List<Pane> panes, long slotMillis) {
    int n = panes.size();
    if (n < ConnectionState.PANES) {
      return null;
    }
    Line all = new Line();
    Line earlier = new Line();
    Line later = new Line();
    Line before = new Line();
    Line newest = new Line();
    for (int i = 0; i < n; i++) {
      Pane pane = panes.get(i);
      double at = at(pane, panes);
      double running = running(pane, slotMillis);
      all.add(at, running, 1);
      (i < n / 2 ? earlier : later).add(at, running, 1);
      if (i >= n - 2 * MINUTE) {
        (i < n - MINUTE ? before : newest).add(at, running, 1);
      }
    }
    double slope = all.slope();
    double slower = Math.min(earlier.slope(), later.slope());
    double faster = Math.max(earlier.slope(), later.slope());
    double chance = Growth.DEVIATIONS * Math.max(earlier.slopeError(), later.slopeError());
    if (slope < CERTAIN * all.slopeError()
        || slower <= 0
        || faster > Growth.SAME * slower + chance
        || all.slackens(before, newest)) {
      return null;
    }
    double pace = slope / all.at(0);
    double held = panes.get(n - 1).held;
    double grown = held - panes.get(n - 1 - MINUTE).held;
    double even = pace * held * MINUTE * slotMillis / 1000;
    return grown < EVEN * even ? null : new Ramp(pace, all.slopeError() / slope);
  }

  /** Do more calls run at the end of the slots that are kept than at their beginning? */
  static boolean rises(List<Pane> panes, long slotMillis) {
    Line all = new Line();
    panes.forEach(pane -> all.add(at(pane, panes), running(pane, slotMillis), 1));
    return all.slope() > 0;
  }

  private static double at(Pane pane, List<Pane> panes) {
    return (pane.end - panes.get(panes.size() - 1).end) / 1000.0;
  }

  private static double running(Pane pane, long slotMillis) {
    return pane.durationMicros / 1e3 / slotMillis;
  }

  /** Connections a second by which what is held grows. */
  double perSecond(ConnectionView view) {
    return pace * view.heldByFunctions();
  }

  /** As urgent as it may be at the soonest. */
  Forecast forecast(ConnectionView view, long delayMillis) {
    double change = 1 + Growth.DEVIATIONS * error;
    double burst = Growth.WANDER * view.heldByFunctions();
    double soonest = Trend.seconds(view.free() - burst, change * perSecond(view));
    return Forecast.of(
        seconds(view),
        soonest,
        Trend.seconds(view.free(), perSecond(view) / change),
        soonest,
        true,
        delayMillis);
  }

  /** Until the limit is reached. */
  double seconds(ConnectionView view) {
    return Trend.seconds(view.free(), perSecond(view));
  }
}
