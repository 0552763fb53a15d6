package dev.stormwatch.core.detect.coldstart;

import static dev.stormwatch.core.detect.coldstart.ColdStartState.NEVER;

import dev.stormwatch.core.settings.ColdStartSettings;
import java.io.Serializable;

/**
 * Do environments die faster than they serve, so that callers wait for inits that no line shows?
 *
 * <p><b>Mechanism.</b> When a call exits the process or times out, Lambda initialises the
 * environment again inside the next call that comes to it. That call waits for a whole init, and
 * its REPORT shows no Init Duration: a crash loop looks like slow warm calls.
 *
 * <p><b>Formula.</b> In the window, or in the newest two fifths of it, d calls killed their
 * environment. They are tested as cold calls are, against this function's own past of such deaths.
 * The wait is measured where it is spent: the median duration of calls right after a death in the
 * same environment, less the function's usual duration. Where no such call was seen, the usual init
 * stands for it.
 *
 * <p><b>Why it works.</b> One death costs exactly one init, whether it shows or not. The measured
 * wait keeps apart what kills quickly and starts quickly, which hurts nobody by its starts.
 *
 * <p><b>What it mistakes for it.</b> Calls that time out because something they need is slow also
 * kill their environments, but there the calls after a death do no worse than others. So timeouts
 * count only as a loop: when the call right after a death dies at least <i>loopRatio</i> times as
 * often as the rest of the same seconds, because the init itself used up its time.
 *
 * <p><b>Source.</b> AWS Lambda Developer Guide, "Lambda execution environment lifecycle", on
 * failures during the invoke phase ("suppressed init").
 */
final class DeathRule implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ColdStartSettings settings;
  private final RateRule rate;

  DeathRule(ColdStartSettings settings, RateRule rate) {
    this.settings = settings;
    this.rate = rate;
  }

  void judge(long end, ColdStartState state, ColdStartWindow window) {
    long deaths = window.all.deaths();
    if (window.all.calls < settings.minInvocations) {
      return;
    }
    boolean holds =
        state.dying
            ? window.share(deaths) >= settings.minShare / 2
            : begins(window) || begins(ColdStartWindow.newest(state, settings.windowMillis));
    if (!holds) {
      state.dyingSince = NEVER;
      state.dying = false;
      return;
    }
    if (state.dyingSince == NEVER) {
      state.dyingSince = end;
      state.dyingOnset = window.all.firstDeathAt;
    }
    for (Pane pane : state.panes) {
      pane.suspect = true;
    }
    state.dying |= end - state.dyingSince >= settings.sustainMillis;
  }

  private boolean begins(ColdStartWindow window) {
    return rate.unusual(window.all.deaths(), window.baseline.deaths, window) && ofTheInit(window);
  }

  /** Exits mostly, or timeouts that an init brought about. */
  private boolean ofTheInit(ColdStartWindow window) {
    Pane all = window.all;
    if (all.timeouts <= all.exits + all.initFailures) {
      return true;
    }
    double others = Math.max(1, all.besideDeaths - all.followers);
    double otherDeaths = Math.max(1, all.deaths() - all.followersThatDied);
    return all.followersThatDied >= settings.minFollowers
        && all.followersThatDied / (double) all.followers
            >= settings.loopRatio * otherDeaths / others;
  }

  /** How long half of those calls waited for their hidden init, microseconds; 0 if not known. */
  long waitMicros(ColdStartState state, ColdStartWindow window) {
    if (window.hiddenWaits.total() >= settings.minFollowers) {
      return window.hiddenWaits.quantile(0.5);
    }
    double mean = state.init.count > 0 ? state.init.mean : state.init.usualMean;
    boolean known = state.init.count > 0 || state.init.usualCount > 0;
    return known ? InitState.micros(mean) : 0;
  }
}
