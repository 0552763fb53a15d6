package dev.stormwatch.telemetry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Bytes eight at a time: a long holds eight characters, the first in its lowest byte, and a handful
 * of instructions answers a question about all of them.
 *
 * <p>The test used throughout is for bytes that are zero. {@code (v - ONES) & ~v & HIGH} has the
 * high bit set in each byte of {@code v} that is zero; by a borrow it may also be set in a byte of
 * value 1 right above a zero one. So its lowest hit is always right and an answer "none" is always
 * right; what needs more checks the byte itself.
 */
final class Words {

  static final long ONES = 0x0101010101010101L;
  static final long HIGH = 0x8080808080808080L;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ZEROS = ONES * '0';
  private static final long NINES_TO_HIGH = ONES * 0x76;

  private static final long FROM_0 = ONES * (0x80 - '0');
  private static final long BEYOND_9 = ONES * (0x80 - '9' - 1);
  private static final long FROM_A = ONES * (0x80 - 'a');
  private static final long BEYOND_F = ONES * (0x80 - 'g');

  private Words() {}

  /** Eight bytes of an array, which must hold as many from there on. */
  static long at(byte[] bytes, int index) {
    return (long) LONG.get(bytes, index);
  }

  /** Sets eight bytes of an array. */
  static void set(byte[] bytes, int index, long word) {
    LONG.set(bytes, index, word);
  }

  /** The long that eight ASCII characters make. */
  static long of(String eight) {
    byte[] bytes = eight.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length != 8) {
      throw new IllegalArgumentException('"' + eight + "\" is not eight characters long");
    }
    return at(bytes, 0);
  }

  /** Not zero where a byte is no decimal digit. */
  static long notDigits(long word) {
    long value = word ^ ZEROS;
    return (value + NINES_TO_HIGH | value) & HIGH;
  }

  /** How many of the eight bytes are decimal digits before the first that is none. */
  static int leadingDigits(long word) {
    return Long.numberOfTrailingZeros(notDigits(word)) >>> 3;
  }

  /** The first bytes of a word moved to its end, behind as many zeros in digits as they leave. */
  static long lastOf(long word, int bytes) {
    int shift = 64 - 8 * bytes;
    return shift == 0 ? word : word << shift | ZEROS >>> 64 - shift;
  }

  /** The number that eight decimal digits make, the first being the highest. */
  static long number(long eightDigits) {
    long pairs = (eightDigits - ZEROS) * (1 + (10 << 8)) >>> 8 & 0x00FF00FF00FF00FFL;
    long fours = pairs * (1 + (100 << 16)) >>> 16 & 0x0000FFFF0000FFFFL;
    return fours * (1 + (10_000L << 32)) >>> 32;
  }

  /** The number that eight hexadecimal digits in lower case make, the first being the highest. */
  static long hex(long eightDigits) {
    long letters = eightDigits >>> 6 & ONES;
    long digits = (eightDigits & ONES * 0xF) + letters * 9;
    long pairs = (digits << 4 | digits >>> 8) & 0x00FF00FF00FF00FFL;
    long fours = (pairs << 8 | pairs >>> 16) & 0x0000FFFF0000FFFFL;
    return (fours << 16 | fours >>> 32) & 0xFFFFFFFFL;
  }

  /** Not zero where a byte is no hexadecimal digit in lower case. */
  static long notHex(long word) {
    long digit = word + FROM_0 & ~(word + BEYOND_9);
    long letter = word + FROM_A & ~(word + BEYOND_F);
    return (word | ~(digit | letter)) & HIGH;
  }
}
