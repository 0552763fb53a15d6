package dev.stormwatch.core.detect.coldstart;

import static dev.stormwatch.core.detect.Wording.text;

import java.math.BigDecimal;

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
}
