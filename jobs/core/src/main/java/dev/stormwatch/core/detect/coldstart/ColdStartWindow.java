package dev.stormwatch.core.detect.coldstart;

import dev.stormwatch.core.detect.coldstart.ColdStartState.Pane;
import dev.stormwatch.core.model.ColdCall;
import dev.stormwatch.core.model.LogHistogram;
import dev.stormwatch.core.settings.ColdStartSettings;
import java.util.List;

/** The sliding window summed up, beside the past it is held against. */
final class ColdStartWindow {

  final long calls;
  final long cold;
  final LogHistogram waits = new LogHistogram();
  final LogHistogram lags = new LogHistogram();
  final List<ColdCall> coldest;
  final double baselineCalls;
  final double baselineCold;
  final double baselineShare;
  final long windowMillis;

  ColdStartWindow(ColdStartState state, long windowMillis) {
    long allCalls = 0;
    long allCold = 0;
    List<ColdCall> longest = List.of();
    for (Pane pane : state.panes) {
      allCalls += pane.calls;
      allCold += pane.cold;
      waits.addAll(pane.waits);
      lags.addAll(pane.lags);
      longest = ColdCall.longest(longest, pane.coldest);
    }
    calls = allCalls;
    cold = allCold;
    coldest = longest;
    baselineCalls = state.baselineCalls;
    baselineCold = state.baselineCold;
    baselineShare = baselineCalls > 0 ? baselineCold / baselineCalls : 0;
    this.windowMillis = windowMillis;
  }

  double share() {
    return calls == 0 ? 0 : (double) cold / calls;
  }

  /**
   * The first cold call, by event time, of the run of panes up to now whose share alone would
   * already be unusual.
   */
  long onset(ColdStartSettings settings, ColdStartState state) {
    double unusual = Math.max(settings.minShare, settings.minRatio * baselineShare);
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
    if (earliest != Long.MAX_VALUE) {
      return earliest;
    }
    for (Pane pane : state.panes) {
      earliest = Math.min(earliest, pane.firstColdAt);
    }
    return earliest;
  }
}
