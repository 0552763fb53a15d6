package dev.stormwatch.core.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArrivalClockTest {

  private static final long SLOT = 5_000;
  private static final long HOLDBACK = 2_000;
  private static final long T = 1_772_440_000_000L;

  private final ArrivalClock clock = new ArrivalClock(SLOT, HOLDBACK);

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @Test
  void standsStillBeforeTheFirstRecord() {
    assertThat(clock.leftSlot()).isFalse();
    assertThat(clock.newest()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void leavesASlotOnlyOnceTheHoldbackHasPassed() {
    clock.place(T + HOLDBACK);
    assertThat(clock.leftSlot()).isTrue();
    clock.place(T + SLOT + HOLDBACK - 1);
    assertThat(clock.leftSlot()).isFalse();
    clock.place(T + SLOT + HOLDBACK);
    assertThat(clock.leftSlot()).isTrue();
    assertThat(clock.boundary()).isEqualTo(T + SLOT);
    assertThat(clock.leftSlot()).as("says so once").isFalse();
  }

  @Test
  void aRecordAlittleBehindKeepsItsOwnTime() {
    clock.place(T);
    assertThat(clock.place(T - HOLDBACK)).isEqualTo(T - HOLDBACK);
  }

  @Test
  void aRecordFarBehindCountsAsArrivingNow() {
    clock.place(T);
    assertThat(clock.place(T - 3_600_000)).isEqualTo(T - HOLDBACK);
    assertThat(clock.newest()).isEqualTo(T);
  }

  /** Nothing is ever placed before a boundary that was given out, and boundaries only rise. */
  @ParameterizedTest
  @MethodSource("seeds")
  void nothingIsLate(long seed) {
    Random random = new Random(seed);
    long boundary = Long.MIN_VALUE;
    for (int i = 0; i < 1000; i++) {
      long arrival = T + i * 100L + random.nextInt(20_000) - 10_000;
      assertThat(clock.place(arrival)).isGreaterThanOrEqualTo(Math.max(arrival, boundary));
      if (clock.leftSlot()) {
        assertThat(clock.boundary()).isGreaterThan(boundary);
        boundary = clock.boundary();
        assertThat(boundary % SLOT).isZero();
      }
    }
  }
}
