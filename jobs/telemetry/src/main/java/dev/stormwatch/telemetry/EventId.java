package dev.stormwatch.telemetry;

import java.math.BigInteger;

/**
 * What a CloudWatch Logs event id tells. AWS does not document it; on all real ids at hand it is a
 * 56-digit number with the event's timestamp above bit 144 and the ingestion time in bits 80 to
 * 143, both epoch milliseconds. So it is believed only where the timestamp agrees.
 */
public final class EventId {

  /** The id does not tell. */
  public static final long UNKNOWN = -1;

  private static final int DIGITS = 56;
  private static final long TEN_YEARS_MILLIS = 10L * 365 * 24 * 3_600_000;

  private EventId() {}

  /**
   * When CloudWatch Logs took the event in.
   *
   * @return epoch milliseconds, or {@link #UNKNOWN}
   */
  public static long ingestionTime(String id, long eventTimestamp) {
    if (id.length() != DIGITS) {
      return UNKNOWN;
    }
    for (int i = 0; i < DIGITS; i++) {
      if (id.charAt(i) < '0' || id.charAt(i) > '9') {
        return UNKNOWN;
      }
    }
    BigInteger number = new BigInteger(id);
    if (number.shiftRight(144).longValue() != eventTimestamp) {
      return UNKNOWN;
    }
    long ingested = number.shiftRight(80).longValue();
    return Math.abs(ingested - eventTimestamp) < TEN_YEARS_MILLIS ? ingested : UNKNOWN;
  }
}
