package dev.stormwatch.core.detect.connections;

import static dev.stormwatch.core.detect.connections.ConnectionState.NEVER;

import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.settings.ConnectionSettings;
import dev.stormwatch.core.settings.DatabaseRule;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** The number that tipped it. */
final class ConnectionMeasure implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final long TREND_SECONDS = 30;

  private final ConnectionSettings settings;

  ConnectionMeasure(ConnectionSettings settings) {
    this.settings = settings;
  }

  /**
   * The loop's gain, else refusals, else the share of the limit, else the strain.
   *
   * @param sustained do retries alone keep it full?
   */
  Measure exhaustion(
      DatabaseRule rule,
      ConnectionView view,
      @Nullable Forecast forecast,
      boolean sustained,
      ConnectionState state) {
    if (state.ofPool) {
      return emptyPools(view.poolEmptyRecently, state);
    }
    boolean idle = HeldIdle.allOf(view, rule, state);
    // Retries alone make less of a crowd than that.
    boolean crowd = view.traffic >= settings.trafficRatio;
    if (view.loop.told() && (crowd || !idle) || sustained && view.loop.measured()) {
      return gain(view.loop, sustained);
    }
    if (state.refused > 0 && state.firstRefusedAt != NEVER) {
      return refusals(
          idle ? Measure.IDLE_REFUSALS : Measure.REFUSALS,
          view.refusedRecently,
          settings.refusals,
          state.refused);
    }
    if (forecast != null) {
      boolean near = view.share() >= settings.nearShare;
      return share(view, near ? settings.nearShare : settings.slowShare);
    }
    return new Measure(
        "call-duration",
        view.strain,
        "times usual",
        settings.strainRatio,
        TREND_SECONDS,
        Math.round(view.attemptsPerSecond * TREND_SECONDS),
        1);
  }

  /** Of a database that the settings do not name. */
  Measure undeclared(Loop loop, long recently, boolean sustained, ConnectionState state) {
    if (state.ofPool) {
      return emptyPools(recently, state);
    }
    return loop.told() || sustained && loop.measured()
        ? gain(loop, sustained)
        : refusals(Measure.REFUSALS, recently, settings.undeclaredRefusals, recently);
  }

  private Measure emptyPools(long recent, ConnectionState state) {
    return new Measure(
        "empty-pool-lines",
        recent,
        "lines",
        settings.undeclaredRefusals,
        settings.refusalWindowMillis / 1000,
        state.poolEmpty,
        0);
  }

  Measure recovered(ConnectionView view) {
    return share(view, settings.recoveryShare);
  }

  private Measure refusals(String name, long recent, long threshold, long samples) {
    return new Measure(
        name, recent, "refusals", threshold, settings.refusalWindowMillis / 1000, samples, 0);
  }

  private Measure gain(Loop loop, boolean sustained) {
    return new Measure(
        sustained ? Measure.SUSTAINED_LOOP_GAIN : Measure.LOOP_GAIN,
        loop.gain,
        "times in 30 s",
        settings.loopGain,
        Loop.windowSeconds(),
        loop.samples,
        1);
  }

  private static Measure share(ConnectionView view, double threshold) {
    return new Measure(
        "connection-share",
        view.share(),
        "ratio",
        threshold,
        TREND_SECONDS,
        Math.round(view.used),
        Math.max(0, view.others) / view.limit);
  }
}
