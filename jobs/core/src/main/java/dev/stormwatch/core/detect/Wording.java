package dev.stormwatch.core.detect;

import java.util.Locale;

/** How what detectors found is put into words: the same on every machine. */
public final class Wording {

  private static final long MINUTE = 60_000;

  private Wording() {}

  /** {@link String#format(Locale, String, Object...)}, whatever the machine's locale. */
  public static String text(String format, Object... args) {
    return String.format(Locale.ROOT, format, args);
  }

  /** A number of things, of which one is told as one. */
  public static String counted(long n, String what) {
    return counted(n, what, what + "s");
  }

  /** The same of what has a plural of its own. */
  public static String counted(long n, String one, String many) {
    return text("%,d %s", n, n == 1 ? one : many);
  }

  /** A rate, with as many digits as tell it from none: two of what is less than ten. */
  public static String rate(double perSecond) {
    return text(perSecond < 1 ? "%.2f" : perSecond < 10 ? "%.1f" : "%,.0f", perSecond);
  }

  /** A length of time in the unit that people would use, of seconds, minutes and hours. */
  public static String duration(long millis) {
    if (millis < 2 * MINUTE) {
      return text("%d s", millis / 1000);
    }
    return millis < 120 * MINUTE
        ? text("%d min", millis / MINUTE)
        : text("%.1f h", millis / 3_600_000.0);
  }
}
