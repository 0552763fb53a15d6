package dev.stormwatch.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A piece of ASCII text that bytes are compared with, a machine word at a time. */
final class Literal {

  private static final int MOST_BYTES = 48;

  final int length;
  private final long[] words;
  private final long first;
  private final long firstMask;
  private final long lastMask;

  private Literal(String text) {
    if (text.isEmpty() || text.length() > MOST_BYTES) {
      throw new IllegalArgumentException(text + " has not 1 to " + MOST_BYTES + " characters");
    }
    length = text.length();
    byte[] bytes = Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), MOST_BYTES);
    words = new long[(length + 7) / 8];
    for (int i = 0; i < words.length; i++) {
      words[i] = Words.at(bytes, 8 * i);
    }
    lastMask = -1L >>> 64 - 8 * (length - 8 * (words.length - 1));
    first = words[0];
    firstMask = words.length == 1 ? lastMask : -1L;
  }

  static Literal of(String text) {
    return new Literal(text);
  }

  static Literal[] of(String... texts) {
    return Arrays.stream(texts).map(Literal::new).toArray(Literal[]::new);
  }

  int firstByte() {
    return (int) (first & 0xFF);
  }

  /**
   * Does it stand there?
   *
   * @param bytes with {@link Inflate#PADDING} readable bytes behind the place
   */
  boolean standsAt(byte[] bytes, int at) {
    if (((Words.at(bytes, at) ^ first) & firstMask) != 0) {
      return false;
    }
    int last = words.length - 1;
    for (int i = 1; i < last; i++) {
      if (Words.at(bytes, at + 8 * i) != words[i]) {
        return false;
      }
    }
    return last == 0 || ((Words.at(bytes, at + 8 * last) ^ words[last]) & lastMask) == 0;
  }
}
