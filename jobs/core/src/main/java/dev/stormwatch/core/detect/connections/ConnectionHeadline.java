package dev.stormwatch.core.detect.connections;

import static dev.stormwatch.core.detect.Wording.counted;
import static dev.stormwatch.core.detect.Wording.text;
import static dev.stormwatch.core.detect.connections.ConnectionState.NEVER;

import dev.stormwatch.core.detect.connections.LearnedForecast.Outlook;
import dev.stormwatch.core.settings.ConnectionSettings;
import dev.stormwatch.core.settings.DatabaseRule;
import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One line about a database: what, how bad, by when. */
final class ConnectionHeadline implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter DAY_AND_CLOCK =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** A little slower is usual and no news. */
  private static final double SLOWER = 1.5;

  private static final long MINUTE_MILLIS = 60_000;

  private final ConnectionSettings settings;

  ConnectionHeadline(ConnectionSettings settings) {
    this.settings = settings;
  }

  /**
   * @param sustained do retries alone keep it full?
   */
  String exhaustion(
      long end,
      DatabaseRule rule,
      ConnectionView view,
      @Nullable Forecast forecast,
      boolean sustained,
      ConnectionState state) {
    String database = rule.id;
    if (state.ofPool) {
      return emptyPools(database, names(state.names(), state), state)
          + text("; the server has %.0f of %.0f in use", view.used, view.limit);
    }
    if (state.refused > 0 && state.firstRefusedAt != NEVER) {
      return refusing(rule, view, sustained, state);
    }
    if (forecast != null) {
      return text(
          "%s runs out of connections %s: %.0f of %.0f used, %s%s",
          database, when(end, forecast), view.used, view.limit, pace(view, forecast), slow(view));
    }
    if (view.loop.measured() && view.loop.gain >= settings.loopGain) {
      return text(
          "%s: retries double in %.0f s and room shrinks, %.0f of %.0f connections used%s",
          database, view.loop.doublingSeconds(), view.used, view.limit, slow(view));
    }
    return view.share() < settings.nearShare
        ? strained(database, view)
        : text(
            "%s is close to its connection limit: %.0f of %.0f used%s",
            database, view.used, view.limit, slow(view));
  }

  /** What grows in proportion to itself is there before its speed of now would bring it. */
  private static String pace(ConnectionView view, Forecast forecast) {
    double evenMillis = 1000 * view.free() / view.perSecond();
    return (forecast.told() || forecast.bounded()) && evenMillis > forecast.latest
        ? "growing faster and faster"
        : text("+%.0f a minute", 60 * view.perSecond());
  }

  private static String when(long end, Forecast forecast) {
    if (forecast.told()) {
      return text(
          "at %s UTC (in %d s%s)",
          clock(end + forecast.millis),
          forecast.millis / 1000,
          forecast.mayBeSooner() ? text(", or %s if calls pile up", soonest(forecast)) : "");
    }
    if (forecast.bounded() && (!forecast.imminent() || forecast.latest > MINUTE_MILLIS)) {
      long minutes = (forecast.latest + MINUTE_MILLIS - 1) / MINUTE_MILLIS;
      return text("within %d min", minutes)
          + (minutes > 1 && forecast.mayBeSooner() ? ", perhaps in " + soonest(forecast) : "");
    }
    return forecast.imminent() ? "within a minute" : "soon, maybe within two minutes";
  }

  private static String soonest(Forecast forecast) {
    return forecast.earliest < Forecast.NEAREST_TOLD_MILLIS
        ? "seconds"
        : text("%d s", forecast.earliest / 1000);
  }

  private static String strained(String database, ConnectionView view) {
    return text(
        "%s saturates: calls %.1f× slower at %.1f× the usual traffic, %.0f of %.0f connections"
            + " used; it may run out within four minutes",
        database, view.strain, Math.max(1, view.traffic), view.used, view.limit);
  }

  private String refusing(
      DatabaseRule rule, ConnectionView view, boolean sustained, ConnectionState state) {
    String database = rule.id;
    if (sustained) {
      return text(
          "%s: retries alone keep it full, it will not heal, shed load; %s since %s UTC",
          database, refusals(state), clock(state.firstRefusedAt));
    }
    if (HeldIdle.allOf(view, rule, state)) {
      return text(
          "%s: calls are quick again, %.1f at a time, but idle environments hold all %.0f"
              + " connections: recycle them; %s since %s UTC",
          database,
          HeldIdle.running(view, state),
          view.limit,
          refusals(state),
          clock(state.firstRefusedAt));
    }
    if (Unexplained.isMost(view, state)) {
      return text(
          "%s refuses connections: %s since %s UTC; %.0f of %.0f explained: pools of about %.0f, or"
              + " something else holds the rest%s",
          database,
          refusals(state),
          clock(state.firstRefusedAt),
          view.explained,
          view.limit,
          Unexplained.each(view, rule, state),
          slow(view));
    }
    return text(
        "%s refuses connections: %s since %s UTC, %.0f of %.0f %s%s%s",
        database,
        refusals(state),
        clock(state.firstRefusedAt),
        Math.min(view.used, view.limit),
        view.limit,
        view.share() < settings.nearShare ? "explained so far" : "used",
        slow(view),
        fed(view.loop));
  }

  private static String refusals(ConnectionState state) {
    return counted(state.refused, "refusal");
  }

  String recovered(String database, ConnectionView view) {
    return text(
        "%s: no connection refused for %d s and growth has stopped; %.0f of %.0f used",
        database, settings.recoveryMillis / 1000, Math.min(view.used, view.limit), view.limit);
  }

  /** Of a database that the settings do not name. */
  String undeclared(String database, Loop loop, List<String> functions, ConnectionState state) {
    if (state.ofPool) {
      return emptyPools(database, names(functions, state), state);
    }
    if (state.refused == 0 && !state.readings.isEmpty()) {
      return text(
          "%s, not in the settings, is filling up ever faster: %d of %d connections",
          database, state.newestReading().connections, state.newestReading().maxConnections);
    }
    return text(
        "%s, not in the settings, refuses connections of %s at %d%s: %s since" + " %s UTC%s",
        database,
        names(functions, state),
        state.learnedLimit,
        UndeclaredDatabase.unsure(state)
            ? text(" to %d environments", UndeclaredDatabase.most(state))
            : state.learnedLimit == 1 ? " environment" : " environments",
        refusals(state),
        clock(state.firstRefusedAt),
        fed(loop));
  }

  /** Of a database that the settings do not name, and whose limit is known from before. */
  String learned(long end, String database, Outlook outlook) {
    String when = outlook.forecast == null ? "soon" : when(end, outlook.forecast);
    return text(
        "%s runs out of connections %s: %.0f of %.0f used, a limit learned on %s",
        database, when, outlook.view.used, outlook.view.limit, hour(outlook.database.learnedAt));
  }

  /** The one that was refused most, and how many besides. */
  private static String names(List<String> functions, ConnectionState state) {
    String loudest = UndeclaredDatabase.loudest(state);
    String first = functions.contains(loudest) ? loudest : functions.get(0);
    int others = functions.size() - 1;
    return others == 0 ? first : text("%s and %d more", first, others);
  }

  /** Calls want a connection that their own process has not. */
  private static String emptyPools(String database, String functions, ConnectionState state) {
    return text(
        "pools of connections to %s run empty inside %s: %s since %s UTC",
        database, functions, counted(state.poolEmpty, "line"), clock(state.firstRefusedAt));
  }

  String undeclaredRecovered(String database, List<String> functions, ConnectionState state) {
    return text(
        "%s, not in the settings: no connection of %s refused for %d s",
        database, names(functions, state), settings.recoveryMillis / 1000);
  }

  /** Do retries feed themselves? In a few words. */
  private String fed(Loop loop) {
    if (!loop.measured()) {
      return "";
    }
    if (loop.gain >= settings.loopGain) {
      return text("; retries double in %.0f s", loop.doublingSeconds());
    }
    return loop.damps()
        ? "; retries recede"
        : text("; %.0f %% of calls are retries", 100 * loop.share());
  }

  private static String slow(ConnectionView view) {
    return view.slowness >= SLOWER ? text(", calls %.1f× slower", view.slowness) : "";
  }

  /** A time that is hours away or days. */
  static String hour(long at) {
    return text("%s UTC", DAY_AND_CLOCK.format(Instant.ofEpochMilli(at)));
  }

  private static String clock(long time) {
    return CLOCK.format(Instant.ofEpochMilli(time));
  }
}
