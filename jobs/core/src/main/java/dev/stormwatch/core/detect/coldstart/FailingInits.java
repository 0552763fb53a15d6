package dev.stormwatch.core.detect.coldstart;

import dev.stormwatch.core.settings.ColdStartSettings;
import org.jspecify.annotations.Nullable;

/**
 * Calls since inits began to fail, where they do for nearly all of them: a release that cannot
 * start. Whoever calls gets no answer, however short the init is.
 */
final class FailingInits {

  /** The others are of environments from before, whose lines may come later than these. */
  private static final double NEARLY_ALL = 0.75;

  final long calls;
  final long failed;

  private FailingInits(long calls, long failed) {
    this.calls = calls;
    this.failed = Math.min(calls, failed);
  }

  /**
   * Of the panes in which they do, up to now. Of the first of them only the slots with such calls
   * count: what came before its first one has nothing to do with it.
   */
  static @Nullable FailingInits of(ColdStartState state, ColdStartSettings settings) {
    long calls = 0;
    long failed = 0;
    Pane first = null;
    for (int i = 0; i < ColdStartState.PANES; i++) {
      Pane pane = state.pane(state.newestPane - i);
      if (pane.initFailures == 0 && pane.calls > 0) {
        break;
      }
      calls += pane.calls;
      failed += pane.initFailures;
      first = pane.calls > 0 ? pane : first;
    }
    if (first == null || failed < settings.minColdStarts) {
      return null;
    }
    FailingInits since = new FailingInits(calls - first.calls + first.besideDeaths, failed);
    return since.calls >= settings.minColdStarts && since.share() >= NEARLY_ALL ? since : null;
  }

  double share() {
    return (double) failed / calls;
  }
}
