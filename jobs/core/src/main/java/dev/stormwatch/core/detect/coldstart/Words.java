package dev.stormwatch.core.detect.coldstart;

import java.math.BigDecimal;
import java.util.Locale;

/** Numbers as people read them. */
final class Words {

  private Words() {}

  static String duration(long micros) {
    return micros >= 1_000_000
        ? text("%.1f s", micros / 1e6)
        : text("%d ms", Math.round(micros / 1000.0));
  }

  static String percent(double share) {
    return share < 0.1 ? text("%.1f %%", share * 100) : text("%.0f %%", share * 100);
  }

  /** Without the exponent that prices this small would get. */
  static String plain(double price) {
    return BigDecimal.valueOf(price).toPlainString();
  }

  static String text(String format, Object... args) {
    return String.format(Locale.ROOT, format, args);
  }
}
