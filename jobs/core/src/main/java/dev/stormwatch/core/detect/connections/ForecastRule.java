package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.settings.ConnectionSettings;
import dev.stormwatch.core.settings.DatabaseRule;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What is to come of a declared database, by one slot; see {@link ConnectionDetector}. */
final class ForecastRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** A trend of half a minute must be at least so much of the longer one, else it slackens. */
  private static final double SLACKENING = 0.5;

  /** A leak is read off a gauge once a minute, and does not level off. */
  private static final int LEAK_HORIZONS = 2;

  /** Traffic whose last 45 s are at least so much of the 45 s before does not recede. */
  private static final double NOT_FALLING = 0.95;

  private final ConnectionSettings settings;

  ForecastRule(ConnectionSettings settings) {
    this.settings = settings;
  }

  /** When the limit is reached; null where nothing says that it will be. */
  @Nullable Forecast forecast(ConnectionView view, DatabaseRule rule, ConnectionState state) {
    double speed = view.shortTrend.slope;
    double held = Math.max(1, view.used - Math.max(0, view.others));
    boolean growing =
        speed > 0
            && view.newestStep > 0
            && (speed >= SLACKENING * view.longTrend.slope || view.share() >= settings.fullShare);
    // What has just crossed a threshold did so by chance, too: the longer trend tempers it.
    double sober = (speed + Math.max(0, view.longTrend.slope)) / 2;
    Forecast soonest = null;
    if (growing && view.share() >= settings.nearShare) {
      soonest = Forecast.linear(view.free(), view.shortTrend, sober, settings.delayMillis);
    }
    if (growing
        && view.share() >= settings.slowShare
        && view.slowness >= settings.slowRatio
        && !levelsOff(view, rule)) {
      Forecast slow =
          Forecast.growing(held, held + view.free(), view.shortTrend, sober, settings.delayMillis);
      soonest = Forecast.soonest(soonest, slow);
    }
    if (soonest != null) {
      soonest =
          soonest.scaling(
              view.free(),
              rule.connectionsPerEnvironment,
              state.members.size(),
              settings.delayMillis);
    }
    if (view.share() >= settings.slowShare && view.gaugeTrend.slope > 0) {
      Forecast leak =
          Forecast.linear(view.free(), view.gaugeTrend, view.gaugeTrend.low, view.readingAge)
              .reaching(LEAK_HORIZONS);
      soonest = Forecast.soonest(soonest, leak);
    }
    return soonest;
  }

  /**
   * Do about as many calls end as begin, though environments grew? Answers that became slower once
   * and stay as slow do that: by Little's law growth ends as soon as the first slow ones are back.
   */
  private static boolean levelsOff(ConnectionView view, DatabaseRule rule) {
    return view.piling * rule.connectionsPerEnvironment < SLACKENING * view.shortTrend.slope;
  }

  /** Do failures bring about more and more attempts while room shrinks? */
  boolean grows(ConnectionView view) {
    return view.loop.measured()
        && view.loop.gain >= settings.loopGain
        && view.share() >= settings.slowShare
        && view.shortTrend.slope > 0;
  }

  /** Do answers get slower as traffic rises, with too little room for what would follow? */
  boolean strained(ConnectionView view) {
    return view.share() >= settings.strainShare
        && view.strain >= settings.strainRatio
        && view.traffic >= settings.trafficRatio
        && view.rising >= NOT_FALLING
        && view.attemptsPerSecond * settings.patienceMillis / 1000 >= view.free();
  }
}
