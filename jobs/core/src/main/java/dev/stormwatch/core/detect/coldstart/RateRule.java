package dev.stormwatch.core.detect.coldstart;

import static dev.stormwatch.core.detect.coldstart.ColdStartState.NEVER;

import dev.stormwatch.core.settings.ColdStartSettings;
import dev.stormwatch.core.stats.BetaBinomial;
import dev.stormwatch.core.stats.NegativeBinomial;
import java.io.Serializable;

/**
 * Are more calls cold than this function's own past says?
 *
 * <p><b>Formula.</b> In the window k of n calls were cold. Past windows give a share p0, kept as
 * decayed counts. The chance of k or more is taken from BetaBinomial(n, a, b) with a and b the past
 * counts, scaled down to at most <i>baselineMaxWeight</i> calls. The share is unusual when that
 * chance is below <i>falseAlarmProbability</i>, k and n reach their minimum, and k/n is at least
 * <i>minShare</i> and <i>minRatio</i> times p0; it is a spike when this has held for
 * <i>sustain</i>. A page asks for more: that the pauses between calls do not explain it either
 * ({@link ExpectedCold}), at a chance of <i>pageProbability</i>, and that it goes on. It has
 * recovered when k/n falls below <i>recoveryRatio</i> times p0 or below half of <i>minShare</i>.
 *
 * <p><b>Why it works.</b> A test on counts is as honest at ten calls a minute as at ten thousand.
 * Scaling the past down says that the share itself wanders from hour to hour: a plain binomial test
 * takes the past as exact and fires hundreds of times as often. The two tests err on different
 * functions: the beta-binomial one knows no pauses, the other no hours.
 */
final class RateRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Jeffreys' prior: keeps the test honest while the past holds no cold call at all. */
  private static final double PRIOR = 0.5;

  /** A moment's calls and the lines about them have come by then. */
  private static final long FIRST_MOMENTS_MILLIS = 20_000;

  /** What is cold after that is no part of the first moments. */
  private static final long STILL_MILLIS = 30_000;

  /** An hour of the day and its mood together make no more of the usual traffic. */
  private static final double STAYS_GROWN = 3;

  /** Variance over mean of the calls of half a minute: they come in clusters. */
  private static final double DISPERSION = 2;

  /** What has not gone on by then was one moment's. */
  private static final long YOUNG_MILLIS = 60_000;

  private final ColdStartSettings settings;
  private final YoungPast young;

  RateRule(ColdStartSettings settings, YoungPast young) {
    this.settings = settings;
    this.young = young;
  }

  /** Follows the spike from its beginning to its end. */
  void judge(long end, ColdStartState state, ColdStartWindow window) {
    if (window.all.calls < settings.minInvocations) {
      // A quiet function's burst is over although too few calls follow to call it recovered.
      if (!state.spiking || window.all.cold < settings.minColdStarts) {
        over(state);
      }
      return;
    }
    int beganIn = state.unusualSince == NEVER ? young.begins(end, state, this) : 0;
    boolean holds =
        state.spiking || beganIn > 0 || state.environmentsBefore != ColdStartState.UNKNOWN
            ? !recovered(window)
            : spikes(window.all.cold, state, window);
    if (!holds) {
      over(state);
      return;
    }
    if (state.unusualSince == NEVER) {
      if (beganIn > 0) {
        state.environmentsBefore = young.environmentsBefore(beganIn, state);
      }
      state.unusualSince = end;
      state.spikeOnset = window.onset(settings, state);
      state.usualShare = window.baseline.coldShare();
      state.scheduled =
          state.rhythm.foretells(state.spikeOnset, window.all.cold, settings.scheduleRepeats);
    }
    state.spikeSize = Math.max(state.spikeSize, window.all.cold);
    state.scheduled &=
        state.rhythm.foretells(state.spikeOnset, state.spikeSize, settings.scheduleRepeats);
    suspect(beganIn, state);
    later(end, state);
    state.spiking |= end - state.unusualSince >= settings.sustainMillis;
  }

  /**
   * All that the window holds, or of a young function what came since its spike began: it is the
   * rest of the window that tells what is usual.
   */
  private static void suspect(int beganIn, ColdStartState state) {
    boolean since = beganIn > 0 || state.environmentsBefore != ColdStartState.UNKNOWN;
    int panes = since ? Math.max(1, beganIn) : ColdStartState.PANES;
    for (int i = 0; i < panes; i++) {
      state.pane(state.newestPane - i).suspect = true;
    }
  }

  /** What still comes once the first moments are over, their late telemetry included. */
  private static void later(long end, ColdStartState state) {
    long since = end - state.unusualSince;
    if (since > FIRST_MOMENTS_MILLIS) {
      state.laterCalls += state.slotCalls;
      state.laterMillis = since - FIRST_MOMENTS_MILLIS;
    }
    if (since > STILL_MILLIS) {
      state.laterCold += state.slotCold;
    }
  }

  /**
   * Is it more than one moment's? Traffic stays far above what is usual, beyond chance, so that
   * more bursts of it find too few environments; or calls are still cold long after.
   *
   * @see #comesAgain
   */
  boolean goesOn(ColdStartState state) {
    double usualMillis = (double) settings.windowMillis / ColdStartState.PANES;
    double usual = state.past.callsPerPane * state.laterMillis / usualMillis;
    double bound = Math.max(1, STAYS_GROWN * usual);
    boolean stays =
        state.laterMillis >= settings.sustainMillis
            && NegativeBinomial.atLeast(state.laterCalls, bound, DISPERSION)
                < settings.pageProbability;
    return stays || state.laterCold >= settings.minColdStarts;
  }

  /** Has another one hurt a short while ago? Then waves come, however short each is. */
  boolean comesAgain(ColdStartState state) {
    return state.hurtAt != NEVER && state.spikeOnset - state.hurtAt <= settings.repeatMillis;
  }

  /** Is it still open whether more will come? */
  boolean young(long end, ColdStartState state) {
    return !goesOn(state) && end - state.unusualSince < YOUNG_MILLIS;
  }

  private static void over(ColdStartState state) {
    if (state.unusualSince != NEVER) {
      state.rhythm.add(state.spikeOnset, state.spikeSize);
    }
    if (state.hurts) {
      state.hurtAt = state.spikeOnset;
    }
    state.hurts = false;
    state.unusualSince = NEVER;
    state.spiking = false;
    state.spikeSize = 0;
    state.environmentsBefore = ColdStartState.UNKNOWN;
    state.laterCalls = 0;
    state.laterMillis = 0;
    state.laterCold = 0;
  }

  private boolean recovered(ColdStartWindow window) {
    return window.share() < settings.recoveryRatio * window.baseline.coldShare()
        || window.share() < settings.minShare / 2;
  }

  /**
   * Are so many cold calls more than the past lets expect? Where traffic has grown, the newest part
   * of the window alone may say so: the quiet minutes before thin out a burst's share.
   */
  boolean spikes(long cold, ColdStartState state, ColdStartWindow window) {
    if (unusual(cold, window.baseline.cold, window)) {
      return true;
    }
    ColdStartWindow newest = ColdStartWindow.newest(state, settings.windowMillis);
    return ColdStartWindow.grown(state)
        && unusual(Math.min(cold, newest.all.cold), window.baseline.cold, newest);
  }

  /** The same for any kind of call, given how many of them the past holds. */
  boolean unusual(long count, double past, ColdStartWindow window) {
    return unusual(count, window.all.calls, past, window.baseline.calls);
  }

  /** Are so many of the calls more than so many of the past ones let expect? */
  boolean unusual(long count, long calls, double past, double pastCalls) {
    double pastShare = pastCalls > 0 ? past / pastCalls : 0;
    double share = calls == 0 ? 0 : (double) count / calls;
    if (count < settings.minColdStarts
        || calls < settings.minInvocations
        || share < settings.minShare
        || share < settings.minRatio * pastShare) {
      return false;
    }
    double scale = pastCalls > 0 ? Math.min(1, settings.baselineMaxWeight / pastCalls) : 1;
    double a = PRIOR + scale * past;
    double b = PRIOR + scale * Math.max(0, pastCalls - past);
    return BetaBinomial.atLeast(count, Math.max(count, calls), a, b)
        < settings.falseAlarmProbability;
  }

  /** Do neither the past nor the pauses between calls nor a deploy explain it? */
  boolean unexplained(ColdStartState state, ColdStartWindow window, long provisioned) {
    long cold = window.coldBeyondReplacement(state, provisioned);
    return spikes(cold, state, window)
        && state.pauses.chance(cold, window.all.expected) < settings.pageProbability;
  }
}
