package dev.stormwatch.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FunctionSlotTest {

  private static final FunctionSlot.ByteCodec CODEC = new FunctionSlot.ByteCodec();

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private static List<FunctionSlot> copies(List<FunctionSlot> pieces) {
    List<FunctionSlot> copies = new ArrayList<>();
    pieces.forEach(piece -> copies.add(Bytes.copy(CODEC, piece)));
    return copies;
  }

  private static FunctionSlot mergedInOrder(List<FunctionSlot> pieces) {
    return copies(pieces).stream().reduce(FunctionSlot::merge).orElseThrow();
  }

  private static FunctionSlot mergedAsTree(List<FunctionSlot> pieces, Random random) {
    List<FunctionSlot> left = copies(pieces);
    while (left.size() > 1) {
      FunctionSlot one = left.remove(random.nextInt(left.size()));
      FunctionSlot other = left.remove(random.nextInt(left.size()));
      left.add(one.merge(other));
    }
    return left.get(0);
  }

  /** Every fourth seed hears of more requests and environments than a table holds. */
  @ParameterizedTest
  @MethodSource("seeds")
  void mergesToTheSameBytesInAnyOrderAndTreeShape(long seed) {
    Random random = new Random(seed);
    int requests = seed % 4 == 0 ? 600 : 20;
    List<FunctionSlot> pieces = RandomSlots.pieces(random, 2 + random.nextInt(12), requests);
    byte[] expected = Bytes.of(CODEC, mergedInOrder(pieces));
    for (int round = 0; round < 5; round++) {
      Collections.shuffle(pieces, random);
      assertThat(Bytes.of(CODEC, mergedInOrder(pieces))).isEqualTo(expected);
      assertThat(Bytes.of(CODEC, mergedAsTree(pieces, random))).isEqualTo(expected);
    }
  }

  @Test
  void overflowsItsTablesInTheMergeTestAbove() {
    FunctionSlot sum = mergedInOrder(RandomSlots.pieces(new Random(0), 12, 600));
    assertThat(sum.requests.level()).isPositive();
    assertThat(sum.requests.size()).isLessThanOrEqualTo(FunctionSlot.SIGHTINGS);
    assertThat(sum.environments.size()).isLessThanOrEqualTo(FunctionSlot.SIGHTINGS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void readsBackWhatItWrote(long seed) throws IOException {
    FunctionSlot slot = RandomSlots.slot(new Random(seed), 40);
    byte[] bytes = Bytes.of(CODEC, slot);
    FunctionSlot read = Bytes.read(CODEC, bytes);
    assertThat(Bytes.of(CODEC, read)).isEqualTo(bytes);
    assertThat(read.function).isEqualTo(slot.function);
    assertThat(read.invocations).isEqualTo(slot.invocations);
    assertThat(read.firstColdAt).isEqualTo(slot.firstColdAt);
    assertThat(read.coldest).hasSameSizeAs(slot.coldest);
  }

  @Test
  void aNewSlotAddsNothing() {
    FunctionSlot slot = RandomSlots.slot(new Random(7), 40);
    byte[] before = Bytes.of(CODEC, slot);
    assertThat(Bytes.of(CODEC, new FunctionSlot(slot.function).merge(slot))).isEqualTo(before);
    assertThat(Bytes.of(CODEC, slot.merge(new FunctionSlot(slot.function)))).isEqualTo(before);
  }

  @Test
  void refusesAVersionItDoesNotKnow() {
    byte[] bytes = Bytes.of(CODEC, RandomSlots.slot(new Random(1), 4));
    for (int version : new int[] {0, CODEC.version() + 1, 255}) {
      assertThatThrownBy(() -> CODEC.read(version, Bytes.in(bytes)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("version " + version);
    }
  }

  /** Damage may go unnoticed; it must never end in anything but a value or an IOException. */
  @ParameterizedTest
  @MethodSource("seeds")
  void damagedBytesGiveAnIoExceptionAtWorst(long seed) {
    Random random = new Random(seed);
    byte[] good = Bytes.of(CODEC, RandomSlots.slot(random, 20));
    for (int round = 0; round < 50; round++) {
      byte[] bad = good.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      }
      if (random.nextInt(3) == 0) {
        bad = Arrays.copyOf(bad, random.nextInt(bad.length));
      }
      try {
        Bytes.read(CODEC, bad);
      } catch (IOException expected) {
        assertThat(expected).isNotNull();
      }
    }
  }
}
