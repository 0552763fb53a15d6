package dev.stormwatch.core.detect.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CostTrendTest {

  @Test
  void aLineIsFoundWithOneDayFarOff() {
    CostTrend trend = new CostTrend(new double[] {0, 0.1, 0.2, 5, 0.4, 0.5, 0.6, 0.7});
    assertThat(trend.slope).isCloseTo(0.1, within(0.01));
    assertThat(trend.at(7.5)).isCloseTo(0.75, within(0.05));
    assertThat(trend.reaches(1, trend.slope)).isCloseTo(10, within(0.8));
    assertThat(trend.probability).isLessThan(0.01);
  }

  @Test
  void aFallingLineNeverRises() {
    CostTrend trend = new CostTrend(new double[] {5, 4, 3, 2, 1});
    assertThat(trend.probability).isEqualTo(1);
    assertThat(trend.reaches(6, trend.slope)).isInfinite();
  }

  /** All seven days in order: S = 21, its deviation sqrt(7 × 6 × 19 / 18) = 6.658, z = 3.004. */
  @Test
  void kendallsTestIsTheOneInTheBooks() {
    CostTrend trend = new CostTrend(new double[] {1, 2, 3, 4, 5, 6, 7});
    assertThat(trend.probability).isCloseTo(0.00133, within(0.00002));
  }

  @Test
  void daysWithoutATrendPassTheTestNoMoreOftenThanItSays() {
    int passed = 0;
    int series = 4_000;
    for (int seed = 0; seed < series; seed++) {
      Random random = new Random(seed);
      double[] days = random.doubles(14).toArray();
      passed += new CostTrend(days).probability < 0.01 ? 1 : 0;
    }
    assertThat(passed).isLessThan(series * 13 / 1000);
  }

  @Test
  void theIntervalHoldsTheTrueSlopeNineteenTimesInTwenty() {
    int held = 0;
    int series = 2_000;
    for (int seed = 0; seed < series; seed++) {
      Random random = new Random(seed);
      double[] days = new double[14];
      for (int i = 0; i < days.length; i++) {
        days[i] = 0.08 * i + 0.1 * random.nextGaussian();
      }
      CostTrend trend = new CostTrend(days);
      held += trend.flattest <= 0.08 && trend.steepest >= 0.08 ? 1 : 0;
    }
    assertThat(held).isBetween(series * 93 / 100, series * 98 / 100);
  }
}
