package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.model.GaugeReading;
import dev.stormwatch.core.settings.ConnectionSettings;
import dev.stormwatch.core.settings.DatabaseRule;
import org.jspecify.annotations.Nullable;

/** How a declared database stands at the end of a slot: what is used, how fast that grows. */
final class ConnectionView {

  /** Slots over which growth is measured: half a minute, and a minute and a half. */
  static final int SHORT = 7;

  static final int LONG = 19;

  /** Slots of the halves that are held against each other to see whether traffic rises. */
  private static final int HALF = 9;

  /** Of the calls that run, the share that must be known to, for their number to mean something. */
  private static final double KNOWN = 0.5;

  /** Slots whose calls tell how long calls take now. */
  private static final int RECENT = 3;

  /** Slots whose calls say whether any is answered. */
  private static final int LATEST = 2;

  /** So many calls, and of them the share that must fail, to say that none is answered. */
  private static final long SOME_CALLS = 5;

  private static final double ALL = 0.9;

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

  /**
   * Connections that the settings explain: those of the most environments since the incident
   * opened, for refused ones soon go, and those of the clients that are declared.
   */
  final double explained;

  final Trend shortTrend;
  final Trend longTrend;
  final double newestStep;

  /**
   * Is hardly any call answered? Those that fail may never have connected, so that environments say
   * nothing of connections: a server that is down has none.
   */
  final boolean unanswered;

  /**
   * By how many calls a second more run at once than did: those that began in the last two slots
   * less those that ended. NaN where no line tells of a call before it ends. Half the standard
   * deviation that chance gives it is added, so that of few calls it says little.
   */
  final double piling;

  /** Mean duration of recent calls over the usual one; 1 when it cannot be told. */
  final double slowness;

  /** The same over half a minute. */
  final double strain;

  /** Did calls get slower of late? See {@link Pace#slowing}. */
  final boolean slowing;

  /** Attempts of the last 45 s over those of the 45 s before; 1 when it cannot be told. */
  final double rising;

  /** Attempts of the last half minute over what is usual; 1 when it cannot be told. */
  final double traffic;

  /** How fast connections grow that no environment explains; 0 where they do not. */
  final Trend gaugeTrend;

  /** A leak too slow for that, by a quarter of an hour; null where there is none. */
  final @Nullable LeakPace slowLeak;

  /** One that is slower still, by an hour; null where there is none. */
  final @Nullable LeakPace hourLeak;

  /** Age of the reading that {@link #used} is rooted in, milliseconds. */
  final long readingAge;

  final double attemptsPerSecond;

  /** What its functions' calls need as they are now. */
  final Demand demand;

  /** A rise of what runs that lasts; null where there is none. */
  final @Nullable Ramp ramp;

  final Loop loop;

  final long refusedRecently;
  final long poolEmptyRecently;
  final long slotMillis;

  ConnectionView(
      long end,
      ConnectionState state,
      Loop loop,
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
      others = others(reading, state, settings.delayMillis);
    }
    used = Math.max(0, held + others);
    explained =
        (double)
            (Unexplained.environments(state) * rule.connectionsPerEnvironment + rule.otherClients);
    shortTrend = trend(state, SHORT);
    longTrend = trend(state, LONG);
    newestStep = step(state);
    piling = piling(state, slotMillis);
    slowness = Pace.slowness(state, RECENT);
    unanswered = unanswered(state);
    strain = Pace.slowness(state, SHORT - 1);
    slowing = Pace.slowing(state);
    rising = rising(state);
    attemptsPerSecond = attemptsPerSecond(state);
    traffic = state.usualAttempts <= 0 ? 1 : attemptsPerSecond / state.usualAttempts;
    gaugeTrend =
        gauged
            ? LeakPace.latest(state, limit, settings.delayMillis)
            : Trend.of(new double[0], new double[0]);
    demand =
        Demand.of(state.panes, rule.connectionsPerEnvironment, settings.recedingRatio, slotMillis);
    ramp = Ramp.of(state.panes, slotMillis);
    boolean filling = gauged && share() >= settings.slowShare;
    slowLeak = filling ? state.gauge.leak(limit) : null;
    hourLeak = filling ? state.hourOfGauge.leak(limit) : null;
    this.loop = loop;
    readingAge = reading == null ? 0 : end - reading.at;
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

  /** Connections in use less those of others. */
  double heldByFunctions() {
    return used - Math.max(0, others);
  }

  /** By how many connections a second they become more, by whatever shows it. */
  double perSecond() {
    double leaking = slowLeak == null ? 0 : free() / Math.max(1, slowLeak.seconds);
    double rising = ramp == null ? 0 : ramp.perSecond(this);
    return Math.max(Math.max(leaking, rising), Math.max(shortTrend.slope, gaugeTrend.slope));
  }

  /** Of the limit, the share that calls as they are now need, with everybody else's. */
  double carried() {
    return (demand.connections + Math.max(0, others)) / limit;
  }

  /**
   * Seconds until environments need all that is free if they grow as what calls need does; infinite
   * where that does not grow.
   */
  double secondsOfNeed() {
    return demand.pace > 0
        ? Trend.seconds(free(), demand.pace * heldByFunctions())
        : Double.POSITIVE_INFINITY;
  }

  private static @Nullable GaugeReading latest(ConnectionState state, long end) {
    if (state.readings.isEmpty()) {
      return null;
    }
    GaugeReading reading = state.readings.get(state.readings.size() - 1);
    return end - reading.at <= READING_MILLIS ? reading : null;
  }

  /**
   * What a reading shows and the estimate does not: other clients, leaks, or environments that hold
   * none.
   */
  static double others(GaugeReading reading, ConnectionState state, long delayMillis) {
    return reading.connections - heldAt(state, reading.at + delayMillis);
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
    double[] held = state.panes.stream().mapToDouble(pane -> pane.held).toArray();
    return Trend.ofLatest(slots, state.panes, held);
  }

  private static boolean unanswered(ConnectionState state) {
    long ended = 0;
    long failures = 0;
    for (Pane pane : Pace.latest(state, LATEST)) {
      ended += pane.ended;
      failures += pane.failures;
    }
    return failures >= SOME_CALLS && failures >= ALL * ended;
  }

  private static double step(ConnectionState state) {
    int n = state.panes.size();
    return n < 3 ? 0 : state.panes.get(n - 1).held - state.panes.get(n - 3).held;
  }

  private static double piling(ConnectionState state, long slotMillis) {
    int n = state.panes.size();
    if (n < 2) {
      return Double.NaN;
    }
    Pane last = state.panes.get(n - 1);
    Pane before = state.panes.get(n - 2);
    double seconds = 2 * slotMillis / 1000.0;
    long open = 0;
    for (Member member : state.members.values()) {
      open += member.open;
    }
    // By Little's law so many run; where far fewer are known to, their first lines come with their
    // last, and nothing shows that more begin than end.
    double running = (last.durationMicros + before.durationMicros) / 1e6 / seconds;
    if (open < KNOWN * running || open == 0) {
      return Double.NaN;
    }
    long began = last.attempts + before.attempts;
    long ended = last.ended + before.ended;
    return (began - ended + StrictMath.sqrt((double) (began + ended)) / 2) / seconds;
  }

  private static double rising(ConnectionState state) {
    int n = state.panes.size();
    long now = 0;
    long before = 0;
    for (int i = Math.max(0, n - 2 * HALF); i < n; i++) {
      if (i >= n - HALF) {
        now += state.panes.get(i).attempts;
      } else {
        before += state.panes.get(i).attempts;
      }
    }
    return before == 0 ? 1 : (double) now / before;
  }

  private double attemptsPerSecond(ConnectionState state) {
    int n = Math.min(SHORT - 1, state.panes.size());
    long attempts = 0;
    for (int i = state.panes.size() - n; i < state.panes.size(); i++) {
      attempts += state.panes.get(i).attempts;
    }
    return attempts / (n * slotMillis / 1000.0);
  }
}
