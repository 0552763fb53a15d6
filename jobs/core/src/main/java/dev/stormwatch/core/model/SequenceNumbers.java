package dev.stormwatch.core.model;

import java.math.BigInteger;

/**
 * Sequence numbers of streams: whole numbers of up to 129 digits, written in decimal. They stay
 * text, which is exact, and are compared without being parsed.
 */
public final class SequenceNumbers {

  /** Longest that DynamoDB documents is 40 digits, Kinesis 129. */
  public static final int LONGEST = 129;

  private SequenceNumbers() {}

  /** Is it a decimal number of a length that AWS hands out? */
  public static boolean valid(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  public static int compare(String one, String other) {
    int from = digits(one);
    int otherFrom = digits(other);
    int byLength = Integer.compare(one.length() - from, other.length() - otherFrom);
    return byLength != 0 ? byLength : one.substring(from).compareTo(other.substring(otherFrom));
  }

  private static int digits(String text) {
    int from = 0;
    while (from < text.length() - 1 && text.charAt(from) == '0') {
      from++;
    }
    return from;
  }

  public static String max(String one, String other) {
    return compare(one, other) >= 0 ? one : other;
  }

  public static String min(String one, String other) {
    return compare(one, other) <= 0 ? one : other;
  }

  /** The lowest number that can come behind this one. */
  public static String after(String text) {
    return new BigInteger(text).add(BigInteger.ONE).toString();
  }
}
