package dev.stormwatch.core.detect.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.model.Traits;
import dev.stormwatch.core.settings.TestSettings;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The crossover and its state: whole days, one minute after another. */
class CostDetectorTest {

  private static CostLife life() {
    return new CostLife(TestSettings.usual().settings());
  }

  private static CostLife computing() {
    return new CostLife(
        TestSettings.usual()
            .with(
                "functions", List.of(TestSettings.rule("poll", false).with("processorShare", 1.0)))
            .settings());
  }

  /**
   * 2 at a time of 2 GB: 5.76 USD a day, and two tasks with a balancer are 3.10. The third day has
   * cost as much after 13 hours.
   */
  @Test
  void aStepPastContainersIsATicketOnceTheThirdDayIsDearer() {
    CostLife life = life().day(1).day(1).day(1).day(1);
    assertThat(life.said).isEmpty();

    life.day(2).day(2).minutes(12 * 60, 2);
    assertThat(life.said).isEmpty();

    life.minutes(2 * 60, 2);
    assertThat(life.last().kind).isEqualTo(Kind.COST_CROSSOVER);
    assertThat(life.last().severity).isEqualTo(Severity.TICKET);
    assertThat(life.last().recovered).isFalse();
    assertThat(life.last().onset)
        .isEqualTo(CostLife.T + 4 * CostLife.DAY + CostLife.MINUTE - 5000 - 55_000);
    assertThat(life.last().headline)
        .isEqualTo(
            "poll: Lambda costs 5.76 USD a day, containers for its work 3.10 to 5.47 USD; dearer"
                + " since 2026-03-06");
    assertThat(life.last().recommendations)
        .extracting(row -> row.action)
        .anyMatch(action -> action.contains("Fargate"))
        .anyMatch(action -> action.contains("Managed Instances"));
  }

  @Test
  void aBatchOfTwoDaysAtTheEndOfAMonthIsNone() {
    CostLife life = life().day(1).day(1).day(1).day(1).day(6).day(6);
    for (int i = 0; i < 10; i++) {
      life.day(1);
    }
    assertThat(life.said).isEmpty();
  }

  /** Whoever begins to watch today learns tomorrow of what is far dearer. */
  @Test
  void aFunctionThatIsDearInAllItsKnownDaysIsToldAfterTheFirst() {
    CostLife life = life().day(2).minutes(21, 2);
    assertThat(life.said).hasSize(1);
    assertThat(life.last().severity).isEqualTo(Severity.TICKET);
  }

  @Test
  void lessThanADayIsTooLittleWhereItMustGoOnAllDayToBeDearer() {
    assertThat(life().minutes(23 * 60, 3).said).isEmpty();
  }

  @Test
  void aFunctionThatComputesAllTheTimeIsComparedWithAsManyProcessors() {
    CostLife life = computing().day(2).day(2).day(2).day(2);
    assertThat(life.said).isEmpty();
  }

  @Test
  void whatLambdaInsightsMeasuredCountsAsMuchAsWhatIsSaid() {
    CostLife life = life();
    life.processorShare = 1;
    life.day(2).day(2).day(2).day(2);
    assertThat(life.said).isEmpty();
  }

  /** 1.22 at a time of 2 GB: 3.51 USD a day, 1.13 times the containers' 3.10. */
  @Test
  void aSmallMarginIsEnoughWhereTheProcessorShareIsKnown() {
    for (double share : new double[] {-1, 0.3}) {
      CostLife life = life();
      life.processorShare = share;
      for (int day = 0; day < 3; day++) {
        for (int minute = 0; minute < 1440; minute++) {
          life.minute(1, 73_200);
        }
      }
      life.minutes(21, 1);
      assertThat(life.said.isEmpty()).as("share %s", share).isEqualTo(share < 0);
      assertThat(life.said).allMatch(row -> row.finding().severity == Severity.TICKET);
    }
  }

  /**
   * 4 at a time in every ninth minute and 1 else: 3.84 USD a day. If it uses 0.3 of its processor
   * it needs 2.14 tasks, so 3, which are 4.29 a day with the balancer; 2.14 would be 3.26. Of three
   * times as much it is 11.52 USD beside the 9.03 of 7 tasks.
   */
  @Test
  void aGuessedShareIsHeldAgainstTheTasksThatAreAdvised() {
    CostLife life = life();
    for (int day = 0; day < 5; day++) {
      peaks(life, 1440, 1);
    }
    assertThat(life.said).isEmpty();

    peaks(life, 2 * 1440, 3);
    assertThat(life.said).isEmpty();
    peaks(life, 1440, 3);
    assertThat(life.said).isNotEmpty();
    assertThat(life.last().severity).isEqualTo(Severity.TICKET);
    assertThat(life.last().headline)
        .contains("Lambda costs 11.52 USD a day, containers for its work 9.03 to ");
    assertThat(life.last().recommendations.get(0).value).isEqualTo("7 tasks of 1 vCPU and 2 GB");
    assertThat(life.last().recommendations.get(0).reason).contains("make 7 tasks");
  }

  private static void peaks(CostLife life, int minutes, int times) {
    for (int minute = 0; minute < minutes; minute++) {
      life.minute(times * (minute % 9 == 0 ? 4 : 1), 60_000);
    }
  }

  /** 1 at a time of 2 GB is 88 USD a month and would be dearer than one small task. */
  @Test
  void belowTheLeastCostNobodyIsTold() {
    CostLife life = new CostLife(TestSettings.usual().with("cost.minTasks", 1L).settings());
    for (int i = 0; i < 10; i++) {
      life.day(1);
    }
    assertThat(life.said).isEmpty();
  }

  /**
   * Twenty days, each a tenth dearer than the one before.
   *
   * @return the start of the first day on which containers would be cheaper
   */
  private static long grow(CostLife life) {
    double perMinute = 0.40;
    double owed = 0;
    long crossed = 0;
    for (int day = 0; day < 20; day++) {
      double today = perMinute * Math.pow(1.1, day);
      if (crossed == 0 && today > 1.077) {
        crossed = life.now;
      }
      for (int minute = 0; minute < 1440; minute++) {
        owed += today;
        int calls = (int) owed;
        owed -= calls;
        life.minute(calls, 60_000);
      }
    }
    return crossed;
  }

  @Test
  void whatLiesBeyondTheForecastIsNotForeseen() {
    CostLife life = new CostLife(TestSettings.usual().with("cost.forecastDays", 1L).settings());
    long crossed = grow(life);
    assertThat(life.said.get(0).at()).isGreaterThan(crossed - 2 * CostLife.DAY);
  }

  @Test
  void growthIsForeseenAndATicketOnceItHasCrossed() {
    CostLife life = life();
    long crossed = grow(life);
    assertThat(life.said.get(0).finding().severity).isEqualTo(Severity.INFO);
    long foreseen = life.said.get(0).finding().prediction.at;
    assertThat(foreseen).isCloseTo(crossed, within(CostLife.DAY));
    assertThat(life.said.get(0).finding().prediction.earliest).isLessThanOrEqualTo(foreseen);
    assertThat(life.said.get(0).finding().prediction.latest).isGreaterThanOrEqualTo(foreseen);

    long ticket =
        life.said.stream()
            .filter(row -> row.finding().severity == Severity.TICKET)
            .findFirst()
            .orElseThrow()
            .at();
    assertThat(ticket).isBetween(crossed, crossed + 3 * CostLife.DAY);
    assertThat(life.said).noneMatch(row -> row.finding().recovered);
  }

  /** What it was before it grew is no part of what it costs now: 6 at a time, 17.28 USD a day. */
  @Test
  void aMonthIsToldAtThePresentRate() {
    CostLife life = life().day(1).day(1).day(1).day(1).day(2).day(6).minutes(24 * 60 - 1, 6);
    assertThat(life.last().impact.what).contains("Lambda comes to 525.");
  }

  /** Containers are cheaper by then, and the sum is not yet worth a ticket. */
  @Test
  void aForecastThatComesTrueIsNotTakenBack() {
    CostLife life =
        new CostLife(TestSettings.usual().with("cost.minUsdPerMonth", 140.0).settings());
    grow(life);
    assertThat(life.said.get(0).finding().severity).isEqualTo(Severity.INFO);
    assertThat(life.said).noneMatch(row -> row.finding().recovered);
    assertThat(life.last().severity).isEqualTo(Severity.TICKET);
  }

  @Test
  void aCrossingThatIsCloseEnoughCanBeATicketAhead() {
    CostLife life =
        new CostLife(
            TestSettings.usual()
                .with("cost.ticketAheadDays", 14L)
                .with("cost.minUsdPerMonth", 10.0)
                .settings());
    for (int day = 0; day < 8; day++) {
      for (int minute = 0; minute < 1440; minute++) {
        life.minute(minute % 10 < 2 + day / 2 ? 1 : 0, 60_000 + day * 1000);
      }
    }
    assertThat(life.last().severity).isEqualTo(Severity.TICKET);
    assertThat(life.last().prediction).isNotNull();
  }

  @Test
  void itIsOverAfterThreeCheapDaysAndNotBefore() {
    CostLife life = life().day(2).day(2).day(2).day(2);
    life.day(1).day(1).day(1);
    assertThat(life.said).noneMatch(row -> row.finding().recovered);
    life.minutes(21, 1);
    assertThat(life.last().recovered).isTrue();
    assertThat(life.detector.wakeAt(life.state)).isEqualTo(Long.MAX_VALUE);
  }

  /** A job that runs once a night has hours in which an incident would expire. */
  @Test
  void anOpenCrossoverIsKeptAliveWhileNothingIsHeard() {
    CostLife life = life().day(2).day(2).day(2).minutes(21, 2);
    int before = life.said.size();
    life.silence(6 * CostLife.HOUR);
    long last = life.said.get(before - 1).at();
    for (CostLife.Said row : life.said.subList(before, life.said.size())) {
      assertThat(row.finding().recovered).isFalse();
      assertThat(row.at() - last).isLessThan(life.settings.incident.expireMillis);
      last = row.at();
    }
    assertThat(life.now - last).isLessThan(life.settings.incident.expireMillis);
    life.silence(5 * CostLife.DAY);
    assertThat(life.last().recovered).isTrue();
  }

  @Test
  void managedInstancesHaveNoPriceByCall() {
    CostLife life = life();
    life.traits = Traits.MANAGED_INSTANCES;
    assertThat(life.day(5).day(5).day(5).day(5).said).isEmpty();
  }

  private static byte[] bytes(CostState state) throws IOException {
    return Bytes.written(out -> CostStateBytes.write(state, out));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsWrittenAndReadGoesOnTheSame(long seed) throws Exception {
    Random random = new Random(seed);
    CostLife written = life();
    CostLife kept = life();
    for (int i = 0; i < 4 * 1440; i++) {
      int calls = random.nextInt(4);
      long millis = 1_000 + random.nextInt(100_000);
      written.minute(calls, millis);
      kept.minute(calls, millis);
      if (random.nextInt(50) == 0) {
        written.state = CostStateBytes.read(Bytes.in(bytes(written.state)), true, true);
      }
    }
    assertThat(bytes(written.state)).isEqualTo(bytes(kept.state));
    assertThat(written.said).hasSameSizeAs(kept.said);
    assertThat(written.said.stream().map(row -> row.at() + row.finding().headline))
        .containsExactlyElementsOf(
            kept.said.stream().map(row -> row.at() + row.finding().headline).toList());
  }

  @Test
  void twoWeeksOfAFunctionsCostFitTwoKilobytes() throws Exception {
    CostLife life = life();
    Random random = new Random(1);
    for (int i = 0; i < 16 * 1440; i++) {
      life.minute(random.nextInt(50), 30_000 + random.nextInt(60_000));
    }
    int bytes = bytes(life.state).length;
    assertThat(bytes).as("a function's cost takes %d bytes", bytes).isLessThan(2 * 1024);
  }
}
