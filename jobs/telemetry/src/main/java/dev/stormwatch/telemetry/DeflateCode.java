package dev.stormwatch.telemetry;

import java.util.Arrays;

/**
 * The two prefix codes of a DEFLATE block, of literals and lengths and of distances, and the third
 * in which their lengths are written. The next bits of the input index a table; the entry found,
 * one {@code int}, says all there is to know about the symbol:
 *
 * <pre>
 * bit 31      a literal, its byte in bits 16 to 23; with PAIR two, the second in bits 24 to 30
 * bits 16-30  otherwise the base of the length or distance, or where a table of longer codes begins
 * bits 13-15  SPECIAL with SUBTABLE, END or neither (no such code)
 * bit 12      PAIR
 * bits 8-11   bits of the code alone
 * bits 0-5    bits to consume: the code and the extra bits after it
 * </pre>
 *
 * <p>So the number that follows a code is {@code base + (bits of all consumed >>> bits of the
 * code)}, with no table of extra bits, and a table of longer codes is entered by the same sum. In
 * the code of lengths a "literal" is a length, and the rest repeat one.
 */
final class DeflateCode {

  private static final int LITERAL = 1 << 31;
  static final int SPECIAL = 1 << 15;
  static final int SUBTABLE = 1 << 14;
  static final int END = 1 << 13;
  static final int REPEAT_PREVIOUS = 1 << 13;
  static final int PAIR_SHIFT = 12;
  private static final int PAIR = 1 << PAIR_SHIFT;

  /** Longer pairs are too rare to be worth an entry. */
  private static final int PAIR_BITS = 10;

  /** Added to a symbol's entry once for each bit of its code: to consume, and of the code alone. */
  private static final int CODE_BIT = 0x101;

  private static final int MAX_CODE_BITS = 15;
  private static final int LENGTH_BITS = 7;
  static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;
  private static final int LITERAL_BITS = 11;
  static final int LITERAL_MASK = (1 << LITERAL_BITS) - 1;
  private static final int DISTANCE_BITS = 8;
  static final int DISTANCE_MASK = (1 << DISTANCE_BITS) - 1;

  /** One array for both codes: literals and lengths, distances, then what is longer of either. */
  static final int DISTANCES = 1 << LITERAL_BITS;

  private static final int LONGER_CODES = DISTANCES + (1 << DISTANCE_BITS);

  /** The worst codes of 286 and of 30 symbols, by trying all, need 292 and 144 entries more. */
  private static final int TABLE_SIZE = LONGER_CODES + 292 + 144;

  private static final int[] LENGTH_SYMBOLS = new int[19];
  private static final int[] LITERAL_SYMBOLS = new int[288];
  private static final int[] DISTANCE_SYMBOLS = new int[32];

  /**
   * Every code of 15 bits with its first bit lowest, as it is read. Looked up, since {@link
   * Integer#reverse} takes twice as long as all else that a code needs to get into its table.
   */
  private static final short[] REVERSED = new short[1 << MAX_CODE_BITS];

  /** The {@link #table} of the codes that need not be written. */
  static final int[] FIXED;

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

    for (int i = 0; i < REVERSED.length; i++) {
      REVERSED[i] = (short) (Integer.reverse(i) >>> (Integer.SIZE - MAX_CODE_BITS));
    }
    FIXED = fixed();
  }

  /** Literals and lengths from 0 on, then distances from {@link #DISTANCES} on. */
  final int[] table = new int[TABLE_SIZE];

  final int[] lengthTable = new int[1 << LENGTH_BITS];

  /** Symbols that have a code, in their order: number and, in the low 4 bits, the code's length. */
  final int[] used = new int[320];

  private final int[] counts = new int[MAX_CODE_BITS + 1];
  private final int[] starts = new int[MAX_CODE_BITS + 2];
  private final int[] sorted = new int[288];
  private final int[] codes = new int[288];

  /** How many of {@link #sorted} are in the table itself; of those there are {@link #codes}. */
  private int inTable;

  private int longerEnd;

  private static int[] fixed() {
    DeflateCode code = new DeflateCode();
    for (int i = 0; i < 288; i++) {
      code.used[i] = i << 4 | (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
    }
    code.buildLiterals(288);
    for (int i = 0; i < 32; i++) {
      code.used[i] = i << 4 | 5;
    }
    code.buildDistances(0, 32, 0);
    return code.table;
  }

  /** Takes the first {@code n} of {@link #used}; false where they make no code. */
  boolean buildLengths(int n) {
    return build(0, n, 0, LENGTH_SYMBOLS, lengthTable, 0, LENGTH_BITS) == 0;
  }

  /** Takes the first {@code n} of {@link #used}, and comes before the distances. */
  boolean buildLiterals(int n) {
    longerEnd = LONGER_CODES;
    return build(0, n, 0, LITERAL_SYMBOLS, table, 0, LITERAL_BITS) <= 1;
  }

  /** Takes {@code used[from]} to {@code used[to - 1]}, where {@code first} is distance 0. */
  boolean buildDistances(int from, int to, int first) {
    return build(from, to, first, DISTANCE_SYMBOLS, table, DISTANCES, DISTANCE_BITS) <= 1;
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
    inTable = 0;
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
    int shortest = 1;
    while (counts[shortest] == 0) {
      shortest++;
    }
    for (int length = shortest; length <= tableBits; length++) {
      for (int n = counts[length]; n > 0; n--) {
        int reversed = REVERSED[code++] >>> (MAX_CODE_BITS - length);
        codes[next] = reversed;
        table[base + reversed] = sorted[next++];
      }
      code <<= 1;
      if (length < tableBits) {
        System.arraycopy(table, base, table, base + (1 << length), 1 << length);
      }
    }
    inTable = next;
    int mask = (1 << tableBits) - 1;
    int prefix = -1;
    int start = 0;
    for (int length = tableBits + 1; length <= longest; length++) {
      for (int n = counts[length]; n > 0; n--) {
        int reversed = REVERSED[code++] >>> (MAX_CODE_BITS - length);
        if ((reversed & mask) != prefix) {
          prefix = reversed & mask;
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
        int step = 1 << (length - tableBits);
        for (int i = start + (reversed >>> tableBits); i < longerEnd; i += step) {
          table[i] = entry;
        }
      }
      code <<= 1;
    }
    return 0;
  }

  /**
   * Has one entry stand for two literals wherever both codes are short, so that they take one turn
   * of the inflater. To be called after {@link #buildLiterals}; worth its while in a large block.
   * Only ASCII is paired, since an entry has no room for more.
   */
  void pairLiterals() {
    int n = 0;
    int shortest = 0;
    for (int i = 0; i < inTable; i++) {
      int entry = sorted[i];
      int length = entry & 15;
      if (shortest + length > PAIR_BITS) {
        break;
      }
      boolean ascii = entry < 0 && (entry & 0x80 << 16) == 0;
      if (ascii) {
        shortest = n == 0 ? length : shortest;
        sorted[n] = entry | PAIR;
        codes[n++] = codes[i];
      }
    }
    for (int i = 0; i < n; i++) {
      int first = sorted[i];
      int firstBits = first & 15;
      for (int j = 0; j < n; j++) {
        int second = sorted[j];
        int bits = firstBits + (second & 15);
        if (bits > PAIR_BITS) {
          break;
        }
        int entry = first + (second << 8 & 0x7F << 24) + (second & 0xF0F);
        for (int at = codes[i] | codes[j] << firstBits; at <= LITERAL_MASK; at += 1 << bits) {
          table[at] = entry;
        }
      }
    }
  }

  /** The number that an entry and the bits from its code on make. */
  static int value(int entry, int bits) {
    return (entry >>> 16) + ((bits & ~(-1 << entry)) >>> (entry >>> 8));
  }
}
