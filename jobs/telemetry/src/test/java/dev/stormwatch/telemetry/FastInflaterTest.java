package dev.stormwatch.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stormwatch.telemetry.DeflateStreams.Kind;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is deflated comes back, and what no encoder writes is refused. */
class FastInflaterTest {

  private static final int[] STRATEGIES = {
    Deflater.DEFAULT_STRATEGY, Deflater.FILTERED, Deflater.HUFFMAN_ONLY
  };

  private final FastInflater fast = new FastInflater();

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
        for (int size : new int[] {0, 1, 2, 7, 100, 3000, 40_000, random.nextInt(100_000)}) {
          byte[] data = kind.bytes(random, size);
          int flushEvery = random.nextBoolean() ? Integer.MAX_VALUE / 2 : 1 + size / 5;
          byte[] stream = DeflateStreams.deflate(data, level, strategy, flushEvery);
          assertInflates(stream, data, 0);
          assertInflates(stream, data, 400);
        }
      }
    }
  }

  @Test
  void saysWhenTheOutputIsFullAndWhenTheInputEnds() {
    Random random = new Random(3);
    byte[] data = Kind.LOG.bytes(random, 2500);
    byte[] stream = DeflateStreams.deflate(data, 6, Deflater.DEFAULT_STRATEGY, data.length);
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
    byte[] stream = DeflateStreams.bits("1 10 10010001 0000001 10000 0000000");
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
    byte[] stream = Arrays.copyOf(DeflateStreams.bits(bits), 64);
    byte[] out = new byte[1000];
    assertThat(new DeflateStreams().expected(stream, 64, new byte[1000], 1000))
        .isEqualTo(FastInflater.CORRUPT);
    assertThat(fast.inflate(stream, 0, 64, out, 0, 1000)).isEqualTo(FastInflater.CORRUPT);
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
