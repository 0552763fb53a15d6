package dev.stormwatch.telemetry;

/**
 * What a CloudWatch Logs event id tells. AWS does not document it; on all real ids at hand it is a
 * 56-digit number with the event's timestamp above bit 144 and the ingestion time in bits 80 to
 * 143, both epoch milliseconds. So it is believed only where the timestamp agrees.
 */
public final class EventId {

  /** The id does not tell. */
  public static final long UNKNOWN = -1;

  static final int DIGITS = 56;

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
    byte[] digits = new byte[DIGITS];
    for (int i = 0; i < DIGITS; i++) {
      char c = id.charAt(i);
      digits[i] = c < 128 ? (byte) c : 0;
    }
    return ingestionTime(digits, 0, eventTimestamp);
  }

  /**
   * The same of an id of {@link #DIGITS} bytes.
   *
   * <p>Four groups of 14 digits make a number of 192 bits, kept as six of 32.
   */
  static long ingestionTime(byte[] id, int from, long eventTimestamp) {
    long w0 = 0;
    long w1 = 0;
    long w2 = 0;
    long w3 = 0;
    long w4 = 0;
    long w5 = 0;
    for (int group = 0; group < 4; group++) {
      long digits = 0;
      for (int i = from + 14 * group; i < from + 14 * (group + 1); i++) {
        int digit = id[i] - '0';
        if (digit < 0 || digit > 9) {
          return UNKNOWN;
        }
        digits = digits * 10 + digit;
      }
      // Times 10^14, in two steps so that no product leaves 64 bits.
      for (int step = 0; step < 2; step++) {
        w0 = w0 * 10_000_000;
        w1 = w1 * 10_000_000 + (w0 >>> 32);
        w2 = w2 * 10_000_000 + (w1 >>> 32);
        w3 = w3 * 10_000_000 + (w2 >>> 32);
        w4 = w4 * 10_000_000 + (w3 >>> 32);
        w5 = w5 * 10_000_000 + (w4 >>> 32);
        w0 &= 0xFFFFFFFFL;
        w1 &= 0xFFFFFFFFL;
        w2 &= 0xFFFFFFFFL;
        w3 &= 0xFFFFFFFFL;
        w4 &= 0xFFFFFFFFL;
      }
      w0 += digits & 0xFFFFFFFFL;
      w1 += (digits >>> 32) + (w0 >>> 32);
      w2 += w1 >>> 32;
      w3 += w2 >>> 32;
      w4 += w3 >>> 32;
      w5 += w4 >>> 32;
      w0 &= 0xFFFFFFFFL;
      w1 &= 0xFFFFFFFFL;
      w2 &= 0xFFFFFFFFL;
      w3 &= 0xFFFFFFFFL;
      w4 &= 0xFFFFFFFFL;
    }
    // Bit 144 is bit 16 of the fifth word, bit 80 is bit 16 of the third.
    long timestamp = w5 << 16 | w4 >>> 16;
    long ingested = (w4 & 0xFFFF) << 48 | w3 << 16 | w2 >>> 16;
    if (timestamp != eventTimestamp) {
      return UNKNOWN;
    }
    boolean near = ingested >= 0 && Math.abs(ingested - eventTimestamp) < TEN_YEARS_MILLIS;
    return near ? ingested : UNKNOWN;
  }
}
