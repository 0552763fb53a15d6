package dev.stormwatch.core.detect.connections;

import org.jspecify.annotations.Nullable;

/** When the limit will be reached, counted from the end of the slot, with a band. */
final class Forecast {

  /** What it rests on. */
  final String basis;

  /** Milliseconds from now; {@link Long#MAX_VALUE} for never. */
  final long millis;

  final long earliest;
  final long latest;

  private Forecast(String basis, long millis, long earliest, long latest) {
    this.basis = basis;
    this.millis = millis;
    this.earliest = earliest;
    this.latest = latest;
  }

  /**
   * @param delayMillis how old what is known is
   */
  static Forecast linear(String basis, double free, Trend trend, long delayMillis) {
    return new Forecast(
        basis,
        millis(Trend.seconds(free, trend.slope), delayMillis),
        millis(Trend.seconds(free, trend.high), delayMillis),
        millis(Trend.seconds(free, trend.low), delayMillis));
  }

  static Forecast growing(String basis, double held, double limit, Trend trend, long delayMillis) {
    return new Forecast(
        basis,
        millis(Trend.secondsGrowing(held, limit, trend.slope), delayMillis),
        millis(Trend.secondsGrowing(held, limit, trend.high), delayMillis),
        millis(Trend.seconds(limit - held, trend.low), delayMillis));
  }

  private static long millis(double seconds, long delayMillis) {
    return seconds >= 1e9 ? Long.MAX_VALUE : Math.max(0, (long) (seconds * 1000) - delayMillis);
  }

  /** The same time, as urgent as one half as far: for what is told once a minute. */
  Forecast halved() {
    return millis == Long.MAX_VALUE ? this : new Forecast(basis, millis / 2, earliest, latest);
  }

  static @Nullable Forecast soonest(@Nullable Forecast one, @Nullable Forecast other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.millis <= other.millis ? one : other;
  }
}
