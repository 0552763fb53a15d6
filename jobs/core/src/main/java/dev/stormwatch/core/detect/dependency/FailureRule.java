package dev.stormwatch.core.detect.dependency;

import dev.stormwatch.core.settings.DependencySettings;
import java.io.Serializable;

/** Do more calls fail than is usual for the function? */
final class FailureRule implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final double DOUBT = 0.5;

  /** Of minFailures; still fewer may be one caller's, however unlikely each is by itself. */
  private static final double FEWEST_CERTAIN = 0.5;

  /** Over once no more fail than so many times the usual share: a minute's share varies by it. */
  private static final double USUAL_AGAIN = 2;

  private final DependencySettings settings;

  FailureRule(DependencySettings settings) {
    this.settings = settings;
  }

  boolean fails(DependencyWindow window, DependencyState state, double least) {
    return fails(window, state, least, DOUBT);
  }

  /**
   * @param doubt failures that may have been missing among the usual calls by chance; never zero,
   *     since a function that never failed has no share of zero
   */
  boolean fails(DependencyWindow window, DependencyState state, double least, double doubt) {
    double usual = usual(state, doubt);
    double limit = StrictMath.log(settings.fewChance);
    // What began goes on at half the orders of magnitude.
    boolean certain =
        window.failures >= FEWEST_CERTAIN * settings.minFailures
            && window.logChance(usualBefore(window, state)) <= (state.outage() ? limit / 2 : limit);
    return (window.failures >= settings.minFailures || certain)
        && window.share() >= least
        && window.share() >= settings.usualRatio * usual;
  }

  /** Without the window: what begins to fail in few calls has taught itself till it is enough. */
  private static double usualBefore(DependencyWindow window, DependencyState state) {
    double failures = Math.max(0, state.usualFailures - window.failures);
    double calls = Math.max(failures, state.usualCalls - window.calls);
    return (failures + DOUBT) / (calls + 1);
  }

  private static double usual(DependencyState state, double doubt) {
    return (state.usualFailures + doubt) / (state.usualCalls + 1);
  }

  /** Does nearly every call fail, of a function that used to succeed, in new environments? */
  boolean released(DependencyWindow window, DependencyState state) {
    return window.exhaustion == 0
        && window.share() >= settings.pageShare
        && window.veteransFailing == 0
        && !window.veteransGone
        && window.growth(state) < DependencyDetector.MULTIPLIED
        && window.logChance(usualBefore(window, state)) <= StrictMath.log(settings.fewChance);
  }

  /** Do calls fail about as often as they did before? One may at any time. */
  boolean isUsual(DependencyWindow window, DependencyState state) {
    return window.failures <= 1 || window.share() < USUAL_AGAIN * usual(state, DOUBT);
  }
}
