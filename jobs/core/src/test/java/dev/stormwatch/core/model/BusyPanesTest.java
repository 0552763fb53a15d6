package dev.stormwatch.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BusyPanesTest {

  private static final long NOW = 1_772_440_000_000L;
  private static final long HOUR = 3_600_000;

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  private static long total(BusyPanes busy) {
    long sum = 0;
    for (int i = 0; i < busy.size(); i++) {
      sum += busy.busyMicros(i);
    }
    return sum;
  }

  @Test
  void spreadsACallOverThePanesItCovers() {
    BusyPanes busy = new BusyPanes();
    busy.addInterval(NOW + 25_000, 22_000_000, NOW - HOUR, NOW + HOUR);
    assertThat(busy.size()).isEqualTo(3);
    assertThat(busy.pane(0)).isEqualTo(NOW / BusyPanes.PANE_MILLIS);
    assertThat(busy.busyMicros(0)).isEqualTo(7_000_000);
    assertThat(busy.busyMicros(1)).isEqualTo(10_000_000);
    assertThat(busy.busyMicros(2)).isEqualTo(5_000_000);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void losesNoTimeInsideTheBounds(long seed) {
    Random random = new Random(seed);
    BusyPanes busy = new BusyPanes();
    long expected = 0;
    for (int i = 0; i < 100; i++) {
      long micros = random.nextInt(900_000_000);
      busy.addInterval(NOW - random.nextInt(60_000), micros, NOW - HOUR, NOW);
      expected += micros;
    }
    assertThat(total(busy)).isEqualTo(expected);
  }

  @Test
  void keepsNothingFromOutsideTheBounds() {
    BusyPanes busy = new BusyPanes();
    busy.addInterval(NOW - 2 * HOUR, 5_000_000, NOW - HOUR, NOW);
    busy.addInterval(NOW + 2 * HOUR, 5_000_000, NOW - HOUR, NOW);
    assertThat(busy.size()).isZero();
  }

  /** A producer that is not CloudWatch can send any number. */
  @ParameterizedTest
  @ValueSource(
      longs = {Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE / 1000 + 1, Long.MIN_VALUE / 1000})
  void anAbsurdTimeAddsNothing(long end) {
    BusyPanes busy = new BusyPanes();
    busy.addInterval(end, 5_000_000, NOW - HOUR, NOW);
    assertThat(total(busy)).isZero();
  }

  @Test
  void anAbsurdDurationIsCutToTheBounds() {
    BusyPanes busy = new BusyPanes();
    busy.addInterval(NOW, Long.MAX_VALUE / 2, NOW - HOUR, NOW);
    assertThat(total(busy)).isEqualTo(HOUR * 1000);
    assertThat(busy.size()).isLessThanOrEqualTo(361);
  }
}
