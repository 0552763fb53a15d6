package dev.stormwatch.core.notify;

import dev.stormwatch.core.incident.Alert;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times in words, all of them UTC. */
final class PageTime {

  private static final long MINUTE = 60_000;
  private static final long DAY = 24 * 60 * MINUTE;

  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private PageTime() {}

  static String of(long at) {
    return TIME.format(Instant.ofEpochMilli(at));
  }

  /** The day is named if it is not that of the decision: a loss of tomorrow is none of today. */
  static String of(long at, Alert alert) {
    boolean sameDay = Math.floorDiv(at, DAY) == Math.floorDiv(alert.decidedAt, DAY);
    return sameDay ? of(at) : withDay(at);
  }

  static String withDay(long at) {
    return DAY_AND_TIME.format(Instant.ofEpochMilli(at));
  }

  static String length(long millis) {
    long minutes = millis / MINUTE;
    if (minutes < 2) {
      return Math.max(0, millis / 1000) + " s";
    }
    if (minutes >= 2 * DAY / MINUTE) {
      return minutes / (DAY / MINUTE) + " days";
    }
    return minutes < 120 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
  }
}
