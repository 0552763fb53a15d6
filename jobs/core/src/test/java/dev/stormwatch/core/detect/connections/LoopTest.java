package dev.stormwatch.core.detect.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.core.detect.Measure;
import org.junit.jupiter.api.Test;

/** Ten calls a second are usual; what comes beyond when calls fail are retries. */
class LoopTest {

  private final Estate estate = new Estate("orders-db");

  private LoopTest failing(int slots, long calls, long refused) {
    for (int i = 0; i < slots; i++) {
      estate.calling(calls).refusing(refused).slot(90, 500);
    }
    return this;
  }

  private Measure measure() {
    return estate.last().measure;
  }

  @Test
  void retriesThatKeepTheDatabaseFullWithTheirTriggerGoneWillNotHeal() {
    estate.slots(60, 20, 100);
    failing(20, 160, 100);
    assertThat(measure().name).isEqualTo("loop-gain");
    failing(44, 160, 100);
    assertThat(measure().name).isEqualTo(Measure.SUSTAINED_LOOP_GAIN);
    assertThat(measure().value).isCloseTo(1, within(0.05));
    assertThat(estate.last().headline).contains("it will not heal, shed load");
    assertThat(estate.last().recommendations.get(0).action).startsWith("shed load");
  }

  @Test
  void aDatabaseThatAnswersLessThanIsDemandedStillHasItsTrigger() {
    estate.slots(60, 20, 100);
    failing(120, 160, 130);
    assertThat(measure().name).isEqualTo("loop-gain");
  }

  @Test
  void answersThatGetSlowerHaveATrigger() {
    estate.slots(60, 20, 100);
    long millis = 500;
    for (int i = 0; i < 60; i++) {
      millis += millis / 25;
      estate.calling(160).refusing(100).slot(90, millis);
    }
    assertThat(measure().name).isEqualTo("loop-gain");
  }

  @Test
  void manyMoreQuickAnswersThanUsualAreTrafficThatCameWithTheFailures() {
    estate.slots(60, 20, 100);
    for (int i = 0; i < 60; i++) {
      estate.calling(600).refusing(300).slot(90, 100);
    }
    assertThat(measure().name).isEqualTo("loop-gain");
  }

  @Test
  void moreTrafficThanUsualIsATrigger() {
    estate.slots(60, 20, 100).calling(400).slots(12, 60, 100);
    failing(60, 500, 100);
    assertThat(measure().name).isEqualTo("loop-gain");
  }

  @Test
  void retriesThatGrowAreToldWithTheTimeInWhichTheyDouble() {
    estate.slots(60, 20, 100);
    double retries = 20;
    for (int i = 0; i < 24; i++) {
      // Doubles each half minute.
      retries *= Math.pow(2, 1 / 6.0);
      failing(1, 50 + (long) retries, (long) retries + 10);
    }
    assertThat(measure().value).isCloseTo(2, within(0.2));
    assertThat(estate.last().headline).contains("retries double in 3");
  }

  @Test
  void retriesThatRecedeAreToldSo() {
    estate.slots(60, 20, 100);
    double retries = 600;
    for (int i = 0; i < 24; i++) {
      retries *= Math.pow(2, -1 / 6.0);
      failing(1, 50 + (long) retries, (long) retries);
    }
    assertThat(measure().value).isCloseTo(0.5, within(0.1));
    assertThat(estate.last().headline).contains("retries recede");
  }

  /** Ebb and flow of a tenth are more than such retries are, and would be taken for them. */
  @Test
  void quickFailuresTellTheLoopWhateverTrafficDoesMeanwhile() {
    estate.calling(200).slots(60, 20, 100);
    double failing = 20;
    for (int i = 0; i < 24; i++) {
      failing *= Math.pow(2, 1 / 12.0);
      long demand = i < 12 ? 210 : 190;
      estate.calling(demand + (long) failing).refusing((long) failing).slot(60, 100);
    }
    assertThat(measure().name).isEqualTo("loop-gain");
    assertThat(measure().value).isCloseTo(Math.sqrt(2) * Math.sqrt(210 / 190.0), within(0.15));
  }

  @Test
  void callsThatCallersGiveUpDoNotFailAndAreCountedAgainstHowItWas() {
    estate.calling(200).slots(60, 20, 100);
    double retries = 150;
    for (int i = 0; i < 24; i++) {
      retries *= Math.pow(2, 1 / 12.0);
      estate.calling(200 + (long) retries).refusing(0).slot(60 + i, 2_000);
    }
    assertThat(measure().name).isEqualTo("loop-gain");
    assertThat(measure().value).isCloseTo(Math.sqrt(2), within(0.15));
  }

  /** Were it a tenth more traffic and no retries, the gain would be another by a half. */
  @Test
  void ofFewRetriesOnTopOfTrafficThatWandersNoGainIsTold() {
    estate.calling(200).slots(60, 20, 100);
    for (int i = 0; i < 24; i++) {
      estate.calling(260).refusing(0).slot(60, 2_000);
    }
    assertThat(estate.findings()).noneMatch(page -> page.measure.name.endsWith("loop-gain"));
  }

  /** Environments that become more while retries recede are the last that these opened. */
  @Test
  void whileTheLoopDampsNoForecastPages() {
    assertThat(filling(10)).as("half of the calls failed, and now a fifth").isFalse();
    assertThat(filling(25)).as("half of them still fail").isTrue();
  }

  /** Does it page as environments become more, with so many of fifty calls that fail by then? */
  private static boolean filling(long failing) {
    Estate other = new Estate("orders-db");
    other.slots(60, 70, 100);
    for (int i = 0; i < 24; i++) {
      other.failing(25).slot(70, 100);
    }
    for (int i = 0; i < 16; i++) {
      other.failing(failing).slot(i < 9 ? 70 : 70 + 2 * (i - 8), 100);
    }
    return !other.findings().isEmpty();
  }

  @Test
  void whatLambdaRunsAgainUnderTheSameRequestIsNoDemand() {
    Estate other = new Estate("orders-db");
    other.slots(60, 20, 100);
    for (int i = 0; i < 40; i++) {
      other.calling(160).retrying(140).refusing(100).slot(90, 500);
    }
    assertThat(other.last().measure.samples).isEqualTo(12 * 140);
  }
}
