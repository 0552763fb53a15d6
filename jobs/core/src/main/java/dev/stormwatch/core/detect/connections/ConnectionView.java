package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.detect.connections.ConnectionState.Pane;
import dev.stormwatch.core.model.GaugeReading;
import dev.stormwatch.core.settings.ConnectionSettings;
import dev.stormwatch.core.settings.DatabaseRule;
import org.jspecify.annotations.Nullable;

/** How a declared database stands at the end of a slot: what is used, how fast that grows. */
final class ConnectionView {

  /** Slots over which growth is measured: half a minute, and a minute and a half. */
  private static final int SHORT = 7;

  private static final int LONG = 19;

  /** Slots whose calls tell how long calls take now. */
  private static final int RECENT = 3;

  /** A reading older than this says less than the estimate. */
  private static final long READING_MILLIS = 150_000;

  /** Connections that functions and others may hold together. */
  final double limit;

  /** Connections in use now, others' included. */
  final double used;

  /** Of them, those that are not these functions'. */
  final double others;

  /** Is {@link #used} rooted in a reading of a gauge? */
  final boolean gauged;

  final Trend shortTrend;
  final Trend longTrend;
  final double newestStep;

  /** Mean duration of recent calls over the usual one; 1 when it cannot be told. */
  final double slowness;

  /** Attempts of the last half minute over what is usual; 1 when it cannot be told. */
  final double traffic;

  /** Connections a second by the gauge alone; 0 when there are too few readings. */
  final Trend gaugeTrend;

  /** Failures of the last 15 s over those of the 15 s before; NaN when there are too few. */
  final double failureGrowth;

  final long refusedRecently;
  final long poolEmptyRecently;
  final long slotMillis;

  ConnectionView(
      long end,
      ConnectionState state,
      DatabaseRule rule,
      ConnectionSettings settings,
      long slotMillis) {
    this.slotMillis = slotMillis;
    limit = rule.maxConnections - rule.reservedConnections;
    double held = state.newest().held;
    GaugeReading reading = latest(state, end);
    gauged = reading != null;
    if (reading == null) {
      others = rule.otherClients;
    } else {
      // What the gauge shows and the estimate does not: other clients, leaks, or environments
      // that hold none.
      double then = heldAt(state, reading.at + settings.delayMillis);
      others = reading.connections - then;
    }
    used = Math.max(0, held + others);
    shortTrend = trend(state, SHORT);
    longTrend = trend(state, LONG);
    newestStep = step(state);
    slowness = slowness(state);
    traffic = traffic(state);
    gaugeTrend = gaugeTrend(state, end);
    failureGrowth = failureGrowth(state);
    long window = end - settings.refusalWindowMillis;
    long refusals = 0;
    long pools = 0;
    for (Pane pane : state.panes) {
      if (pane.end > window) {
        refusals += pane.refused;
        pools += pane.poolEmpty;
      }
    }
    refusedRecently = refusals;
    poolEmptyRecently = pools;
  }

  double share() {
    return used / limit;
  }

  double free() {
    return Math.max(0, limit - used);
  }

  private static @Nullable GaugeReading latest(ConnectionState state, long end) {
    if (state.readings.isEmpty()) {
      return null;
    }
    GaugeReading reading = state.readings.get(state.readings.size() - 1);
    return end - reading.at <= READING_MILLIS ? reading : null;
  }

  private static double heldAt(ConnectionState state, long time) {
    double held = state.panes.get(0).held;
    for (Pane pane : state.panes) {
      if (pane.end > time) {
        break;
      }
      held = pane.held;
    }
    return held;
  }

  private static Trend trend(ConnectionState state, int slots) {
    int n = Math.min(slots, state.panes.size());
    int from = state.panes.size() - n;
    double[] times = new double[n];
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      Pane pane = state.panes.get(from + i);
      times[i] = (pane.end - state.panes.get(from).end) / 1000.0;
      values[i] = pane.held;
    }
    return Trend.of(times, values);
  }

  private static double step(ConnectionState state) {
    int n = state.panes.size();
    return n < 3 ? 0 : state.panes.get(n - 1).held - state.panes.get(n - 3).held;
  }

  private static double slowness(ConnectionState state) {
    long ended = 0;
    long micros = 0;
    for (int i = Math.max(0, state.panes.size() - RECENT); i < state.panes.size(); i++) {
      ended += state.panes.get(i).ended;
      micros += state.panes.get(i).durationMicros;
    }
    return ended == 0 || state.usualMicros <= 0 ? 1 : (double) micros / ended / state.usualMicros;
  }

  private double traffic(ConnectionState state) {
    int n = Math.min(SHORT - 1, state.panes.size());
    long attempts = 0;
    for (int i = state.panes.size() - n; i < state.panes.size(); i++) {
      attempts += state.panes.get(i).attempts;
    }
    return state.usualAttempts <= 0
        ? 1
        : attempts / (n * slotMillis / 1000.0) / state.usualAttempts;
  }

  private static Trend gaugeTrend(ConnectionState state, long end) {
    int from = 0;
    while (from < state.readings.size() && end - state.readings.get(from).at > 6 * 60_000) {
      from++;
    }
    int n = state.readings.size() - from;
    double[] times = new double[n];
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      GaugeReading reading = state.readings.get(from + i);
      times[i] = (reading.at - state.readings.get(from).at) / 1000.0;
      values[i] = reading.connections;
    }
    return n < 4 ? Trend.of(new double[0], new double[0]) : Trend.of(times, values);
  }

  private static double failureGrowth(ConnectionState state) {
    long now = 0;
    long before = 0;
    int n = state.panes.size();
    for (int i = Math.max(0, n - 2 * RECENT); i < n; i++) {
      if (i >= n - RECENT) {
        now += state.panes.get(i).failures;
      } else {
        before += state.panes.get(i).failures;
      }
    }
    return before < 5 || now < 5 ? Double.NaN : (double) now / before;
  }
}
