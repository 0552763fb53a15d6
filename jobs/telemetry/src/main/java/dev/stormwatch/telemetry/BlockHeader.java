package dev.stormwatch.telemetry;

import static dev.stormwatch.telemetry.FastInflater.CORRUPT;
import static dev.stormwatch.telemetry.FastInflater.TRUNCATED;

import java.util.Arrays;

/** What a DEFLATE block with codes of its own begins with: the lengths of their codes, packed. */
final class BlockHeader {

  private static final byte[] LENGTH_ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  /** Bits of input from which on a block is worth more work on its codes. */
  private static final int LARGE = 1500 << 3;

  /** A code of 7 bits and 7 that say how often. */
  private static final int MOST_BITS_OF_A_LENGTH = 14;

  private final DeflateCode code = new DeflateCode();
  private final int[] used = code.used;
  private int usedCount;

  /** Both codes of the header read last, a {@link DeflateCode#table}; always the same array. */
  int[] table() {
    return code.table;
  }

  /**
   * Reads the header that begins at one bit, of an input that ends before another.
   *
   * @return the bit after it, or {@link FastInflater#CORRUPT} or {@link FastInflater#TRUNCATED}
   */
  int read(byte[] in, int from, int atEnd) {
    int at = from;
    if (atEnd - at < 14) {
      return TRUNCATED;
    }
    int header = (int) Bits.from(in, at, atEnd);
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
    if (!buildLengths(Bits.from(in, at, atEnd), lengths)) {
      return CORRUPT;
    }
    at = readLengths(in, at + 3 * lengths, atEnd, literals + distances);
    return at < 0 || buildCodes(literals, atEnd - at > LARGE) ? at : CORRUPT;
  }

  private boolean buildLengths(long bits, int lengths) {
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
    return code.buildLengths(n);
  }

  /** Reads the lengths of both codes as {@link DeflateCode#used}; returns the bit after them. */
  private int readLengths(byte[] in, int from, int atEnd, int total) {
    int[] used = this.used;
    int[] table = code.lengthTable;
    int at = from;
    int n = 0;
    int previous = -1;
    int symbol = 0;
    long bits = 0;
    int left = 0;
    while (symbol < total) {
      if (left < MOST_BITS_OF_A_LENGTH) {
        bits = Bits.from(in, at, atEnd);
        left = Bits.LEAST;
      }
      int entry = table[(int) bits & DeflateCode.LENGTH_MASK];
      int consumed = entry & 63;
      if (consumed > atEnd - at) {
        return TRUNCATED;
      }
      at += consumed;
      left -= consumed;
      if (entry < 0) {
        bits >>>= entry;
        previous = entry >>> 16 & 15;
        used[n] = symbol++ << 4 | previous;
        n += -previous >>> 31;
        continue;
      }
      int end = symbol + DeflateCode.value(entry, (int) bits);
      bits >>>= entry;
      if ((entry & DeflateCode.REPEAT_PREVIOUS) == 0) {
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
    return at;
  }

  private boolean buildCodes(int literals, boolean pairs) {
    int split = usedCount;
    while (split > 0 && used[split - 1] >>> 4 >= literals) {
      split--;
    }
    int end = split;
    while (end > 0 && used[end - 1] >>> 4 > 256) {
      end--;
    }
    boolean ends = end > 0 && used[end - 1] >>> 4 == 256;
    if (!ends || !code.buildLiterals(split)) {
      return false;
    }
    if (pairs) {
      code.pairLiterals();
    }
    return code.buildDistances(split, usedCount, literals);
  }
}
