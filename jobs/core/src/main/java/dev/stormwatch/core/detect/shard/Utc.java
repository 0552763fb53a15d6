package dev.stormwatch.core.detect.shard;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times in messages. */
final class Utc {

  private Utc() {}

  static String text(long epochMillis) {
    return Instant.ofEpochMilli(epochMillis).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
