package dev.stormwatch.core.detect.coldstart;

import dev.stormwatch.core.settings.ColdStartSettings;
import java.io.Serializable;

/**
 * What is held against a spike that begins while the function is still being learned: a recording,
 * or a job, often begins minutes before the trouble.
 *
 * <p><b>The past.</b> A pane is learned when it leaves the window, which takes minutes that a young
 * function does not have. Until learning is over, panes that nobody suspects count at once.
 *
 * <p><b>The beginning.</b> The window still holds the very calls that are its past, so it is cut in
 * two at each pane: what is newer is held against all that is older.
 *
 * <p><b>Evidence instead of time.</b> Learning protects against what begins cold as a matter of
 * course: a start of everything, a deploy, a first burst. Each of them replaces an environment once
 * and is over. So the time of learning need not pass for a spike that had
 * <i>learningInvocations</i> calls before it, brings more than <i>replacements</i> times as many
 * cold calls as environments lived before it, and a minute later still leaves <i>minShare</i> of
 * the calls cold.
 *
 * <p><b>What it mistakes for one.</b> Traffic that multiplies for minutes, where callers wait all
 * the while; that is told of an old function too.
 */
final class YoungPast implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Panes of time that must have come before: in a moment not every environment shows. */
  private static final int LEAST_PANES = 2;

  /** A burst's first moments and their late telemetry are over by then. */
  private static final long STILL_MILLIS = 60_000;

  private final ColdStartSettings settings;

  YoungPast(ColdStartSettings settings) {
    this.settings = settings;
  }

  boolean young(long end, ColdStartState state) {
    return end - state.firstHeard < settings.learningMillis;
  }

  /** What is known of the past by now; not to be changed. */
  Baseline known(long end, ColdStartState state) {
    return young(end, state) ? withPanesBefore(state.newestPane, end, state) : state.baseline;
  }

  /**
   * How much a suspect pane counts: a past that is young must not be moved more than an old one.
   */
  double suspectWeight(long end, ColdStartState state) {
    if (state.baseline.calls < settings.learningInvocations) {
      return settings.baselineSuspectWeight;
    }
    double age = (double) (end - state.firstHeard) / settings.baselineHalfLifeMillis;
    return settings.baselineSuspectWeight * (1 - StrictMath.pow(0.5, age));
  }

  /**
   * Does a spike begin in the newest panes? Then they alone are suspected.
   *
   * @return how many they are; 0 for none
   */
  int begins(long end, ColdStartState state, RateRule rate) {
    if (!young(end, state)) {
      return 0;
    }
    Pane newer = new Pane();
    for (int panes = 1; panes < ColdStartState.PANES; panes++) {
      long first = state.newestPane - panes + 1;
      newer.addAll(state.pane(first));
      Baseline older = withPanesBefore(first, end, state);
      if (older.calls >= settings.learningInvocations
          && rate.unusual(newer.cold, newer.calls, older.cold, older.calls)) {
        return panes;
      }
    }
    return 0;
  }

  /** Environments that lived before the newest panes, as far as they had shown. */
  long environmentsBefore(int panes, ColdStartState state) {
    long living = 0;
    for (int i = ColdStartState.PANES - 1; i >= panes - 1; i--) {
      living = Math.max(living, state.pane(state.newestPane - i).living);
    }
    return living;
  }

  /** Is there evidence enough against a spike not to wait until learning is over? */
  boolean suffices(long end, ColdStartState state) {
    return state.unusualSince != ColdStartState.NEVER
        && state.environmentsBefore != ColdStartState.UNKNOWN
        && state.unusualSince - state.firstHeard
            >= LEAST_PANES * settings.windowMillis / ColdStartState.PANES
        && end - state.unusualSince >= STILL_MILLIS
        && state.spikeSize > settings.replacements * state.environmentsBefore
        && state.laterCold >= settings.minColdStarts
        && state.laterCold >= settings.minShare * state.laterCalls;
  }

  /** All that was learned and the panes before one that nobody suspects. */
  private Baseline withPanesBefore(long limit, long end, ColdStartState state) {
    Baseline past = state.baseline.copy();
    for (long number = state.newestPane - ColdStartState.PANES + 1; number < limit; number++) {
      Pane pane = state.pane(number);
      if (!pane.suspect) {
        past.learn(pane, end, settings.baselineHalfLifeMillis, 1);
      }
    }
    return past;
  }
}
