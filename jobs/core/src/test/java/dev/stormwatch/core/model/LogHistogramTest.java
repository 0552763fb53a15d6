package dev.stormwatch.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogHistogramTest {

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aQuantileIsAtMostOneSixteenthOff(long seed) {
    Random random = new Random(seed);
    LogHistogram histogram = new LogHistogram();
    long[] values = new long[1 + random.nextInt(500)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextLong() >>> 1 + random.nextInt(62);
      histogram.add(values[i]);
    }
    Arrays.sort(values);
    for (double q : new double[] {0, 0.05, 0.5, 0.95, 0.99, 1}) {
      long exact = values[(int) Math.max(0, Math.ceil(q * values.length) - 1)];
      assertThat(histogram.quantile(q)).isCloseTo(exact, Percentage.withPercentage(6.2501));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
  void smallNumbersAreExact(long value) {
    LogHistogram histogram = new LogHistogram();
    histogram.add(value);
    assertThat(histogram.quantile(0.5)).isEqualTo(value);
  }

  @Test
  void holdsTheLargestNumber() {
    LogHistogram histogram = new LogHistogram();
    histogram.add(Long.MAX_VALUE);
    assertThat(histogram.quantile(1))
        .isCloseTo(Long.MAX_VALUE, Percentage.withPercentage(6.2501))
        .isPositive();
  }

  @Test
  void countsWhatIsBelowZeroAsZero() {
    LogHistogram histogram = new LogHistogram();
    histogram.add(-5);
    histogram.add(Long.MIN_VALUE);
    assertThat(histogram.total()).isEqualTo(2);
    assertThat(histogram.quantile(1)).isZero();
  }

  @Test
  void anEmptyOneHasQuantileZero() {
    assertThat(new LogHistogram().quantile(0.5)).isZero();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void readsBackWhatItWrote(long seed) throws IOException {
    Random random = new Random(seed);
    LogHistogram histogram = new LogHistogram();
    for (int i = random.nextInt(100); i > 0; i--) {
      histogram.add(random.nextLong() >>> random.nextInt(64));
    }
    byte[] bytes = Bytes.written(histogram::write);
    LogHistogram read = LogHistogram.read(Bytes.in(bytes));
    assertThat(Bytes.written(read::write)).isEqualTo(bytes);
    assertThat(read.total()).isEqualTo(histogram.total());
  }
}
