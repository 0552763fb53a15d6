package dev.stormwatch.telemetry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * Inflates one raw DEFLATE stream (RFC 1951) that lies whole in memory into a buffer that takes it
 * whole. {@link java.util.zip.Inflater} must be able to stop after any byte, keeps a window of its
 * own for that and is called across JNI; none of it is needed for a log record.
 *
 * <p>A DEFLATE block is a sequence of literals and matches ("copy {@code length} bytes from {@code
 * distance} back") in two prefix codes of its own. The next bits of the input index a table; the
 * entry found, one {@code int}, says all there is to know about the symbol:
 *
 * <pre>
 * bit 31      a literal; its byte is in bits 16 to 23
 * bits 16-30  otherwise the base of the length or distance, or where a table of longer codes begins
 * bits 13-15  SPECIAL with SUBTABLE, END or neither (no such code)
 * bits 8-11   bits of the code alone
 * bits 0-5    bits to consume: the code and the extra bits after it
 * </pre>
 *
 * <p>So the number that follows a code is {@code base + (bits of all consumed >>> bits of the
 * code)}, with no table of extra bits, and a table of longer codes is entered by the same sum.
 * These entries, tables built by doubling, and a loop that checks for no end while both are far are
 * ideas of libdeflate (Eric Biggers). What differs is due to the JVM, whose compiler has few
 * registers to give and moves what does not fit to and fro on every turn: the place in the input is
 * one bit number instead of a buffer, a count and an index; both codes share one array; masks are
 * constants, for small records too; and a turn handles one literal, since three were slower.
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

  private static final int LITERAL = 1 << 31;
  private static final int SPECIAL = 1 << 15;
  private static final int SUBTABLE = 1 << 14;
  private static final int END = 1 << 13;
  private static final int REPEAT_PREVIOUS = 1 << 13;

  /** Added to a symbol's entry once for each bit of its code: to consume, and of the code alone. */
  private static final int CODE_BIT = 0x101;

  private static final int MAX_CODE_BITS = 15;
  private static final int LENGTH_BITS = 7;
  private static final int LITERAL_BITS = 11;
  private static final int LITERAL_MASK = (1 << LITERAL_BITS) - 1;
  private static final int DISTANCE_BITS = 8;
  private static final int DISTANCE_MASK = (1 << DISTANCE_BITS) - 1;

  /** One array for both codes: literals and lengths, distances, then what is longer of either. */
  private static final int DISTANCES = 1 << LITERAL_BITS;

  private static final int LONGER_CODES = DISTANCES + (1 << DISTANCE_BITS);

  /** The worst codes of 286 and of 30 symbols, by trying all, need 292 and 144 entries more. */
  private static final int TABLE_SIZE = LONGER_CODES + 292 + 144;

  /** A turn consumes at most 48 bits and then reads 8 bytes. */
  private static final int FAST_INPUT = 16;

  /** A turn writes at most the longest match. */
  private static final int FAST_OUTPUT = 258;

  private static final byte[] LENGTH_ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };
  private static final int[] LENGTH_SYMBOLS = new int[19];
  private static final int[] LITERAL_SYMBOLS = new int[288];
  private static final int[] DISTANCE_SYMBOLS = new int[32];
  private static final int[] FIXED = new int[TABLE_SIZE];
  private static final byte[] NOTHING = {};

  static {
    for (int i = 0; i < 16; i++) {
      LENGTH_SYMBOLS[i] = LITERAL | i << 16;
    }
    LENGTH_SYMBOLS[16] = REPEAT_PREVIOUS | 3 << 16 | 2;
    LENGTH_SYMBOLS[17] = 3 << 16 | 3;
    LENGTH_SYMBOLS[18] = 11 << 16 | 7;

    for (int i = 0; i < 256; i++) {
      LITERAL_SYMBOLS[i] = LITERAL | i << 16;
    }
    LITERAL_SYMBOLS[256] = SPECIAL | END;
    for (int i = 257, base = 3; i < 285; i++) {
      int extraBits = Math.max(0, (i - 261) >> 2);
      LITERAL_SYMBOLS[i] = base << 16 | extraBits;
      base += 1 << extraBits;
    }
    LITERAL_SYMBOLS[285] = 258 << 16;
    Arrays.fill(LITERAL_SYMBOLS, 286, 288, SPECIAL);

    for (int i = 0, base = 1; i < 30; i++) {
      int extraBits = Math.max(0, (i - 2) >> 1);
      DISTANCE_SYMBOLS[i] = base << 16 | extraBits;
      base += 1 << extraBits;
    }
    Arrays.fill(DISTANCE_SYMBOLS, 30, 32, SPECIAL);

    FastInflater builder = new FastInflater();
    for (int i = 0; i < 288; i++) {
      builder.used[i] = i << 4 | (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
    }
    builder.build(0, 288, 0, LITERAL_SYMBOLS, FIXED, 0, LITERAL_BITS);
    for (int i = 0; i < 32; i++) {
      builder.used[i] = i << 4 | 5;
    }
    builder.build(0, 32, 0, DISTANCE_SYMBOLS, FIXED, DISTANCES, DISTANCE_BITS);
  }

  private final int[] table = new int[TABLE_SIZE];
  private final int[] lengthTable = new int[1 << LENGTH_BITS];

  /** Symbols that have a code, in their order: number and, in the low 4 bits, the code's length. */
  private final int[] used = new int[320];

  private final int[] counts = new int[MAX_CODE_BITS + 1];
  private final int[] starts = new int[MAX_CODE_BITS + 2];
  private final int[] sorted = new int[288];
  private int usedCount;
  private int longerEnd;

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
      int header = (int) bits();
      at += 3;
      last = (header & 1) != 0;
      int type = header >>> 1 & 3;
      int result = CORRUPT;
      if (type == 0) {
        result = stored();
      } else if (type == 1) {
        result = symbols(FIXED);
      } else if (type == 2) {
        result = readCodes();
        if (result == 0) {
          result = symbols(table);
        }
      }
      if (result < 0) {
        return result;
      }
    } while (!last);
    return 0;
  }

  /** The next bits, 57 or more; zeros after the last. */
  private long bits() {
    int index = at >>> 3;
    int end = atEnd >>> 3;
    if (index <= end - 8) {
      return (long) LONGS.get(in, index) >>> (at & 7);
    }
    long bits = 0;
    for (int i = end - 1; i >= index; i--) {
      bits = bits << 8 | in[i] & 0xFF;
    }
    return bits >>> (at & 7);
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

  private int readCodes() {
    if (atEnd - at < 14) {
      return TRUNCATED;
    }
    int header = (int) bits();
    at += 14;
    int literals = (header & 31) + 257;
    int distances = (header >>> 5 & 31) + 1;
    int lengths = (header >>> 10 & 15) + 4;
    if (literals > 286 || distances > 30) {
      return CORRUPT;
    }
    if (atEnd - at < 3 * lengths) {
      return TRUNCATED;
    }
    // At most 57 bits, which is what there is.
    long bits = bits();
    at += 3 * lengths;
    Arrays.fill(used, 0, 19, 0);
    for (int i = 0; i < lengths; i++) {
      used[LENGTH_ORDER[i]] = (int) (bits >>> 3 * i) & 7;
    }
    int n = 0;
    for (int i = 0; i < 19; i++) {
      int length = used[i];
      used[n] = i << 4 | length;
      n += -length >>> 31;
    }
    if (build(0, n, 0, LENGTH_SYMBOLS, lengthTable, 0, LENGTH_BITS) != 0) {
      return CORRUPT;
    }
    int result = readLengths(literals + distances);
    if (result < 0) {
      return result;
    }
    int split = usedCount;
    while (split > 0 && used[split - 1] >>> 4 >= literals) {
      split--;
    }
    int end = split;
    while (end > 0 && used[end - 1] >>> 4 > 256) {
      end--;
    }
    boolean ends = end > 0 && used[end - 1] >>> 4 == 256;
    return ends
            && build(0, split, 0, LITERAL_SYMBOLS, table, 0, LITERAL_BITS) <= 1
            && build(split, usedCount, literals, DISTANCE_SYMBOLS, table, DISTANCES, DISTANCE_BITS)
                <= 1
        ? 0
        : CORRUPT;
  }

  /** Reads the lengths of both codes into {@link #used}. */
  private int readLengths(int total) {
    int n = 0;
    int previous = -1;
    int symbol = 0;
    while (symbol < total) {
      long bits = bits();
      int entry = lengthTable[(int) bits & ((1 << LENGTH_BITS) - 1)];
      int consumed = entry & 63;
      if (consumed > atEnd - at) {
        return TRUNCATED;
      }
      at += consumed;
      if (entry < 0) {
        previous = entry >>> 16 & 15;
        used[n] = symbol++ << 4 | previous;
        n += -previous >>> 31;
        continue;
      }
      int end = symbol + value(entry, (int) bits);
      if ((entry & REPEAT_PREVIOUS) == 0) {
        previous = 0;
      }
      if (previous < 0 || end > total) {
        return CORRUPT;
      }
      if (previous > 0) {
        for (int i = symbol; i < end; i++) {
          used[n++] = i << 4 | previous;
        }
      }
      symbol = end;
    }
    usedCount = n;
    return 0;
  }

  /**
   * Builds the table of the code that {@code used[from]} to {@code used[to - 1]} define, from
   * {@code table[base]} on.
   *
   * @return 0 for a complete code, 1 for what may stand for none (no code, or a single one of one
   *     bit), 2 for an impossible one
   */
  private int build(
      int from, int to, int first, int[] symbols, int[] table, int base, int tableBits) {
    Arrays.fill(counts, 0);
    for (int i = from; i < to; i++) {
      counts[used[i] & 15]++;
    }
    int room = 1;
    int longest = 0;
    starts[1] = 0;
    for (int length = 1; length <= MAX_CODE_BITS; length++) {
      int n = counts[length];
      starts[length + 1] = starts[length] + n;
      room = (room << 1) - n;
      if (room < 0) {
        return 2;
      }
      longest = n > 0 ? length : longest;
    }
    for (int i = from; i < to; i++) {
      int length = used[i] & 15;
      sorted[starts[length]++] = symbols[(used[i] >>> 4) - first] + length * CODE_BIT;
    }
    if (room > 0) {
      Arrays.fill(table, base, base + (1 << tableBits), SPECIAL | CODE_BIT);
      for (int i = 0; longest == 1 && i < 1 << tableBits; i += 2) {
        table[base + i] = sorted[0];
      }
      return longest > 1 ? 2 : 1;
    }
    // A code goes into the table with its first bit lowest, as it is read. Once all codes of a
    // length are in, twice the table holds the same twice: the next bit does not matter to them.
    int next = 0;
    int code = 0;
    for (int length = 1; length <= tableBits; length++) {
      for (int n = counts[length]; n > 0; n--) {
        table[base + code] = sorted[next++];
        code = successor(code, length);
      }
      if (length < tableBits) {
        System.arraycopy(table, base, table, base + (1 << length), 1 << length);
      }
    }
    if (base == 0) {
      longerEnd = LONGER_CODES;
    }
    int mask = (1 << tableBits) - 1;
    int prefix = -1;
    int start = 0;
    for (int length = tableBits + 1; length <= longest; length++) {
      for (int n = counts[length]; n > 0; n--) {
        if ((code & mask) != prefix) {
          prefix = code & mask;
          int width = length - tableBits;
          for (int left = (1 << width) - n; left > 0; ) {
            width++;
            left = (left << 1) - counts[tableBits + width];
          }
          start = longerEnd;
          longerEnd += 1 << width;
          table[base + prefix] =
              SPECIAL | SUBTABLE | start << 16 | tableBits << 8 | (tableBits + width);
        }
        int entry = sorted[next++];
        for (int i = start + (code >>> tableBits); i < longerEnd; i += 1 << (length - tableBits)) {
          table[i] = entry;
        }
        code = successor(code, length);
      }
    }
    return 0;
  }

  /** The next code of a length: one more, where the highest bit counts least. */
  private static int successor(int code, int length) {
    int lowestZero = Integer.highestOneBit(~code & ((1 << length) - 1));
    return code & (lowestZero - 1) | lowestZero;
  }

  private static int value(int entry, int bits) {
    return (entry >>> 16) + ((bits & ~(-1 << entry)) >>> (entry >>> 8));
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
      if (entry < 0) {
        out[position++] = (byte) (entry >>> 16);
        // Shifts take the low bits of their distance, which is what an entry's are for.
        bits >>>= entry;
        at += entry & 63;
        entry = table[(int) bits & LITERAL_MASK];
        bits = (long) LONGS.get(in, at >>> 3) >>> (at & 7);
        continue;
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
    } while (at <= lastAt && position <= lastPosition);
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
      long bits = bits();
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
        out[outPosition++] = (byte) (entry >>> 16);
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
