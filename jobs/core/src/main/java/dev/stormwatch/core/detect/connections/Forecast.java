package dev.stormwatch.core.detect.connections;

import org.jspecify.annotations.Nullable;

/** When the limit will be reached, counted from the end of the slot, with a band. */
final class Forecast {

  /**
   * A function gains at most a thousand environments in ten seconds (Lambda Developer Guide,
   * "Lambda scaling behavior").
   */
  private static final double ENVIRONMENTS_PER_SECOND = 100;

  /** Milliseconds from now; {@link Long#MAX_VALUE} for never. */
  final long millis;

  final long earliest;
  final long latest;

  /** By the latest growth alone, which is what makes it urgent; what is told is more sober. */
  private final long urgent;

  private Forecast(long millis, long earliest, long latest, long urgent) {
    this.millis = millis;
    this.earliest = earliest;
    this.latest = latest;
    this.urgent = urgent;
  }

  /**
   * At a constant growth.
   *
   * @param sober growth for the time that is told
   * @param delayMillis how old what is known is
   */
  static Forecast linear(double free, Trend trend, double sober, long delayMillis) {
    return new Forecast(
        millis(Trend.seconds(free, sober), delayMillis),
        millis(Trend.seconds(free, trend.high), delayMillis),
        millis(Trend.seconds(free, trend.low), delayMillis),
        millis(Trend.seconds(free, trend.slope), delayMillis));
  }

  /** At a growth in proportion to what is there. */
  static Forecast growing(double held, double limit, Trend trend, double sober, long delayMillis) {
    return new Forecast(
        millis(Trend.secondsGrowing(held, limit, sober), delayMillis),
        millis(Trend.secondsGrowing(held, limit, trend.high), delayMillis),
        millis(Trend.seconds(limit - held, trend.low), delayMillis),
        millis(Trend.secondsGrowing(held, limit, trend.slope), delayMillis));
  }

  private static long millis(double seconds, long delayMillis) {
    return seconds >= 1e9 ? Long.MAX_VALUE : Math.max(0, (long) (seconds * 1000) - delayMillis);
  }

  /** The same time, as urgent as one so many times nearer: of what is told once a minute. */
  Forecast reaching(int horizons) {
    return new Forecast(millis, earliest, latest, urgent / horizons);
  }

  /**
   * No earlier than Lambda can make the environments.
   *
   * @param free connections
   * @param each connections of an environment
   */
  Forecast scaling(double free, long each, int functions, long delayMillis) {
    long soonest =
        millis(free / (ENVIRONMENTS_PER_SECOND * each * Math.max(1, functions)), delayMillis);
    return new Forecast(
        Math.max(millis, soonest), Math.max(earliest, soonest), Math.max(latest, soonest), urgent);
  }

  boolean within(long horizonMillis) {
    return urgent <= horizonMillis;
  }

  static @Nullable Forecast soonest(@Nullable Forecast one, @Nullable Forecast other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.urgent <= other.urgent ? one : other;
  }
}
