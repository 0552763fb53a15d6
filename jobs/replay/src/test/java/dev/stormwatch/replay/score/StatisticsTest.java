package dev.stormwatch.replay.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Held against values worked out elsewhere. */
class StatisticsTest {

  @Test
  void wilsonsInterval() {
    Share share = new Share(8, 10);

    assertThat(share.lower()).isCloseTo(0.4902, within(1e-4));
    assertThat(share.upper()).isCloseTo(0.9433, within(1e-4));
    assertThat(new Share(0, 10).lower()).isZero();
    assertThat(new Share(0, 10).upper()).isCloseTo(0.2775, within(1e-4));
    assertThat(new Share(59, 59).lower()).isCloseTo(0.9389, within(1e-4));
  }

  @Test
  void nothingCountedIsNotAShare() {
    assertThat(new Share(0, 0).value()).isNaN();
    assertThat(new Share(0, 0).lower()).isNaN();
  }

  @Test
  void aRateOfNoEventsIsBoundedByItsExposure() {
    assertThat(new Rate(0, 1).upper()).isCloseTo(3.69, within(0.1));
    assertThat(new Rate(0, 100).upper()).isCloseTo(0.0369, within(0.001));
    assertThat(new Rate(0, 1).lower()).isZero();
    assertThat(new Rate(10, 1).lower()).isCloseTo(4.80, within(0.02));
    assertThat(new Rate(10, 1).upper()).isCloseTo(18.39, within(0.02));
    assertThat(new Rate(1, 0).value()).isNaN();
  }

  @Test
  void quantilesLieBetweenTheTimes() {
    Durations durations = new Durations(new long[] {40, 10, 30, 20});

    assertThat(durations.median()).isEqualTo(25);
    assertThat(durations.quantile(0.9)).isCloseTo(37, within(1e-9));
    assertThat(durations.atLeast(30)).isEqualTo(2);
    assertThat(new Durations(new long[0]).median()).isNaN();
  }

  @Test
  void theMediansIntervalHoldsTheMedianAndShrinksWithTheNumberOfIncidents() {
    double[] few = new Durations(ramp(9)).medianInterval();
    double[] many = new Durations(ramp(900)).medianInterval();

    assertThat(few[0]).isLessThan(0.5e6).isGreaterThanOrEqualTo(0);
    assertThat(few[1]).isGreaterThan(0.5e6).isLessThanOrEqualTo(1e6);
    assertThat(many[1] - many[0]).isLessThan((few[1] - few[0]) / 3);
    assertThat(new Durations(ramp(9)).medianInterval()).isEqualTo(few);
  }

  private static long[] ramp(int size) {
    long[] values = new long[size];
    for (int i = 0; i < size; i++) {
      values[i] = 1_000_000L * i / (size - 1);
    }
    return values;
  }
}
