package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.settings.PriceSettings;
import java.io.Serializable;
import java.util.Locale;

/** What calls cost. */
final class Bill implements Serializable {

  private static final long serialVersionUID = 1L;

  static final long HOUR_MILLIS = 3_600_000;

  static final double HOURS_A_MONTH = 730;

  /** When somebody would find it without being woken, hour of the day in UTC. */
  static final int MORNING = 8;

  private final PriceSettings prices;

  Bill(PriceSettings prices) {
    this.prices = prices;
  }

  double cost(double calls, double gigabyteSeconds) {
    return gigabyteSeconds * prices.lambdaGbSecond + calls * prices.requestsPerMillion / 1e6;
  }

  static long morning(long end) {
    long day = 24 * HOUR_MILLIS;
    long today = Math.floorDiv(end, day) * day + MORNING * HOUR_MILLIS;
    return today > end ? today : today + day;
  }

  static String money(double dollars) {
    String format = dollars >= 100 ? "%.0f" : dollars >= 1 ? "%.2f" : "%.4f";
    return String.format(Locale.ROOT, format, dollars);
  }
}
