package dev.stormwatch.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.telemetry.DeflateStreams.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/**
 * Whatever the bytes, what the JDK's inflater says of them. {@code
 * -Dstormwatch.inflations=10000000} makes it go on for so many streams.
 */
class FastInflaterAgainstJdkTest {

  private static final long INFLATIONS = Long.getLong("stormwatch.inflations", 20_000);

  private static final long CODES = INFLATIONS / 50;

  private final FastInflater fast = new FastInflater();
  private final DeflateStreams jdk = new DeflateStreams();

  @Test
  void agreesWithTheJdkOnDamagedStreams() {
    Random random = new Random(11);
    List<byte[]> streams = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (int size : new int[] {20, 200, 900, 4000}) {
        byte[] data = kind.bytes(random, size);
        streams.add(DeflateStreams.deflate(data, 9, Deflater.DEFAULT_STRATEGY, size));
        streams.add(DeflateStreams.deflate(data, 6, Deflater.HUFFMAN_ONLY, size));
        streams.add(DeflateStreams.deflate(data, 1, Deflater.DEFAULT_STRATEGY, 1 + size / 4));
      }
    }
    byte[] out = new byte[9000];
    byte[] expectedOut = new byte[9000];
    long[] verdicts = new long[4];
    long otherReasons = 0;
    for (long i = 0; i < INFLATIONS; i++) {
      byte[] stream = streams.get(random.nextInt(streams.size())).clone();
      // The first bytes define the codes, so that is where damage is most various.
      int reach = random.nextBoolean() ? Math.min(stream.length, 80) : stream.length;
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        stream[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
      }
      int length = random.nextInt(4) > 0 ? stream.length : random.nextInt(stream.length + 1);
      int limit = random.nextBoolean() ? out.length : random.nextInt(5000);
      int expected = jdk.expected(stream, length, expectedOut, limit);
      int actual = fast.inflate(stream, 0, length, out, 0, limit);
      if (actual != expected && (actual >= 0 || expected >= 0)) {
        throw new AssertionError(i + ": " + actual + " instead of " + expected);
      }
      if (actual >= 0
          && (fast.consumed() != length - jdk.remaining()
              || !Arrays.equals(out, 0, actual, expectedOut, 0, actual))) {
        throw new AssertionError(i + ": other bytes");
      }
      // Where a stream is wrong in two ways, which one is met first may differ.
      otherReasons += actual == expected ? 0 : 1;
      verdicts[actual < 0 ? -actual : 0]++;
    }
    assertThat(otherReasons).isLessThan(INFLATIONS / 200);
    assertThat(Arrays.stream(verdicts).boxed())
        .as("inflated, corrupt, truncated, full")
        .allMatch(n -> n > INFLATIONS / 200);
  }

  @Test
  void agreesWithTheJdkOnCodesThatNoEncoderWouldChoose() {
    Random random = new Random(13);
    byte[] out = new byte[100_000];
    byte[] expectedOut = new byte[100_000];
    int longestInflated = 0;
    for (long i = 0; i < CODES; i++) {
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
      byte[] block = DeflateStreams.bits(bits.toString());
      // Bytes enough before it that every distance is good, in a stored block.
      byte[] stream = new byte[5 + 32_768 + block.length + noise.length];
      System.arraycopy(new byte[] {0, 0, (byte) 0x80, (byte) 0xFF, 0x7F}, 0, stream, 0, 5);
      for (int k = 0; k < 32_768; k++) {
        stream[5 + k] = (byte) (k * 31 >> 3);
      }
      System.arraycopy(block, 0, stream, 5 + 32_768, block.length);
      System.arraycopy(noise, 0, stream, 5 + 32_768 + block.length, noise.length);
      int expected = jdk.expected(stream, stream.length, expectedOut, expectedOut.length);
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
}
