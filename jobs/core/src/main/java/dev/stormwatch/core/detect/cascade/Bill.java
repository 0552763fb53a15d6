package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.settings.PriceSettings;
import java.io.Serializable;
import java.util.Locale;

/** What a cascade costs: so far, in an hour, by the morning. */
final class Bill implements Serializable {

  private static final long serialVersionUID = 1L;

  static final long HOUR_MILLIS = 3_600_000;

  /** When somebody would find it without being woken, hour of the day in UTC. */
  static final int MORNING = 8;

  private final PriceSettings prices;

  Bill(PriceSettings prices) {
    this.prices = prices;
  }

  /** Calls a second over the last minute; of a younger one, as far as it has been told. */
  static double perSecond(Cascade cascade, CascadeState state) {
    return cascade.path.stream()
        .map(state.members::get)
        .mapToDouble(member -> member == null ? 0 : perSecond(member, cascade, state))
        .sum();
  }

  private static double perSecond(Member member, Cascade cascade, CascadeState state) {
    long now = state.end - LoopRule.SETTLE_SECONDS;
    double settled = member.count(now - 60, now) / 60.0;
    long age = Math.max(1, Math.min(60, state.end - cascade.since));
    return Math.max(settled, member.count(state.end - age, state.end) / (double) age);
  }

  double perHour(Cascade cascade, CascadeState state) {
    double cost = 0;
    for (String name : cascade.path) {
      Member member = state.members.get(name);
      if (member != null) {
        double calls = perSecond(member, cascade, state) * 3600;
        cost += cost(calls, calls * member.gigabyteSecondsPerCall());
      }
    }
    return cost;
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
