package dev.stormwatch.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes, what the JDK's inflater says of them. */
class FastInflaterTest {

  private static final int[] STRATEGIES = {
    Deflater.DEFAULT_STRATEGY, Deflater.FILTERED, Deflater.HUFFMAN_ONLY
  };

  private final FastInflater fast = new FastInflater();
  private final Inflater zlib = new Inflater(true);

  /** What there is to deflate. */
  private enum Kind {
    LOG,
    NOISE,
    RUNS,
    SHORT_PERIODS,
    /** Each letter half again as frequent as the next, so that codes become as long as they can. */
    SKEWED;

    byte[] bytes(Random random, int size) {
      byte[] bytes = new byte[size];
      switch (this) {
        case LOG -> {
          StringBuilder log = new StringBuilder("{\"logEvents\":[");
          while (log.length() < size) {
            log.append("{\"id\":\"3931").append(random.nextLong(1L << 60));
            log.append("\",\"timestamp\":17873").append(random.nextInt(100_000_000));
            log.append(",\"message\":\"REPORT RequestId: ");
            log.append(Long.toHexString(random.nextLong()));
            log.append("\\tDuration: ").append(random.nextInt(100_000) / 100.0);
            log.append(" ms\\tMemory Size: 128 MB\\t\\n\"},");
          }
          System.arraycopy(log.toString().getBytes(StandardCharsets.ISO_8859_1), 0, bytes, 0, size);
        }
        case NOISE -> random.nextBytes(bytes);
        case RUNS -> {
          for (int i = 0; i < size; ) {
            int end = Math.min(size, i + 1 + random.nextInt(1000));
            Arrays.fill(bytes, i, end, (byte) random.nextInt(4));
            i = end;
          }
        }
        case SHORT_PERIODS -> {
          for (int i = 0; i < size; ) {
            int period = 1 + random.nextInt(20);
            int end = Math.min(size, i + period + random.nextInt(400));
            for (int start = i; i < end; i++) {
              bytes[i] = i - start < period ? (byte) random.nextInt() : bytes[i - period];
            }
          }
        }
        case SKEWED -> {
          for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (-Math.log(1 - random.nextDouble()) / Math.log(1.5) * 5);
          }
        }
      }
      return bytes;
    }
  }

  private static byte[] deflate(byte[] data, int level, int strategy, int flushEvery) {
    Deflater deflater = new Deflater(level, true);
    deflater.setStrategy(strategy);
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    for (int i = 0; i < data.length; i += flushEvery) {
      deflater.setInput(data, i, Math.min(flushEvery, data.length - i));
      // The first call only takes note of the strategy.
      for (int n = 0; n > 0 || !deflater.needsInput(); ) {
        n = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        stream.write(buffer, 0, n);
      }
    }
    deflater.finish();
    while (!deflater.finished()) {
      stream.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return stream.toByteArray();
  }

  /** What the JDK says in {@link FastInflater}'s terms. */
  private int expected(byte[] in, int length, byte[] out, int limit) {
    zlib.reset();
    zlib.setInput(in, 0, length);
    try {
      int n = 0;
      while (n < limit && !zlib.finished() && !zlib.needsInput()) {
        n += zlib.inflate(out, n, limit - n);
      }
      // Room for one byte more tells a stream that is full from one that has just ended.
      if (!zlib.finished() && zlib.inflate(new byte[1]) > 0) {
        return FastInflater.FULL;
      }
      return zlib.finished() ? n : FastInflater.TRUNCATED;
    } catch (DataFormatException e) {
      return FastInflater.CORRUPT;
    }
  }

  private void assertInflates(byte[] stream, byte[] data, int roomAfter) {
    byte[] in = new byte[stream.length + 18];
    Arrays.fill(in, (byte) 0xA5);
    System.arraycopy(stream, 0, in, 10, stream.length);
    byte[] out = new byte[5 + data.length + roomAfter + 3];
    Arrays.fill(out, (byte) 0x5A);
    assertThat(fast.inflate(in, 10, in.length, out, 5, out.length - 3)).isEqualTo(data.length);
    assertThat(fast.consumed()).isEqualTo(10 + stream.length);
    assertThat(Arrays.equals(out, 5, 5 + data.length, data, 0, data.length)).isTrue();
    for (int i : new int[] {0, 1, 2, 3, 4, out.length - 3, out.length - 2, out.length - 1}) {
      assertThat(out[i]).as("byte %d, outside", i).isEqualTo((byte) 0x5A);
    }
  }

  @ParameterizedTest
  @EnumSource
  void inflatesWhatEveryLevelAndStrategyDeflates(Kind kind) {
    Random random = new Random(kind.ordinal());
    for (int level = 0; level <= 9; level++) {
      for (int strategy : STRATEGIES) {
        for (int size : new int[] {0, 1, 2, 7, 100, 3000, 40_000, random.nextInt(300_000)}) {
          byte[] data = kind.bytes(random, size);
          int flushEvery = random.nextBoolean() ? Integer.MAX_VALUE / 2 : 1 + size / 5;
          byte[] stream = deflate(data, level, strategy, flushEvery);
          assertInflates(stream, data, 0);
          assertInflates(stream, data, 400);
        }
      }
    }
  }

  @Test
  void saysWhenTheOutputIsFullAndWhenTheInputEnds() {
    Random random = new Random(3);
    byte[] data = Kind.LOG.bytes(random, 5000);
    byte[] stream = deflate(data, 6, Deflater.DEFAULT_STRATEGY, data.length);
    byte[] out = new byte[data.length + 300];
    for (int limit = 0; limit < data.length; limit++) {
      assertThat(fast.inflate(stream, 0, stream.length, out, 0, limit))
          .isEqualTo(FastInflater.FULL);
    }
    for (int end = 0; end < stream.length; end++) {
      assertThat(fast.inflate(stream, 0, end, out, 0, out.length))
          .isEqualTo(FastInflater.TRUNCATED);
    }
  }

  @Test
  void doesNotReachBeforeItsOwnOutput() {
    // A fixed block: the literal 'a', then three bytes from two back, of which only one is its own.
    byte[] stream = bits("1 10 10010001 0000001 10000 0000000");
    byte[] out = new byte[600];
    for (int outStart : new int[] {0, 1, 100}) {
      assertThat(fast.inflate(stream, 0, stream.length, out, outStart, out.length))
          .isEqualTo(FastInflater.CORRUPT);
      assertThat(fast.inflate(stream, 0, stream.length, out, outStart, outStart + 50))
          .isEqualTo(FastInflater.CORRUPT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 11", // no such type of block
        "1 00 00000 1000000000000000 1111111111111111", // length and complement differ
        "1 10 11000110", // literal or length 286
        "1 10 10010001 0000001 01111", // distance 30
        "1 01 01111 00000 0000", // 287 literals and lengths
        "1 01 00000 01111 0000", // 31 distances
        "1 01 00000 00000 0000 100 100 100 000", // over-subscribed code of lengths
        "1 01 00000 00000 0000 100 000 000 000", // incomplete code of lengths
        "1 01 00000 00000 0000 000 000 000 000", // no code of lengths
        "1 01 00000 00000 0000 100 000 000 100 1", // repeats nothing
      })
  void rejectsWhatNoEncoderWrites(String bits) {
    byte[] stream = Arrays.copyOf(bits(bits), 64);
    byte[] out = new byte[1000];
    assertThat(expected(stream, 64, new byte[1000], 1000)).isEqualTo(FastInflater.CORRUPT);
    assertThat(fast.inflate(stream, 0, 64, out, 0, 1000)).isEqualTo(FastInflater.CORRUPT);
  }

  /** Bits in the order in which they are read. */
  private static byte[] bits(String bits) {
    String digits = bits.replace(" ", "");
    byte[] bytes = new byte[(digits.length() + 7) / 8];
    for (int i = 0; i < digits.length(); i++) {
      bytes[i / 8] |= (byte) ((digits.charAt(i) - '0') << i % 8);
    }
    return bytes;
  }

  @Test
  void agreesWithTheJdkOnDamagedStreams() {
    Random random = new Random(11);
    List<byte[]> streams = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (int size : new int[] {20, 200, 900, 4000}) {
        byte[] data = kind.bytes(random, size);
        streams.add(deflate(data, 9, Deflater.DEFAULT_STRATEGY, size));
        streams.add(deflate(data, 6, Deflater.HUFFMAN_ONLY, size));
        streams.add(deflate(data, 1, Deflater.DEFAULT_STRATEGY, 1 + size / 4));
      }
    }
    byte[] out = new byte[9000];
    byte[] expectedOut = new byte[9000];
    int[] verdicts = new int[4];
    int otherReasons = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] stream = streams.get(random.nextInt(streams.size())).clone();
      // The first bytes define the codes, so that is where damage is most various.
      int reach = random.nextBoolean() ? Math.min(stream.length, 80) : stream.length;
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        stream[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
      }
      int length = random.nextInt(4) > 0 ? stream.length : random.nextInt(stream.length + 1);
      int limit = random.nextBoolean() ? out.length : random.nextInt(5000);
      int expected = expected(stream, length, expectedOut, limit);
      int actual = fast.inflate(stream, 0, length, out, 0, limit);
      if (actual != expected && (actual >= 0 || expected >= 0)) {
        throw new AssertionError(i + ": " + actual + " instead of " + expected);
      }
      if (actual >= 0
          && (fast.consumed() != length - zlib.getRemaining()
              || !Arrays.equals(out, 0, actual, expectedOut, 0, actual))) {
        throw new AssertionError(i + ": other bytes");
      }
      // Where a stream is wrong in two ways, which one is met first may differ.
      otherReasons += actual == expected ? 0 : 1;
      verdicts[actual < 0 ? -actual : 0]++;
    }
    assertThat(otherReasons).isLessThan(1000);
    assertThat(Arrays.stream(verdicts).boxed())
        .as("inflated, corrupt, truncated, full")
        .allMatch(n -> n > 1000);
  }

  @Test
  void agreesWithTheJdkOnCodesThatNoEncoderWouldChoose() {
    Random random = new Random(13);
    byte[] out = new byte[100_000];
    byte[] expectedOut = new byte[100_000];
    int longestInflated = 0;
    for (int i = 0; i < 3000; i++) {
      StringBuilder bits = new StringBuilder("1 01 10111 10111 1111 000 000 000");
      bits.append(" 001".repeat(16));
      int[] literals = randomCode(random, 286);
      int[] distances = randomCode(random, 30);
      for (int length : literals) {
        bits.append(fourBits(length));
      }
      for (int length : distances) {
        bits.append(fourBits(length));
      }
      byte[] noise = new byte[400];
      random.nextBytes(noise);
      byte[] block = bits(bits.toString());
      // Bytes enough before it that every distance is good, in a stored block.
      byte[] stream = new byte[5 + 32_768 + block.length + noise.length];
      System.arraycopy(new byte[] {0, 0, (byte) 0x80, (byte) 0xFF, 0x7F}, 0, stream, 0, 5);
      for (int k = 0; k < 32_768; k++) {
        stream[5 + k] = (byte) (k * 31 >> 3);
      }
      System.arraycopy(block, 0, stream, 5 + 32_768, block.length);
      System.arraycopy(noise, 0, stream, 5 + 32_768 + block.length, noise.length);
      int expected = expected(stream, stream.length, expectedOut, expectedOut.length);
      int actual = fast.inflate(stream, 0, stream.length, out, 0, out.length);
      assertThat(actual).as("code %d", i).isEqualTo(expected);
      if (actual >= 0) {
        assertThat(Arrays.equals(out, 0, actual, expectedOut, 0, actual)).isTrue();
        longestInflated = Math.max(longestInflated, actual);
      }
    }
    assertThat(longestInflated).isGreaterThan(33_000);
  }

  /** Lengths of a complete code: leaves of a tree that is split somewhere until it has enough. */
  private static int[] randomCode(Random random, int symbols) {
    int wanted = 2 + random.nextInt(symbols - 1);
    int[] leaves = new int[wanted];
    int n = 1;
    boolean deep = random.nextBoolean();
    while (n < wanted) {
      int leaf = deep && random.nextInt(4) > 0 ? n - 1 : random.nextInt(n);
      if (leaves[leaf] < 15) {
        leaves[leaf]++;
        leaves[n++] = leaves[leaf];
      } else {
        deep = false;
      }
    }
    int[] lengths = new int[symbols];
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < symbols; i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    if (symbols > 256) {
      // Without an end of the block no stream is good.
      order.remove((Integer) 256);
      order.add(random.nextInt(wanted), 256);
    }
    for (int i = 0; i < wanted; i++) {
      lengths[order.get(i)] = leaves[i];
    }
    return lengths;
  }

  private static String fourBits(int length) {
    return Integer.toBinaryString(16 | length).substring(1);
  }

  @Test
  void rejectsBoundsOutsideTheArrays() {
    byte[] bytes = new byte[10];
    assertThatThrownBy(() -> fast.inflate(bytes, 0, 11, bytes, 0, 10))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> fast.inflate(bytes, 0, 10, bytes, 5, 4))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
