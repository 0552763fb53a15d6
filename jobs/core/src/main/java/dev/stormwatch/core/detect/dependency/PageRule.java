package dev.stormwatch.core.detect.dependency;

import static dev.stormwatch.core.detect.dependency.DependencyDetector.WINDOW_MILLIS;

import dev.stormwatch.core.detect.FunctionView;
import dev.stormwatch.core.settings.DependencySettings;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;

/**
 * Is somebody woken for calls that fail?
 *
 * <p>Only of a function whose answer somebody waits for, and only where half of what usually
 * succeeds, or <i>partialPageShare</i> of it if that is less, does not any more, or where calls
 * time out: one that succeeds at the third attempt has kept its caller waiting for two timeouts. Or
 * where calls take so long that it is a page by itself, see {@link SlowRule}: what they call is
 * tried again within them, and retries that make it good are made by callers who wait. Then where
 * <i>pageShare</i> of the calls and of the environments from before fail for <i>pageSustain</i>, of
 * <i>pageCalls</i> a minute, be it so many as usual: of what is read from a shard or a queue few
 * calls are left while batches wait for their next attempt. Or where <i>partialPageShare</i> fail
 * for <i>partialSustain</i>, if so many fail as must be made for the former: as many are hurt. Or
 * where <i>partialShare</i> fail for <i>lastingPage</i>, of <i>pageCalls</i> a minute: what hurts
 * one caller in five for so long does not heal by itself, unless it is made good by retries, which
 * shows in as many that succeed. Where so many fail as for the rule before, but a retry makes good
 * too much of it, twice that share hurts as many in half of the time. Of a release no environment
 * is from before: there no call must succeed at all, and whether it is new code that fails or what
 * it calls is the same to who waits. One that answers some was seen to work, and who releases
 * watches it.
 *
 * <p>Calls that only end with an error in the log may have been made good by something else, so
 * half of them must, and either must last for <i>complaintPageSustain</i>. What stays a ticket: a
 * canary, beside which the well version answers, a function that nobody waits for, one of few
 * calls, and what multiplies.
 */
final class PageRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Of the calls that usually succeed, those that an outage leaves at most, of any settings. */
  private static final double STILL_WELL = 0.5;

  /** In standard deviations: of the minutes in which all is well one in fifty has as few calls. */
  private static final double CHANCE = 2;

  /** Of calls that only end with an error in the log. */
  private static final double MOST = 0.5;

  /** Of those that fail, the share that is made good at most where it hurts. */
  private static final double MADE_GOOD = 0.5;

  /** None of a release's succeeds, but for a few of environments that are on their way out. */
  private static final double IN_VAIN = 0.98;

  /** So many calls of the last minute at least fail for a page, however few are made. */
  private static final long FEWEST = 3;

  private final Settings estate;
  private final DependencySettings settings;
  private final FailureRule rule;
  private final long slotMillis;

  PageRule(Settings estate, FailureRule rule) {
    this.estate = estate;
    this.settings = estate.dependency;
    this.rule = rule;
    this.slotMillis = estate.clock.slotMillis;
  }

  /**
   * @param waited do calls keep callers waiting so much longer that it alone wakes somebody?
   */
  boolean wakes(
      FunctionView view,
      DependencyWindow window,
      DependencyState state,
      Trouble trouble,
      boolean waited) {
    if (state.outageSince == DependencyState.NEVER
        || window.failures < FEWEST
        || DependencyDetector.multiplied(window, state)
        || !estate.synchronous(view.slot.function.name())) {
      return false;
    }
    long held = view.end - state.outageSince;
    double share = share(window, state, trouble);
    double usual = state.usualASlot() * WINDOW_MILLIS / slotMillis;
    boolean asMany = window.failures >= settings.pageCalls;
    boolean many = share >= settings.partialPageShare && asMany;
    boolean lasts =
        trouble == Trouble.FAILURES
            && share >= settings.partialShare
            && usual >= settings.pageCalls
            && held >= (many ? asManyHurt(share) : settings.lastingPageMillis);
    if (lasts && fewerSucceed(window, state, 1 - MADE_GOOD * share)) {
      return true;
    }
    double still = Math.max(STILL_WELL, 1 - settings.partialPageShare);
    if (!window.timesOut() && !waited && !fewerSucceed(window, state, still)) {
      return false;
    }
    boolean nearlyAll =
        share >= settings.pageShare && Math.max((double) window.calls, usual) >= settings.pageCalls;
    if (trouble == Trouble.COMPLAINTS_TOO) {
      return (nearlyAll || many && share >= MOST) && held >= settings.complaintPageSustainMillis;
    }
    boolean wait = waited && asMany && share >= settings.partialShare;
    return nearlyAll && held >= settings.pageSustainMillis
        || wait
            && held >= settings.pageSustainMillis * Math.max(1, settings.partialPageShare / share)
        || many && held >= settings.partialSustainMillis;
  }

  /** Milliseconds in which a share hurts as many as the least one in all of its time. */
  private double asManyHurt(double share) {
    double asMany = settings.lastingPageMillis * settings.partialShare / share;
    return Math.max((double) settings.partialSustainMillis, asMany);
  }

  /** Of the calls and of the environments from before, the less; of a release, of the calls. */
  private double share(DependencyWindow window, DependencyState state, Trouble trouble) {
    double share = window.share();
    boolean inVain =
        trouble == Trouble.FAILURES && share >= IN_VAIN && rule.released(window, state);
    return inVain ? share : Math.min(share, window.veteranShare());
  }

  /**
   * Or do as many calls succeed as ever, and those that fail come on top?
   *
   * @param most of the calls that usually succeed, those that still do
   */
  private boolean fewerSucceed(DependencyWindow window, DependencyState state, double most) {
    double usual = state.usuallyWellASlot() * window.millis / slotMillis;
    double byChance = usual - CHANCE * Math.sqrt(usual);
    return window.calls - window.failures <= Math.min(most * usual, byChance);
  }
}
