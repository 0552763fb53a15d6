package dev.stormwatch.core.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A 64-bit hash of text, taken over its UTF-8 bytes eight at a time: every log line's request id is
 * hashed, so a byte at a time would show in the cost of decoding. Each step is a bijection of what
 * it adds, and MurmurHash3's mixer at the end makes every bit usable.
 */
public final class Hash64 {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long STEP = 0x9E3779B97F4A7C15L;

  private Hash64() {}

  public static long of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return of(bytes, 0, bytes.length);
  }

  /** The hash of the text whose UTF-8 bytes these are. */
  public static long of(byte[] bytes, int from, int length) {
    long hash = length;
    int at = from;
    int end = from + length;
    for (; at + 8 <= end; at += 8) {
      hash = step(hash, (long) LONG.get(bytes, at));
    }
    if (at < end) {
      long rest = 0;
      for (int shift = 0; at < end; at++, shift += 8) {
        rest |= (bytes[at] & 0xFFL) << shift;
      }
      hash = step(hash, rest);
    }
    return mix(hash);
  }

  /** A hash of a hash and a number. */
  public static long of(long hash, long number) {
    return mix(step(hash, number));
  }

  private static long step(long hash, long word) {
    long next = (Long.rotateLeft(hash, 29) ^ word) * STEP;
    return next ^ next >>> 32;
  }

  private static long mix(long value) {
    long h = value;
    h = (h ^ h >>> 33) * 0xFF51AFD7ED558CCDL;
    h = (h ^ h >>> 33) * 0xC4CEB9FE1A85EC53L;
    return h ^ h >>> 33;
  }
}
