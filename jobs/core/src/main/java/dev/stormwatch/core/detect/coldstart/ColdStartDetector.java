package dev.stormwatch.core.detect.coldstart;

import static dev.stormwatch.core.detect.coldstart.ColdStartState.NEVER;
import static dev.stormwatch.core.detect.coldstart.ColdStartState.PANES;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.detect.coldstart.ColdStartState.Pane;
import dev.stormwatch.core.model.ColdCall;
import dev.stormwatch.core.settings.ColdStartSettings;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.slot.SlotLogic.Effects;
import dev.stormwatch.core.stats.BetaBinomial;
import java.io.Serializable;

/**
 * Cold-start spikes: are more calls cold than this function's own past says?
 *
 * <p><b>Mechanism.</b> A call that finds no idle environment waits until one is initialised. A few
 * such calls are normal: environments are reaped and replaced, traffic breathes. A spike is when
 * the share of cold calls leaves what is usual for this function, because traffic outran the
 * environments that were warm, or because environments die faster than they serve.
 *
 * <p><b>Formula.</b> Over a sliding window, k of n calls were cold. Past windows give a share p0,
 * kept as decayed counts of calls and cold calls. The chance of k or more is taken from
 * BetaBinomial(n, a, b) with a and b the past counts, scaled down to at most
 * <i>baselineMaxWeight</i> calls. It fires when that chance is below <i>falseAlarmProbability</i>,
 * k and n reach their minimum, k/n is at least <i>minShare</i> and <i>minRatio</i> times p0, and
 * all of it has held for <i>sustain</i>. It has recovered when k/n falls below <i>recoveryRatio</i>
 * times p0 or below half of <i>minShare</i>, on enough calls to know.
 *
 * <p><b>Why it works.</b> A test on counts is as honest at ten calls a minute as at ten thousand.
 * Scaling the past down says that the share itself wanders from hour to hour: a plain binomial test
 * takes the past as exact and fires hundreds of times as often. A minimum of cold calls keeps out
 * the function whose every call is cold: its own past says so too.
 *
 * <p><b>Severity.</b> Somebody has to wait: a page needs a synchronous function and a median wait
 * of <i>pageDelay</i>; else it is a ticket.
 *
 * <p><b>What it mistakes for a spike.</b> A deploy replaces every environment and looks like one,
 * at {@code $LATEST} indistinguishably. A scheduled burst is one, every day, until daily rhythm is
 * learned. Telemetry that comes late in a flood is not judged (<i>stale</i>).
 *
 * <p><b>Sources.</b> AWS Lambda Developer Guide, "Lambda execution environment lifecycle" (Init
 * Duration in the first REPORT of an environment); on over-dispersion of counts: Skellam (1948), "A
 * probability distribution derived from the binomial distribution by regarding the probability of
 * success as variable between the sets of trials".
 */
public final class ColdStartDetector implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Jeffreys' prior: keeps the test honest while the past holds no cold call at all. */
  private static final double PRIOR = 0.5;

  private final ColdStartSettings settings;
  private final ColdStartReport report;

  public ColdStartDetector(Settings settings) {
    this.settings = settings.coldStart;
    this.report = new ColdStartReport(settings);
  }

  /** Takes in one slot and says what it thinks, if anything. */
  public void onSlot(FunctionView view, ColdStartState state, Effects<Finding> effects) {
    if (!settings.enabled) {
      return;
    }
    if (state.firstHeard == NEVER) {
      state.firstHeard = view.end;
    }
    moveWindow(view.end, state);
    if (view.slot.lags.quantile(0.5) <= settings.staleMillis) {
      fill(state.pane(state.newestPane), view);
    }
    judge(view, state, effects);
  }

  private void moveWindow(long end, ColdStartState state) {
    long paneMillis = settings.windowMillis / PANES;
    long pane = Math.floorDiv(end - 1, paneMillis);
    if (state.newestPane == NEVER) {
      state.newestPane = pane;
      return;
    }
    // After a long silence every old pane leaves the window at once.
    long steps = Math.min(pane - state.newestPane, PANES);
    for (long number = pane - steps + 1; number <= pane; number++) {
      learn(state.renew(number), end, state);
    }
    state.newestPane = Math.max(state.newestPane, pane);
  }

  /** What leaves the window joins the past; what was suspect counts for less. */
  private void learn(Pane left, long end, ColdStartState state) {
    if (left.calls == 0) {
      return;
    }
    if (state.baselineAt != NEVER) {
      double age = (double) (end - state.baselineAt) / settings.baselineHalfLifeMillis;
      double kept = StrictMath.pow(0.5, Math.max(0, age));
      state.baselineCalls *= kept;
      state.baselineCold *= kept;
    }
    state.baselineAt = end;
    double weight = left.suspect ? settings.baselineSuspectWeight : 1;
    state.baselineCalls += weight * left.calls;
    state.baselineCold += weight * left.cold;
  }

  private static void fill(Pane pane, FunctionView view) {
    pane.calls += view.slot.invocations;
    pane.cold += view.slot.coldStarts;
    pane.firstColdAt = Math.min(pane.firstColdAt, view.slot.firstColdAt);
    pane.waits.addAll(view.slot.coldWaits);
    pane.lags.addAll(view.slot.lags);
    pane.coldest = ColdCall.longest(pane.coldest, view.slot.coldest);
  }

  private void judge(FunctionView view, ColdStartState state, Effects<Finding> effects) {
    ColdStartWindow window = new ColdStartWindow(state, settings.windowMillis);
    boolean learning =
        view.end - state.firstHeard < settings.learningMillis
            || state.baselineCalls < settings.learningInvocations;
    if (learning
        || window.calls < settings.minInvocations
        || window.lags.quantile(0.5) > settings.staleMillis) {
      // Too little is known to say anything, recovery included.
      state.holdsSince = NEVER;
      return;
    }
    if (state.active) {
      follow(view, state, window, effects);
    } else if (spikes(window)) {
      if (state.holdsSince == NEVER) {
        state.holdsSince = view.end;
        state.onset = window.onset(settings, state);
        state.usualShare = window.baselineShare;
      }
      markSuspect(state);
      if (view.end - state.holdsSince >= settings.sustainMillis) {
        state.active = true;
        effects.emit(report.spike(view, state, window));
      }
    } else {
      state.holdsSince = NEVER;
    }
  }

  private void follow(
      FunctionView view, ColdStartState state, ColdStartWindow window, Effects<Finding> effects) {
    boolean recovered =
        window.share() < settings.recoveryRatio * window.baselineShare
            || window.share() < settings.minShare / 2;
    if (recovered) {
      state.active = false;
      state.holdsSince = NEVER;
      effects.emit(report.recovery(view, state, window));
    } else {
      markSuspect(state);
      effects.emit(report.spike(view, state, window));
    }
  }

  private static void markSuspect(ColdStartState state) {
    for (Pane pane : state.panes) {
      pane.suspect = true;
    }
  }

  private boolean spikes(ColdStartWindow window) {
    if (window.cold < settings.minColdStarts
        || window.share() < settings.minShare
        || window.share() < settings.minRatio * window.baselineShare) {
      return false;
    }
    double scale = Math.min(1, settings.baselineMaxWeight / window.baselineCalls);
    double a = PRIOR + scale * window.baselineCold;
    double b = PRIOR + scale * (window.baselineCalls - window.baselineCold);
    return BetaBinomial.atLeast(window.cold, window.calls, a, b) < settings.falseAlarmProbability;
  }
}
