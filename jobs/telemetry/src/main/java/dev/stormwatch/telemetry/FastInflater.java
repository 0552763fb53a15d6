package dev.stormwatch.telemetry;

import static dev.stormwatch.telemetry.DeflateCode.DISTANCES;
import static dev.stormwatch.telemetry.DeflateCode.DISTANCE_MASK;
import static dev.stormwatch.telemetry.DeflateCode.END;
import static dev.stormwatch.telemetry.DeflateCode.LITERAL_MASK;
import static dev.stormwatch.telemetry.DeflateCode.SPECIAL;
import static dev.stormwatch.telemetry.DeflateCode.SUBTABLE;
import static dev.stormwatch.telemetry.DeflateCode.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Inflates one raw DEFLATE stream (RFC 1951) that lies whole in memory into a buffer that takes it
 * whole. {@link java.util.zip.Inflater} must be able to stop after any byte, keeps a window of its
 * own for that and is called across JNI; none of it is needed for a log record.
 *
 * <p>A DEFLATE block is a sequence of literals and matches ("copy {@code length} bytes from {@code
 * distance} back") in two prefix codes of its own, which {@link BlockHeader} reads. The entries of
 * a {@link DeflateCode}, tables built by doubling, and a loop that checks for no end while both are
 * far are ideas of libdeflate (Eric Biggers). What differs is due to the JVM, whose compiler has
 * few registers to give and moves what does not fit to and fro on every turn: the place in the
 * input is one bit number instead of a buffer, a count and an index; both codes share one array;
 * masks are constants, for small records too; and a turn handles one entry, since three literals in
 * a row were slower, though an entry may stand for two of them.
 *
 * <p>What zlib rejects is rejected: over-subscribed and incomplete codes (but for a single code of
 * one bit), repeats of nothing, symbols that do not exist, distances before the first byte. The
 * work is bounded by the bytes consumed and written, and nothing is allocated after construction.
 * Not safe for concurrent use.
 */
final class FastInflater {

  /** No stream that an encoder writes. */
  static final int CORRUPT = -1;

  /** The input ends before the stream does. */
  static final int TRUNCATED = -2;

  /** The stream holds more than fits; call again with more room, from the start. */
  static final int FULL = -3;

  /** Where a bit's number no longer fits an {@code int}. */
  private static final int MAX_INPUT = Integer.MAX_VALUE >>> 3;

  private static final int END_OF_BLOCK = 0;
  private static final int NEAR_AN_END = 1;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  /** A turn consumes at most 48 bits and then reads 8 bytes. */
  private static final int FAST_INPUT = 16;

  /** A turn writes at most the longest match. */
  private static final int FAST_OUTPUT = 258;

  private static final byte[] NOTHING = {};

  private final BlockHeader header = new BlockHeader();
  private byte[] in = NOTHING;

  /** Number of the next bit to consume, and of the one after the last. */
  private int at;

  private int atEnd;
  private byte[] out = NOTHING;
  private int outStart;
  private int outPosition;
  private int outLimit;

  /**
   * Inflates the stream that begins at {@code in[from]} and ends before {@code in[to]}, where other
   * bytes may follow it. Writes from {@code out[outStart]} on, never at or after {@code
   * out[outLimit]}; what it leaves between the result's end and the limit is undefined. It is
   * fastest when there are at least 258 bytes more than the result needs.
   *
   * @return how many bytes it wrote, or {@link #CORRUPT}, {@link #TRUNCATED} or {@link #FULL}
   */
  int inflate(byte[] in, int from, int to, byte[] out, int outStart, int outLimit) {
    Objects.checkFromToIndex(from, to, in.length);
    Objects.checkFromToIndex(outStart, outLimit, out.length);
    if (to > MAX_INPUT) {
      throw new IllegalArgumentException("more than " + MAX_INPUT + " bytes of input");
    }
    this.in = in;
    this.at = from << 3;
    this.atEnd = to << 3;
    this.out = out;
    this.outStart = outStart;
    this.outPosition = outStart;
    this.outLimit = outLimit;
    int result = blocks();
    this.in = NOTHING;
    this.out = NOTHING;
    return result < 0 ? result : outPosition - outStart;
  }

  /** Index of the byte after the stream, once it is inflated. */
  int consumed() {
    return (at + 7) >>> 3;
  }

  private int blocks() {
    boolean last;
    do {
      if (atEnd - at < 3) {
        return TRUNCATED;
      }
      int bits = (int) Bits.from(in, at, atEnd);
      at += 3;
      last = (bits & 1) != 0;
      int type = bits >>> 1 & 3;
      int result = CORRUPT;
      if (type == 0) {
        result = stored();
      } else if (type == 1) {
        result = symbols(DeflateCode.FIXED);
      } else if (type == 2) {
        result = header.read(in, at, atEnd);
        if (result >= 0) {
          at = result;
          result = symbols(header.table());
        }
      }
      if (result < 0) {
        return result;
      }
    } while (!last);
    return 0;
  }

  private int stored() {
    int index = (at + 7) >>> 3;
    int left = (atEnd >>> 3) - index - 4;
    if (left < 0) {
      return TRUNCATED;
    }
    int length = in[index] & 0xFF | (in[index + 1] & 0xFF) << 8;
    int complement = in[index + 2] & 0xFF | (in[index + 3] & 0xFF) << 8;
    if (length != (complement ^ 0xFFFF)) {
      return CORRUPT;
    }
    if (length > left) {
      return TRUNCATED;
    }
    if (length > outLimit - outPosition) {
      return FULL;
    }
    System.arraycopy(in, index + 4, out, outPosition, length);
    outPosition += length;
    at = (index + 4 + length) << 3;
    return 0;
  }

  private int symbols(int[] table) {
    int result = symbolsFarFromTheEnds(table);
    return result == NEAR_AN_END ? symbolsNearAnEnd(table) : result;
  }

  private int symbolsFarFromTheEnds(int[] table) {
    byte[] in = this.in;
    byte[] out = this.out;
    int outStart = this.outStart;
    int lastAt = atEnd - (FAST_INPUT << 3);
    int lastPosition = outLimit - FAST_OUTPUT;
    int at = this.at;
    int position = outPosition;
    if (at > lastAt || position > lastPosition) {
      return NEAR_AN_END;
    }
    int result = NEAR_AN_END;
    long bits = (long) LONGS.get(in, at >>> 3) >>> (at & 7);
    int entry = table[(int) bits & LITERAL_MASK];
    do {
      // A loop of its own: left to the compiler, the layout of one loop with two ways through it
      // depends on the records met first, and cost small ones a fifth.
      while (entry < 0) {
        // One byte or two: what is too much is written over.
        SHORTS.set(out, position, (short) (entry >>> 16 & 0x7FFF));
        position += 1 + (entry >>> DeflateCode.PAIR_SHIFT & 1);
        // Shifts take the low bits of their distance, which is what an entry's are for.
        bits >>>= entry;
        at += entry & 63;
        entry = table[(int) bits & LITERAL_MASK];
        bits = (long) LONGS.get(in, at >>> 3) >>> (at & 7);
        if (((lastAt - at) | (lastPosition - position)) < 0) {
          this.at = at;
          outPosition = position;
          return NEAR_AN_END;
        }
      }
      if ((entry & SPECIAL) != 0) {
        if ((entry & SUBTABLE) != 0) {
          entry = table[value(entry, (int) bits)];
          if (entry < 0) {
            continue;
          }
        }
        if ((entry & SPECIAL) != 0) {
          at += entry & 63;
          result = (entry & END) != 0 ? END_OF_BLOCK : CORRUPT;
          break;
        }
      }
      int length = value(entry, (int) bits);
      bits >>>= entry;
      at += entry & 63;
      entry = table[DISTANCES + ((int) bits & DISTANCE_MASK)];
      if ((entry & SPECIAL) != 0) {
        if ((entry & SUBTABLE) != 0) {
          entry = table[value(entry, (int) bits)];
        }
        if ((entry & SPECIAL) != 0) {
          result = CORRUPT;
          break;
        }
      }
      int distance = value(entry, (int) bits);
      at += entry & 63;
      bits = (long) LONGS.get(in, at >>> 3) >>> (at & 7);
      entry = table[(int) bits & LITERAL_MASK];
      int source = position - distance;
      if (source < outStart) {
        result = CORRUPT;
        break;
      }
      int end = position + length;
      if (distance >= 8 && length <= 32) {
        // More than most matches need, and no branch to predict.
        LONGS.set(out, position, (long) LONGS.get(out, source));
        LONGS.set(out, position + 8, (long) LONGS.get(out, source + 8));
        LONGS.set(out, position + 16, (long) LONGS.get(out, source + 16));
        LONGS.set(out, position + 24, (long) LONGS.get(out, source + 24));
      } else {
        copy(out, source, position, end);
      }
      position = end;
    } while (((lastAt - at) | (lastPosition - position)) >= 0);
    this.at = at;
    outPosition = position;
    return result;
  }

  /**
   * Copies what is long or overlaps: each call doubles the distance that can be copied at once. As
   * a loop of eight bytes each it was inlined, and cost the caller a third of its speed.
   */
  private static void copy(byte[] out, int source, int position, int end) {
    while (position < end) {
      int n = Math.min(position - source, end - position);
      System.arraycopy(out, source, out, position, n);
      position += n;
    }
  }

  private int symbolsNearAnEnd(int[] table) {
    while (true) {
      long bits = Bits.from(in, at, atEnd);
      int entry = table[(int) bits & LITERAL_MASK];
      if ((entry & SUBTABLE) != 0) {
        entry = table[value(entry, (int) bits)];
      }
      int consumed = entry & 63;
      if (consumed > atEnd - at) {
        return TRUNCATED;
      }
      at += consumed;
      if (entry < 0) {
        if (outPosition == outLimit) {
          return FULL;
        }
        int pair = entry >>> DeflateCode.PAIR_SHIFT & 1;
        if (outPosition + pair == outLimit) {
          return FULL;
        }
        out[outPosition++] = (byte) (entry >>> 16);
        if (pair != 0) {
          out[outPosition++] = (byte) (entry >>> 24 & 0x7F);
        }
        continue;
      }
      if ((entry & SPECIAL) != 0) {
        return (entry & END) != 0 ? END_OF_BLOCK : CORRUPT;
      }
      int length = value(entry, (int) bits);
      bits >>>= consumed;
      entry = table[DISTANCES + ((int) bits & DISTANCE_MASK)];
      if ((entry & SUBTABLE) != 0) {
        entry = table[value(entry, (int) bits)];
      }
      consumed = entry & 63;
      if (consumed > atEnd - at) {
        return TRUNCATED;
      }
      at += consumed;
      int distance = value(entry, (int) bits);
      if ((entry & SPECIAL) != 0 || distance > outPosition - outStart) {
        return CORRUPT;
      }
      if (length > outLimit - outPosition) {
        return FULL;
      }
      for (int end = outPosition + length; outPosition < end; outPosition++) {
        out[outPosition] = out[outPosition - distance];
      }
    }
  }
}
