package dev.stormwatch.bench.corpus;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as the platform and the loggers write them. */
final class Times {

  private static final DateTimeFormatter MILLIS = utc("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");
  private static final DateTimeFormatter SECONDS = utc("yyyy-MM-dd'T'HH:mm:ss'Z'");
  private static final DateTimeFormatter CLOCK = utc("yyyy-MM-dd HH:mm:ss");
  private static final DateTimeFormatter POWERTOOLS = utc("yyyy-MM-dd HH:mm:ss,SSS'+0000'");

  private Times() {}

  private static DateTimeFormatter utc(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  static String millis(long at) {
    return MILLIS.format(Instant.ofEpochMilli(at));
  }

  static String seconds(long at) {
    return SECONDS.format(Instant.ofEpochMilli(at));
  }

  static String clock(long at) {
    return CLOCK.format(Instant.ofEpochMilli(at));
  }

  static String powertools(long at) {
    return POWERTOOLS.format(Instant.ofEpochMilli(at));
  }

  /** Hundredths of a millisecond as a REPORT line has them. */
  static String decimal(long hundredths) {
    return hundredths / 100 + "." + (hundredths / 10 % 10) + hundredths % 10;
  }
}
