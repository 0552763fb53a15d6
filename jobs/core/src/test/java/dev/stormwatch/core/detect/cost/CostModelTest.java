package dev.stormwatch.core.detect.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.core.detect.cost.CostModel.Comparison;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every expected number is worked out beside it. */
class CostModelTest {

  /** A day of 512 MB, a million calls of 100 ms each, never more than 2 at a time. */
  private static DayUsage day() {
    DayUsage day = new DayUsage();
    day.calls = 1e6;
    day.billedSeconds = 1e5;
    day.gigabyteSeconds = 5e4;
    day.busySeconds = 1e5;
    day.peakConcurrency = 2;
    day.callsWithMemory = 1e6;
    day.usedMegabytes = 100e6;
    day.coveredSeconds = 86_400;
    return day;
  }

  private static CostModel model(TestSettings settings) {
    return new CostModel(settings.settings());
  }

  private static TestSettings rule(String key, Object value) {
    return TestSettings.usual()
        .with("functions", List.of(TestSettings.rule("*", true).with(key, value)));
  }

  @Test
  void lambdaIsDurationAndRequests() {
    // 50,000 GB-s × 0.0000166667 = 0.833335; 1 M × 0.20 = 0.20
    assertThat(model(TestSettings.usual()).compare(day(), "f").lambdaUsdPerDay)
        .isCloseTo(1.033335, within(1e-9));
  }

  @Test
  void halfADayCountsTwice() {
    DayUsage half = day();
    half.coveredSeconds = 43_200;
    assertThat(model(TestSettings.usual()).compare(half, "f").lambdaUsdPerDay)
        .isCloseTo(2 * 1.033335, within(1e-9));
  }

  /** 10 GB in 1,000 environments all day. */
  @Test
  void aMonthsRunningTimeIsPaidByTiers() {
    DayUsage day = day();
    day.calls = 0;
    day.gigabyteSeconds = 10_000 * 86_400;
    // 26.28 billion GB-s a month: 6 at 16.6667, 9 at 15 and 11.28 at 13.3334 USD a million
    double month = 6e3 * 16.6667 + 9e3 * 15 + 11.28e3 * 13.3334;
    assertThat(model(TestSettings.usual()).compare(day, "f").lambdaUsdPerDay)
        .isCloseTo(month / (365 / 12.0), within(1e-6));
  }

  @Test
  void theProcessorShareIsMeasuredWhereLambdaInsightsTellsAndSaidWhereSomebodyKnowsBetter() {
    DayUsage day = day();
    // 1e5 s at 512/1769 of a processor were given; a fiftieth of them was measured
    day.givenSeconds = 1e5 * 512 / 1769 / 50;
    day.processorSeconds = 0.12 * day.givenSeconds;
    Comparison measured = model(TestSettings.usual()).compare(day, "f");
    assertThat(measured.processorShareKnown()).isTrue();
    assertThat(measured.waiting.processorShare).isCloseTo(0.12, within(1e-12));
    assertThat(model(rule("processorShare", 0.5)).compare(day, "f").waiting.processorShare)
        .isEqualTo(0.5);

    day.givenSeconds /= 10;
    day.processorSeconds /= 10;
    assertThat(model(TestSettings.usual()).compare(day, "f").processorShareKnown()).isFalse();
  }

  @Test
  void aTaskHoldsAtLeastOneCall() {
    DayUsage day = day();
    day.usedMegabytes = 7_000e6;
    // 7,000 MB at 80 % are 8.54 GB: 1 vCPU has 8 at most, 2 have 9
    Comparison compared = model(TestSettings.usual()).compare(day, "f");
    assertThat(compared.waiting.taskVcpu).isEqualTo(2);
    assertThat(compared.waiting.taskGigabytes).isEqualTo(9);
    // 2 × 24 × (2 × 0.04048 + 9 × 0.004445) + 24 × 0.0305
    assertThat(compared.waiting.usdPerDay).isCloseTo(2 * 24 * 0.120965 + 0.732, within(1e-9));
  }

  @Test
  void armHasPricesOfItsOwn() {
    // 50,000 × 0.0000133334 = 0.66667; requests 0.20
    assertThat(model(rule("architecture", "arm64")).compare(day(), "f").lambdaUsdPerDay)
        .isCloseTo(0.86667, within(1e-9));
  }

  @Test
  void provisionedConcurrencyStandsAndMakesDurationCheaper() {
    DayUsage day = day();
    day.provisionedSeconds = 6e4;
    // share ready 0.6: 50,000 × (0.6 × 0.0000097222 + 0.4 × 0.0000166667) = 0.625
    // standing 3 × 0.5 GB × 86,400 s × 0.0000041667 = 0.54000432; requests 0.20
    assertThat(model(rule("provisionedConcurrency", 3L)).compare(day, "f").lambdaUsdPerDay)
        .isCloseTo(0.291666 + 0.333334 + 0.54000432 + 0.20, within(1e-6));
  }

  @Test
  void containersAreSizedForThePeakByProcessorOrMemory() {
    DayUsage day = day();
    day.peakConcurrency = 20;
    // 20 × 512/1769 vCPU × 0.3 / 0.65 = 2.67 tasks by processor; 20 × 100/2048/0.8 = 1.22 by memory
    Comparison compared = model(rule("processorShare", 0.3)).compare(day, "f");
    assertThat(compared.waiting.tasks).isEqualTo(3);
    // 3 × 24 × (0.04048 + 2 × 0.004445) + 24 × 0.0305
    assertThat(compared.waiting.usdPerDay).isCloseTo(3 * 1.18488 + 0.732, within(1e-9));
    assertThat(compared.waiting.savingsPlanUsdPerDay)
        .isCloseTo(3 * 1.18488 / 2 + 0.732, within(1e-9));
    // all the time: 20 × 0.28943 / 0.65 = 8.9
    assertThat(model(rule("processorShare", 1.0)).compare(day, "f").waiting.tasks).isEqualTo(9);

    day.usedMegabytes = 500e6;
    // 20 × 500/2048/0.8 = 6.1
    assertThat(model(rule("processorShare", 0.3)).compare(day, "f").waiting.tasks).isEqualTo(7);
  }

  /** 20 × 512/1769 / 0.65 = 8.905 tasks if it computed, and 0.3 of that as it is taken. */
  @Test
  void tasksAreWholeAlthoughTheProcessorShareIsOnlyTaken() {
    DayUsage day = day();
    day.peakConcurrency = 20;
    Comparison compared = model(TestSettings.usual()).compare(day, "f");
    assertThat(compared.waiting.tasks).isEqualTo(3);
    assertThat(compared.computing.tasks).isEqualTo(9);
    assertThat(compared.waiting.usdPerDay).isCloseTo(3 * 1.18488 + 0.732, within(1e-9));
    assertThat(compared.ratio()).isCloseTo(1.033335 / 4.28664, within(1e-6));
    // 2.6715 × 1.18488 + 0.732
    assertThat(compared.trendRatio()).isCloseTo(1.033335 / 3.8974, within(1e-4));
    Comparison said = model(rule("processorShare", 0.3)).compare(day, "f");
    assertThat(said.trendRatio()).isEqualTo(said.ratio());
    day.peakConcurrency = 2;
    assertThat(model(TestSettings.usual()).compare(day, "f").waiting.tasks).isEqualTo(2);
  }

  @Test
  void utilisationIsBusyTimeOverWhatTheTasksProvide() {
    Comparison compared = model(rule("processorShare", 1.0)).compare(day(), "f");
    assertThat(compared.processorShareKnown()).isTrue();
    // mean concurrency 1e5/86,400 = 1.1574 of 0.28943 vCPU each, on two tasks of one
    assertThat(compared.waiting.utilisation).isCloseTo(1.1574 * 0.28943 / 2, within(1e-4));
    // containers 2 × 1.18488 + 0.732 = 3.10176; Lambda costs a third, so three times as busy
    assertThat(compared.breakEven())
        .isCloseTo(compared.waiting.utilisation * 3.10176 / 1.033335, within(1e-6));
  }

  /**
   * Without a least number of tasks, a balancer or headroom, the break-even of a flat load is that
   * of published comparisons: 39 % at 512 MB and 100 ms, 10 GB never below 60 %.
   */
  @Test
  void theBreakEvenOfAFlatLoadIsNotSixtyPercentForAll() {
    TestSettings bare =
        rule("processorShare", 1.0)
            .with("cost.processorTarget", 1.0)
            .with("prices.loadBalancerHour", 0.0)
            .with("prices.fargateGbHour", 0.0);
    DayUsage flat = day();
    flat.calls = 86_400 * 100 * 10;
    flat.billedSeconds = 86_400 * 100;
    flat.gigabyteSeconds = flat.billedSeconds / 2;
    flat.busySeconds = flat.billedSeconds;
    flat.peakConcurrency = 100;
    flat.usedMegabytes = 0;
    assertThat(model(bare).compare(flat, "f").breakEven()).isCloseTo(0.31, within(0.02));
  }
}
