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

  private static final long TEN_TO_8 = 100_000_000;
  private static final long TEN_TO_16 = TEN_TO_8 * TEN_TO_8;
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
   * <p>The number has up to 187 bits, kept in three words. Eight digits are read at a time, and all
   * but the first group are taken in two by two, as sixteen more digits.
   */
  static long ingestionTime(byte[] id, int from, long eventTimestamp) {
    long wrong = 0;
    for (int at = from; at < from + DIGITS; at += 8) {
      wrong |= Words.notDigits(Words.at(id, at));
    }
    if (wrong != 0) {
      return UNKNOWN;
    }
    long low = Words.number(Words.at(id, from));
    long middle = 0;
    long high = 0;
    for (int at = from + 8; at < from + DIGITS; at += 16) {
      long digits = Words.number(Words.at(id, at)) * TEN_TO_8 + Words.number(Words.at(id, at + 8));
      high = high * TEN_TO_16 + highOfTimes(middle);
      long product = middle * TEN_TO_16;
      middle = product + highOfTimes(low);
      high += carry(middle, product);
      product = low * TEN_TO_16;
      low = product + digits;
      long over = carry(low, product);
      middle += over;
      high += over & (middle == 0 ? 1 : 0);
    }
    // Bit 144 is bit 16 of the highest word, bit 80 is bit 16 of the middle one.
    long timestamp = high >>> 16;
    long ingested = high << 48 | middle >>> 16;
    if (timestamp != eventTimestamp) {
      return UNKNOWN;
    }
    boolean near = ingested >= 0 && Math.abs(ingested - eventTimestamp) < TEN_YEARS_MILLIS;
    return near ? ingested : UNKNOWN;
  }

  /** The upper half of an unsigned word times {@link #TEN_TO_16}. */
  private static long highOfTimes(long word) {
    return Math.multiplyHigh(word, TEN_TO_16) + (word >> 63 & TEN_TO_16);
  }

  private static long carry(long sum, long addend) {
    return Long.compareUnsigned(sum, addend) < 0 ? 1 : 0;
  }
}
