package dev.stormwatch.core.detect.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.core.model.BusyPanes;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BusyMinutesTest {

  private static final long MINUTE = 60_000;
  private static final long T = 1_772_409_600_000L;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void theQuantileIsExactThoughOnlyTheLargestAreKept(long seed) {
    Random random = new Random(seed);
    int length = 1 + random.nextInt(1440);
    double[] concurrency = new double[length];
    BusyMinutes minutes = new BusyMinutes();
    minutes.begin(T);
    long now = T;
    for (int i = 0; i < length; i++) {
      BusyPanes busy = new BusyPanes();
      if (random.nextInt(4) > 0) {
        long micros = random.nextInt(60_000_000);
        concurrency[i] = micros / 60e6;
        busy.addInterval(T + (i + 1) * MINUTE, micros, 0, Long.MAX_VALUE / 2000);
      }
      minutes.add(busy);
      now += MINUTE;
      while (minutes.settles(now, Long.MAX_VALUE)) {
        minutes.settle(0);
      }
    }
    while (minutes.settles(now + BusyMinutes.SETTLE_MILLIS, Long.MAX_VALUE)) {
      minutes.settle(0);
    }
    DayUsage day = new DayUsage();
    minutes.finish(day, 0.95);

    assertThat(day.busySeconds / 60)
        .isCloseTo(Arrays.stream(concurrency).sum(), within(1e-4 * length));
    Arrays.sort(concurrency);
    assertThat(day.peakConcurrency)
        .isCloseTo(concurrency[(int) (0.95 * (length - 1))], within(1e-6));
  }
}
