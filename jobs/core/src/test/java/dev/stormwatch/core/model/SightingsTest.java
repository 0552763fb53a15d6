package dev.stormwatch.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SightingsTest {

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aSmallTableMergesToTheSameBytesInAnyOrder(long seed) {
    Random random = new Random(seed);
    int capacity = 1 + random.nextInt(40);
    List<byte[]> parts = new ArrayList<>();
    for (int i = 2 + random.nextInt(6); i > 0; i--) {
      Sightings part = new Sightings(capacity);
      for (int j = random.nextInt(100); j > 0; j--) {
        long key = Hash64.of("k" + random.nextInt(200));
        if (random.nextBoolean()) {
          part.sight(key, random.nextInt(1000) - 500, random.nextInt(32));
        } else {
          part.flag(key, random.nextInt(32));
        }
      }
      parts.add(Bytes.written(part::write));
    }
    byte[] expected = union(capacity, parts);
    for (int round = 0; round < 5; round++) {
      Collections.shuffle(parts, random);
      assertThat(union(capacity, parts)).isEqualTo(expected);
    }
  }

  private static byte[] union(int capacity, List<byte[]> parts) {
    Sightings sum = new Sightings(capacity);
    for (byte[] part : parts) {
      try {
        sum.addAll(Sightings.read(capacity, Bytes.in(part)));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    assertThat(sum.size()).isLessThanOrEqualTo(capacity);
    return Bytes.written(sum::write);
  }

  @Test
  void isExactUpToItsCapacity() {
    Sightings table = new Sightings(100);
    for (int i = 0; i < 100; i++) {
      table.sight(Hash64.of("k" + i), i, 0);
    }
    assertThat(table.size()).isEqualTo(100);
    assertThat(table.weight()).isOne();
  }

  @Test
  void estimatesTheNumberOfThingsBeyondItsCapacity() {
    Sightings table = new Sightings(1024);
    for (int i = 0; i < 50_000; i++) {
      table.sight(Hash64.of("k" + i), i, 0);
    }
    assertThat(table.size() * table.weight()).isBetween(44_000L, 56_000L);
  }

  @Test
  void keepsTheEarliestAndTheLatestTimeAndEveryFlag() {
    Sightings table = new Sightings(4);
    table.sight(8, 50, 1);
    table.flag(8, 2);
    table.sight(8, 40, 4);
    table.sight(8, 60, 0);
    int at = table.find(8);
    assertThat(table.first(at)).isEqualTo(40);
    assertThat(table.last(at)).isEqualTo(60);
    assertThat(table.flags(at)).isEqualTo(7);
  }

  @Test
  void aFlagAloneHasNoTime() {
    Sightings table = new Sightings(4);
    table.flag(8, 2);
    assertThat(table.first(0)).isEqualTo(Long.MAX_VALUE);
    assertThat(table.last(0)).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void isExactAgainOnceEverythingIsForgotten() {
    Sightings table = new Sightings(2);
    for (int i = 0; i < 50; i++) {
      table.sight(Hash64.of("k" + i), i, 0);
    }
    assertThat(table.level()).isPositive();
    table.dropLastSeenBefore(100);
    assertThat(table.size()).isZero();
    assertThat(table.weight()).isOne();
  }

  @Test
  void dropsByFlag() {
    Sightings table = new Sightings(8);
    table.sight(1, 1, 2);
    table.sight(2, 1, 6);
    table.sight(3, 1, 0);
    table.dropFlagged(6, 2);
    assertThat(table.find(1)).isNegative();
    assertThat(table.find(2)).isNotNegative();
    assertThat(table.find(3)).isNotNegative();
  }

  @Test
  void refusesACapacityOfNothing() {
    assertThatThrownBy(() -> new Sightings(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
