package dev.stormwatch.core.detect.cost;

import static dev.stormwatch.core.detect.Wording.text;

import dev.stormwatch.core.detect.cost.CostModel.Comparison;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Sums and dates as people read them. */
final class Words {

  private Words() {}

  static String usd(double sum) {
    return sum >= 1000 ? text("%,.0f USD", sum) : text("%.2f USD", sum);
  }

  /** Without the exponent that prices this small would get. */
  static String price(double price) {
    return BigDecimal.valueOf(price).stripTrailingZeros().toPlainString();
  }

  /** The day in UTC. */
  static String date(long epochMillis) {
    return Instant.ofEpochMilli(epochMillis).atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }

  /** The minute of the day in UTC. */
  static String minute(long epochMillis) {
    return Instant.ofEpochMilli(epochMillis)
        .atOffset(ZoneOffset.UTC)
        .toLocalTime()
        .truncatedTo(ChronoUnit.MINUTES)
        .toString();
  }

  /** What containers cost a day, as a band where the processor share is not known. */
  static String containers(Comparison day) {
    return band(day.waiting.usdPerDay, day.computing.usdPerDay);
  }

  static String containersMonth(Comparison day) {
    return band(
        CrossoverRule.DAYS_PER_MONTH * day.waiting.usdPerDay,
        CrossoverRule.DAYS_PER_MONTH * day.computing.usdPerDay);
  }

  private static String band(double low, double high) {
    return high - low < 0.005 ? usd(low) : text("%.2f to ", low) + usd(high);
  }
}
