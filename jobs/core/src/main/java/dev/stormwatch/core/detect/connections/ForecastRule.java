package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.settings.ConnectionSettings;
import dev.stormwatch.core.settings.DatabaseRule;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to come of a declared database, by one slot; see {@link ConnectionDetector}. */
final class ForecastRule implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Two speeds within this of one another are the same. */
  private static final double SAME = 2;

  /**
   * What feeds itself does not level off by itself, so it pages so many horizons ahead: a loop, and
   * answers that were seen to get slower and slower.
   */
  private static final int FED_HORIZONS = 2;

  /** A leak does not either, nothing else hastens it, and it is read off a gauge once a minute. */
  private static final int LEAK_HORIZONS = 4;

  /** Half of the way must be behind a leak: others open connections for some minutes and stop. */
  private static final double HALFWAY = 0.5;

  /** Traffic whose last 45 s are at least so much of the 45 s before still rises. */
  private static final double RISING = 1.05;

  /** From so much on it does not recede, which is enough for strain to go on. */
  private static final double NOT_FALLING = 0.95;

  /**
   * Answers that doubled three times are on their way, even where one minute alone tells the rate
   * or they slow down evenly: a plan that changed or a cache that is cold makes them a few times
   * slower, once.
   */
  private static final double FAR_SLOWER = 8;

  /** A release doubles environments, and a little more, for first calls take longer. */
  static final double RELEASED = 2.5;

  private final ConnectionSettings settings;
  private final Approach approach;

  ForecastRule(ConnectionSettings settings) {
    this.settings = settings;
    this.approach = new Approach(settings);
  }

  /** When the limit is reached; null where nothing says that it will be. */
  @Nullable Forecast forecast(ConnectionView view, DatabaseRule rule, ConnectionState state) {
    double speed = view.shortTrend.slope;
    boolean growing =
        !view.demand.receding
            && speed > 0
            && view.newestStep > 0
            && (speed >= Demand.SLACKENING * view.longTrend.slope
                || view.share() >= settings.fullShare);
    Forecast soonest = null;
    boolean crowd = view.traffic >= settings.strainTrafficRatio;
    // One that still grows is taken to do so for as long again as it was seen to.
    boolean carried =
        growing
            && (view.carried() >= settings.carriedShare
                || crowd && (view.carried() * view.rising >= 1 || needsAll(view)));
    if (carried && view.share() >= settings.nearShare && !replaced(view, rule, state)) {
      soonest = near(view);
    }
    if (view.share() >= settings.slowShare
        && view.slowness >= settings.slowRatio
        && !view.demand.receding) {
      soonest =
          Forecast.soonest(soonest, slow(view, rule, state, growing && !levelsOff(view, rule)));
    }
    if (view.ramp != null
        && view.share() >= settings.nearShare
        && approach.newHeight(view, state)) {
      soonest = Forecast.soonest(soonest, view.ramp.forecast(view, settings.delayMillis));
    }
    if (soonest != null) {
      soonest =
          soonest.scaling(
              view.free(),
              rule.connectionsPerEnvironment,
              state.members.size(),
              settings.delayMillis);
    }
    if (view.share() >= settings.slowShare && view.gauged) {
      Forecast leak = leak(view, state);
      if (leak != null) {
        soonest = soonest == null ? leak : leak.asUrgentAs(soonest);
      }
    }
    return soonest;
  }

  /**
   * Will calls need all that is free if what they need goes on to grow as it does? Then
   * environments have not followed a step.
   */
  private boolean needsAll(ConnectionView view) {
    return 1000 * view.secondsOfNeed() <= settings.horizonMillis;
  }

  /**
   * Do environments grow that calls do not explain, while calls become neither more nor slower nor
   * hang, and none fails and is made again? By Little's law nothing needs more then: a release
   * starts new ones beside the old, which are counted for some minutes though no call reaches them,
   * for no cold call of the new version shows that those of the old have gone. It doubles them and
   * no more.
   */
  private boolean replaced(ConnectionView view, DatabaseRule rule, ConnectionState state) {
    if (!view.demand.exceeded
        || view.traffic * view.slowness >= settings.strainTrafficRatio
        || view.loop.measured()) {
      return false;
    }
    int n = state.panes.size();
    List<Pane> latest = state.panes.subList(Math.max(0, n - ConnectionView.SHORT), n);
    double held = latest.get(latest.size() - 1).held;
    double least = held;
    for (Pane pane : state.panes) {
      least = Math.min(least, pane.held);
    }
    if (held > RELEASED * least) {
      return false;
    }
    long hanging = 0;
    for (Pane pane : latest.subList(1, latest.size())) {
      hanging += pane.attempts - pane.ended;
    }
    double grown = held - latest.get(0).held;
    return (double) (hanging * rule.connectionsPerEnvironment) < Demand.SLACKENING * grown;
  }

  /** At a constant growth: its time is known where half a minute and the longer time agree. */
  private Forecast near(ConnectionView view) {
    Trend now = view.shortTrend;
    double lasting = view.longTrend.slope;
    double free = view.free();
    return Forecast.of(
        Trend.seconds(free, (now.slope + Math.max(0, lasting)) / 2),
        Trend.seconds(free, now.high),
        Trend.seconds(free, Math.min(now.low, lasting)),
        Trend.seconds(free, now.slope),
        now.slope <= SAME * lasting,
        settings.delayMillis);
  }

  /**
   * At a growth in proportion to what is there: that of the durations where it is known, else that
   * of the environments, which is no more than how urgent it may be. Where traffic has slowed the
   * answers nobody knows the traffic at which they pile up, nor, so, the time.
   *
   * @param growing do the environments multiply?
   */
  private @Nullable Forecast slow(
      ConnectionView view, DatabaseRule rule, ConnectionState state, boolean growing) {
    double held = Math.max(1, view.heldByFunctions());
    double limit = held + view.free();
    Growth growth =
        Growth.of(state, limit / rule.connectionsPerEnvironment, settings, view.slotMillis);
    double urgent =
        growing
            ? Trend.secondsGrowing(held, limit, view.shortTrend.slope)
            : Double.POSITIVE_INFINITY;
    if (growth == null
        || !growth.steady && view.slowness < FAR_SLOWER
        || view.traffic >= settings.trafficRatio
        || !seen(growth.times, view.slowness)) {
      boolean reached =
          view.carried() >= settings.carriedShare
              || view.slowness >= FAR_SLOWER
                  && seen(limit / view.demand.connections, view.slowness)
                  && needsAll(view);
      return growing && reached ? Forecast.vague(urgent, settings.delayMillis) : null;
    }
    Forecast known =
        Forecast.of(
            growth.seconds,
            growth.soonest,
            growth.latest,
            urgent,
            growth.steady,
            settings.delayMillis);
    if (!growth.steady) {
      return known.asUrgentAs(Forecast.vague(growth.seconds, settings.delayMillis));
    }
    // Where its time is not known well, the latest that it may be says whether to wait.
    Forecast fed =
        known.narrow()
            ? known.asUrgentAsItIsNear()
            : known.asUrgentAs(Forecast.vague(growth.latest, settings.delayMillis));
    Forecast sooner = fed.reaching(FED_HORIZONS).perhapsIn(growth.saturated, settings.delayMillis);
    return growth.slackening > 0 ? sooner.atMost(growth.slackening, settings.delayMillis) : sooner;
  }

  /**
   * Has enough been seen of a growth to believe that it goes on? Answers that are twice as slow may
   * stay so; those that doubled four times are on their way.
   *
   * @param times as long as now calls must take
   * @param already times as long as usual they take now
   */
  private boolean seen(double times, double already) {
    return StrictMath.log(times) <= settings.furtherRatio * StrictMath.log(already);
  }

  private @Nullable Forecast leak(ConnectionView view, ConnectionState state) {
    double slope = view.gaugeTrend.slope;
    LeakPace pace = slope > 0 ? state.gauge.rise(view.limit) : view.slowLeak;
    if (pace == null || !pace.hasCome(HALFWAY)) {
      return null;
    }
    double urgent = slope > 0 ? Trend.seconds(view.free(), slope) : pace.seconds;
    return Forecast.of(pace.seconds, pace.soonest, pace.latest, urgent, true, view.readingAge)
        .reaching(LEAK_HORIZONS);
  }

  /**
   * Do about as many calls end as begin, though environments grew? Answers that became slower once
   * and stay as slow do that: by Little's law growth ends as soon as the first slow ones are back.
   */
  private static boolean levelsOff(ConnectionView view, DatabaseRule rule) {
    return view.piling * rule.connectionsPerEnvironment < Demand.SLACKENING * view.shortTrend.slope;
  }

  /**
   * Do failures bring about more and more attempts while room shrinks, and will it be none soon?
   */
  boolean grows(ConnectionView view) {
    double held = Math.max(1, view.heldByFunctions());
    return view.loop.measured()
        && view.loop.gain >= settings.loopGain
        && view.carried() >= settings.carriedShare
        && view.share() >= settings.slowShare
        && 1000 * Trend.secondsGrowing(held, held + view.free(), view.shortTrend.slope)
            <= FED_HORIZONS * (double) settings.horizonMillis;
  }

  /**
   * Do answers get slower and slower as traffic rises, with too little room for what would follow?
   *
   * @param before was it told already?
   */
  boolean strained(ConnectionView view, boolean before) {
    return view.share() >= settings.strainShare
        && view.strain >= settings.strainRatio
        && (before || view.slowness >= view.strain)
        && view.traffic >= settings.strainTrafficRatio
        && view.rising >= (before ? NOT_FALLING : RISING)
        && view.attemptsPerSecond * settings.patienceMillis / 1000 >= view.free();
  }
}
