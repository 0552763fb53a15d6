package dev.stormwatch.core.detect.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of a function before its first whole day is over. */
class SteadyUseTest {

  private static CostLife life() {
    return new CostLife(TestSettings.usual().settings());
  }

  private static List<Boolean> told(CostLife life) {
    return life.said.stream().map(row -> !row.finding().recovered).distinct().toList();
  }

  /**
   * 40 at a time of 2 GB are 4.80 USD an hour and 38.40 in eight; containers for them (22 tasks)
   * 26.80 a day.
   */
  @Test
  void whatRunsEvenlyForAnHourAndCostsThreeTimesItsContainersIsATicket() {
    CostLife life = life().minutes(64, 40);
    assertThat(life.said).isEmpty();
    life.minutes(7, 40);
    assertThat(life.said).hasSize(1);
    Finding ticket = life.last();
    assertThat(ticket.severity).isEqualTo(Severity.TICKET);
    assertThat(ticket.onset).isBetween(CostLife.T, CostLife.T + 6 * CostLife.MINUTE);
    assertThat(ticket.headline)
        .isEqualTo(
            "poll: 4.80 USD an hour over 65 min, 38.40 USD for 8 h a day; containers 26.80 to 86.04 USD"
                + " a day: dearer if its calls mostly wait");
    assertThat(ticket.impact.what).contains("the first whole day will tell");
    assertThat(ticket.measure.value).isCloseTo(38.4 / 26.80, within(0.05));
    assertThat(ticket.recommendations).isNotEmpty();
  }

  /** What containers cost is an estimate: a few percent are less than it may be wrong by. */
  @Test
  void aFewPercentMoreThanContainersAtOneEndOfTheBandAreNoTicket() {
    CostLife life = life().minutes(90, 6);
    assertThat(life.said).isEmpty();
  }

  @Test
  void aStepIsCountedFromTheStepOn() {
    CostLife life = life().minutes(120, 2).minutes(64, 20);
    assertThat(life.said).isEmpty();
    life.minutes(12, 20);
    assertThat(life.last().onset)
        .isCloseTo(CostLife.T + 120 * CostLife.MINUTE, within(6 * CostLife.MINUTE));
  }

  /** What ran before was enough to be told by itself, so the run of five minutes went on. */
  @Test
  void theFiguresOfAStepAreThoseSinceTheStep() {
    Finding ticket = life().minutes(40, 12).minutes(80, 40).said.get(0).finding();
    assertThat(ticket.headline)
        .startsWith(
            "poll: 4.80 USD an hour over 65 min, 38.40 USD for 8 h a day; containers 26.80");
    assertThat(ticket.onset)
        .isCloseTo(CostLife.T + 40 * CostLife.MINUTE, within(6 * CostLife.MINUTE));
    assertThat(ticket.impact.what)
        .contains("rests on the 65 min since " + Words.minute(ticket.onset) + " UTC");
  }

  @Test
  void aBatchOfAnHourEveryHourOrSoAndABurstAreNone() {
    assertThat(life().minutes(30, 0).minutes(60, 40).minutes(300, 0).said).isEmpty();
    CostLife life = life();
    for (int i = 0; i < 10; i++) {
      life.minutes(20, 60).minutes(10, 0);
    }
    assertThat(life.said).isEmpty();
  }

  /** A backlog that is worked off: what falls to a third is not counted together. */
  @Test
  void whatRecedesBeginsAnew() {
    assertThat(life().minutes(45, 40).minutes(60, 12).said).isEmpty();
  }

  /** 3 at a time of 2 GB are 88 USD a month at eight hours a day. */
  @Test
  void belowTheLeastCostOrWhereContainersCostAsMuchNobodyIsTold() {
    assertThat(life().minutes(200, 3).said).isEmpty();
    CostLife computing =
        new CostLife(
            TestSettings.usual()
                .with(
                    "functions",
                    List.of(TestSettings.rule("poll", false).with("processorShare", 1.0)))
                .settings());
    assertThat(computing.minutes(200, 40).said).isEmpty();
  }

  /** A minute of each five is busy, so containers for that minute stand idle in the other four. */
  @Test
  void whatIsEvenByItsFiveMinutesAloneNeedsContainersForItsBusiestMinute() {
    CostLife life = life();
    for (int i = 0; i < 40; i++) {
      life.minutes(1, 100).minutes(4, 0);
    }
    assertThat(life.said).isEmpty();
  }

  @Test
  void aRunawayIsTheRunawaysAlone() {
    CostLife life = life().minutes(120, 1);
    for (int i = 0; i < 2 * 720; i++) {
      life.slot(400, 10_000);
    }
    assertThat(life.said).isNotEmpty().allMatch(row -> row.finding().severity == Severity.PAGE);
  }

  @Test
  void itEndsAfterAnHoursPauseAndIsNotToldTwiceInTheFirstDay() {
    CostLife life = life().minutes(120, 40).minutes(30, 0).minutes(60, 40);
    assertThat(told(life)).containsExactly(true);
    life.minutes(75, 0);
    assertThat(told(life)).containsExactly(true, false);
    assertThat(life.last().headline).contains("has paused for 65 min");
    int said = life.said.size();
    life.minutes(300, 40);
    assertThat(life.said).hasSize(said);
  }

  @Test
  void theFirstWholeDayKeepsItWithoutASecondTicketOrClearsIt() {
    CostLife kept = life().minutes(26 * 60, 40);
    assertThat(told(kept)).containsExactly(true);
    assertThat(kept.last().headline).contains("dearer since");
    assertThat(kept.state.steady).isNull();

    CostLife cleared = life().minutes(20 * 60, 0).minutes(3 * 60, 40).minutes(5 * 60, 0);
    assertThat(told(cleared)).containsExactly(true, false);
    assertThat(cleared.last().recovered).isTrue();
  }

  @Test
  void whatIsKeptOfItGoesOnTheSame() throws Exception {
    CostLife kept = life();
    CostLife restored = life();
    for (int i = 0; i < 90; i++) {
      kept.minutes(1, 30 + i % 10);
      restored.minutes(1, 30 + i % 10);
      restored.state =
          CostStateBytes.read(
              Bytes.in(Bytes.written(out -> CostStateBytes.write(restored.state, out))),
              true,
              true);
    }
    assertThat(kept.said).isNotEmpty();
    assertThat(restored.said).hasSameSizeAs(kept.said);
    assertThat(restored.last().headline).isEqualTo(kept.last().headline);
  }
}
