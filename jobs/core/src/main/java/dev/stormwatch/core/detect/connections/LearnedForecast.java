package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.settings.ConnectionSettings;
import dev.stormwatch.core.settings.DatabaseRule;
import dev.stormwatch.core.settings.Settings;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Will a database that nobody declared refuse again? As of a declared one, with the limit that
 * {@link InferredDatabase} learned, once there was room since it refused last. That can be said
 * when the environments that it refused are gone; before, what comes is the same storm. Strain says
 * nothing here: it is a matter of how much is free, which a limit that was only learned tells too
 * roughly.
 */
final class LearnedForecast implements Serializable {

  private static final long serialVersionUID = 1L;

  /** What is to come of it. */
  static final class Outlook {
    final InferredDatabase database;
    final DatabaseRule rule;
    final ConnectionView view;

    /** Null while nothing says that it will refuse soon. */
    final @Nullable Forecast forecast;

    Outlook(
        InferredDatabase database,
        DatabaseRule rule,
        ConnectionView view,
        @Nullable Forecast forecast) {
      this.database = database;
      this.rule = rule;
      this.view = view;
      this.forecast = forecast;
    }
  }

  private final ConnectionSettings settings;
  private final long slotMillis;
  private final long idleMillis;
  private final ForecastRule forecasts;

  LearnedForecast(Settings settings) {
    this.settings = settings.connections;
    this.slotMillis = settings.clock.slotMillis;
    this.idleMillis = settings.environmentIdleMillis;
    this.forecasts = new ForecastRule(settings.connections);
  }

  /**
   * Null while no limit is known.
   *
   * @param refused lines of the window by which it refuses
   */
  @Nullable Outlook judge(long end, ConnectionState state, long refused) {
    InferredDatabase database = state.inferred;
    if (database == null || database.estate.panes.isEmpty()) {
      return null;
    }
    ConnectionState estate = database.estate;
    // Environments that it refused hold nothing, and count until they are gone.
    boolean counted = refused == 0 && end - database.refusedAt > idleMillis;
    if (counted) {
      database.environments = Math.max(database.environments, Math.round(estate.newest().held));
      database.gauge(estate.readings);
    } else {
      estate.readings.clear();
    }
    DatabaseRule rule = database.rule();
    ConnectionView view = new ConnectionView(end, estate, Loop.NONE, rule, settings, slotMillis);
    database.relieved |= counted && view.share() < settings.nearShare;
    boolean settled = database.relieved && end >= estate.judgedFrom;
    Forecast forecast = settled ? forecasts.forecast(view, rule, estate) : null;
    boolean imminent = forecast != null && forecast.within(settings.horizonMillis);
    estate.forecastSlots = imminent ? estate.forecastSlots + 1 : 0;
    boolean expected = estate.forecastSlots >= settings.sustainSlots;
    return new Outlook(database, rule, view, expected ? forecast : null);
  }
}
