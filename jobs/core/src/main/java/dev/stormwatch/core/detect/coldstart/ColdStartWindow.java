package dev.stormwatch.core.detect.coldstart;

import dev.stormwatch.core.model.LogHistogram;
import dev.stormwatch.core.settings.ColdStartSettings;

/** The sliding window summed up, beside the past it is held against. */
final class ColdStartWindow {

  private static final int NEWEST = 2;

  /** Calls that take so many times as long need as many environments. */
  private static final double SLOWED = 2;

  /** Traffic that grew by so much needs more environments than were warm. */
  static final double GROWN = 1.5;

  final Pane all = new Pane();
  final Baseline baseline;
  final long windowMillis;

  /** Calls beyond their usual duration that the ones right after a death took, microseconds. */
  final LogHistogram hiddenWaits = new LogHistogram();

  ColdStartWindow(ColdStartState state, long windowMillis) {
    this(state, ColdStartState.PANES, windowMillis);
  }

  /** A longer one, already summed up. */
  ColdStartWindow(Pane all, Baseline baseline, long windowMillis) {
    this.all.addAll(all);
    this.baseline = baseline;
    this.windowMillis = windowMillis;
  }

  /**
   * The part from a cold call on, for what came before it thins its share out; all of it where that
   * part holds fewer calls than are judged.
   *
   * @param onset event time of that call
   */
  static ColdStartWindow since(ColdStartState state, long onset, ColdStartSettings settings) {
    int panes = ColdStartState.PANES;
    while (panes > 1 && !state.pane(state.newestPane - panes + 1).coldSince(onset)) {
      panes--;
    }
    ColdStartWindow since =
        new ColdStartWindow(state, panes, settings.windowMillis * panes / ColdStartState.PANES);
    return since.all.calls < settings.minInvocations
        ? new ColdStartWindow(state, settings.windowMillis)
        : since;
  }

  private ColdStartWindow(ColdStartState state, int panes, long windowMillis) {
    for (int i = 0; i < panes; i++) {
      all.addAll(state.pane(state.newestPane - i));
    }
    baseline = state.past;
    this.windowMillis = windowMillis;
    long usual = Math.round(baseline.warmMicros());
    all.followerMicros.forEach(
        (micros, count) -> {
          for (long i = 0; i < count; i++) {
            hiddenWaits.add(micros - usual);
          }
        });
  }

  /** Its newest part: what has just begun makes up more of it. */
  static ColdStartWindow newest(ColdStartState state, long windowMillis) {
    return new ColdStartWindow(state, NEWEST, windowMillis * NEWEST / ColdStartState.PANES);
  }

  /** The window that counts for deaths: its newest part while that holds the larger share. */
  ColdStartWindow ofDeaths(ColdStartState state, ColdStartSettings settings) {
    ColdStartWindow newest = newest(state, settings.windowMillis);
    return newest.all.calls >= settings.minInvocations
            && newest.share(newest.all.deaths()) > share(all.deaths())
        ? newest
        : this;
  }

  double share() {
    return share(all.cold);
  }

  double share(long count) {
    return all.calls == 0 ? 0 : (double) count / all.calls;
  }

  /** Cold calls but those that a new version's taking over explains: one for each environment. */
  long coldBeyondDeploy(InitState init) {
    return all.cold - Math.min(all.ofNewVersion, init.environmentsBefore);
  }

  /** Environments alive before the window, or the spike, as far as panes with calls tell. */
  static long livingBefore(ColdStartState state) {
    if (state.environmentsBefore != ColdStartState.UNKNOWN) {
      return state.environmentsBefore;
    }
    for (int i = ColdStartState.PANES - 1; i >= 0; i--) {
      Pane pane = state.pane(state.newestPane - i);
      if (pane.calls > 0) {
        return pane.living;
      }
    }
    return 0;
  }

  /**
   * Cold calls that neither a new version's taking over explains nor, where traffic did not grow,
   * one replacement of every environment, as a deploy at {@code $LATEST} and a change of settings
   * make it. What is provisioned is replaced before calls come to it: a deploy makes none of it
   * cold, but its loss does.
   *
   * @param provisioned environments that are kept ready
   */
  long coldBeyondReplacement(ColdStartState state, long provisioned) {
    long cold = coldBeyondDeploy(state.init);
    long replaced = Math.max(0, livingBefore(state) - provisioned);
    return grown(state) ? cold : Math.min(cold, all.cold - replaced);
  }

  /**
   * How often every environment was replaced, where no more of them are needed than before. Lambda
   * takes down what has been idle for minutes, and that once in a window.
   */
  double replacements(ColdStartState state) {
    return (double) coldBeyondDeploy(state.init) / Math.max(1, livingBefore(state));
  }

  /** Did traffic grow beyond what it usually is, over a minute or within a slot? */
  static boolean grown(ColdStartState state) {
    Baseline usual = state.past;
    for (Pane pane : state.panes) {
      if (pane.calls >= GROWN * usual.callsPerPane || pane.peak >= GROWN * usual.peak) {
        return true;
      }
    }
    return false;
  }

  /**
   * Do warm calls take much longer than usual? Then they hold their environments for so long that
   * others find none: the cold starts are an effect, and what slows the calls is the cause.
   */
  boolean slowed() {
    return baseline.warmMicros() > 0 && all.warmMicros() >= SLOWED * baseline.warmMicros();
  }

  /** Are environments that died initialised anew where no REPORT shows it, more often than not? */
  boolean hidden() {
    return 2 * all.cold < all.deaths();
  }

  /** Calls whose wait was as long as that or longer; a wait counts by the middle of its bucket. */
  long waitedAtLeast(long micros) {
    long[] sum = new long[1];
    all.waits.forEach((wait, count) -> sum[0] += wait >= micros ? count : 0);
    return sum[0];
  }

  /**
   * The first cold call, by event time, of the run of panes up to now whose share alone would
   * already be unusual.
   */
  long onset(ColdStartSettings settings, ColdStartState state) {
    double unusual = settings.beginsAt(baseline.coldShare());
    long earliest = Long.MAX_VALUE;
    for (long number = state.newestPane;
        number > state.newestPane - ColdStartState.PANES;
        number--) {
      Pane pane = state.pane(number);
      if (pane.cold < unusual * pane.calls || pane.calls == 0) {
        break;
      }
      earliest = Math.min(earliest, pane.firstColdAt);
    }
    return earliest == Long.MAX_VALUE ? all.firstColdAt : earliest;
  }
}
