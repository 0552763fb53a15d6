package dev.stormwatch.core.detect.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.core.detect.Mechanism;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Starts;
import dev.stormwatch.core.model.Release;
import dev.stormwatch.core.settings.TestSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Spending that runs away within minutes. */
class RunawayTest {

  private static CostLife life() {
    return new CostLife(TestSettings.usual().settings());
  }

  /** 400 calls of 10 s in 5 s at 2 GB are 0.13 USD, 96 USD an hour. */
  @Test
  void aRunawayPagesWithinTwoMinutesWithWhatADayWouldCost() {
    CostLife life = life().minutes(120, 1);
    long start = life.now;
    for (int i = 0; i < 24 && life.said.isEmpty(); i++) {
      life.slot(400, 10_000);
    }
    assertThat(life.said.get(0).at() - start).isBetween(60_000L, 120_000L);
    assertThat(life.last().severity).isEqualTo(Severity.PAGE);
    assertThat(life.last().headline).contains("USD a day if it goes on");
    assertThat(life.last().measure.value).isCloseTo(96, within(3.0));
    assertThat(life.last().recommendations)
        .extracting(row -> row.command)
        .anyMatch(command -> command.contains("put-function-concurrency"));

    for (int i = 0; i < 60; i++) {
      life.slot(0, 0);
    }
    assertThat(life.last().recovered).isTrue();
  }

  /** Code that takes fifteen times as long is taken back before anything is stopped. */
  @Test
  void theReleaseThatItBeganWithIsNamedAndTakenBack() {
    CostLife life = life().minutes(120, 1);
    life.starts = new Starts(false, false, new Release("32", "31", life.now + 10_000));
    for (int i = 0; i < 24; i++) {
      life.slot(400, 10_000);
    }
    assertThat(life.last().headline).contains(" USD an hour since version 32, ");
    assertThat(life.last().recommendations.get(0).command).contains("--function-version 31");
    assertThat(life.last().cause).isEqualTo(Mechanism.RELEASE);
  }

  /** 15 USD an hour: too little to wake somebody, and a hundred by the morning. */
  @Test
  void whatClimbsToAHundredByTheMorningIsATicketAfterTenMinutes() {
    CostLife life = life().minutes(120, 1);
    long start = life.now;
    for (int i = 0; i < 240; i++) {
      life.slot(62, 10_000);
    }
    assertThat(life.said.get(0).at() - start).isBetween(560_000L, 720_000L);
    assertThat(life.said).allMatch(row -> row.finding().severity == Severity.TICKET);
    assertThat(life.last().headline).startsWith("poll: burns 14.89 USD an hour");
    for (int i = 0; i < 24; i++) {
      life.slot(400, 10_000);
    }
    assertThat(life.last().severity).isEqualTo(Severity.PAGE);
    life.minutes(20, 1);
    assertThat(life.last().recovered).isTrue();
  }

  /** The hour that ends meanwhile holds eight minutes of it. */
  @Test
  void whatClimbsWhileAnHourEndsIsNotHeldAgainstItself() {
    CostLife life = life().minutes(112, 1);
    for (int i = 0; i < 240; i++) {
      life.slot(62, 10_000);
    }
    assertThat(life.said).isNotEmpty();
  }

  @Test
  void aBatchOfEightMinutesAtThatRateIsSilent() {
    CostLife life = life().minutes(120, 1);
    for (int i = 0; i < 96; i++) {
      life.slot(62, 10_000);
    }
    life.minutes(60, 1);
    assertThat(life.said).isEmpty();
  }

  /** It was told in its rise. */
  @Test
  void aRunawayThatBecomesDearerIsToldAgain() {
    CostLife life = life().minutes(120, 1);
    for (int i = 0; i < 48; i++) {
      life.slot(i < 20 ? 250 : 500, 10_000);
    }
    assertThat(life.said.get(0).finding().measure.value).isLessThan(70);
    assertThat(life.last().measure.value).isCloseTo(120, within(4.0));
  }

  /** Nine times the usual, at 26 USD a day. */
  @Test
  void aHealthySurgeOfASmallFunctionDoesNotPage() {
    CostLife life = life().minutes(120, 1);
    for (int i = 0; i < 720; i++) {
      life.slot(9, 5_000);
    }
    assertThat(life.said).isEmpty();
  }

  /** Expensive as usual, and twice that: money, but no surprise. */
  @Test
  void whatIsAlwaysDearDoesNotPageForTwiceItself() {
    CostLife life = life();
    for (int i = 0; i < 1440; i++) {
      life.slot(300, 10_000);
    }
    for (int i = 0; i < 360; i++) {
      life.slot(600, 10_000);
    }
    assertThat(life.said).noneMatch(row -> row.finding().severity == Severity.PAGE);
  }

  /** Four minutes each hour at 96 USD an hour are 6 USD an hour, and an hour's sum hides them. */
  @Test
  void aBatchThatCameAndWentBeforeItWasJudgedDoesNotPageLater() {
    CostLife life = life();
    for (int hour = 0; hour < 6; hour++) {
      life.minutes(hour == 0 ? 2 : 56, 1);
      for (int i = 0; i < 48; i++) {
        life.slot(400, 10_000);
      }
    }
    assertThat(life.said).isEmpty();

    life.minutes(30, 1);
    for (int i = 0; i < 48 && life.said.isEmpty(); i++) {
      life.slot(1_200, 10_000);
    }
    assertThat(life.last().severity).isEqualTo(Severity.PAGE);
  }

  @Test
  void aRunawayThatCameAndWentThreeTimesIsSomebodysBatch() {
    CostLife life = life().minutes(120, 1);
    List<Long> pages = new ArrayList<>();
    for (int hour = 0; hour < 6; hour++) {
      int before = life.said.size();
      for (int i = 0; i < 48; i++) {
        life.slot(400, 10_000);
      }
      life.minutes(56, 1);
      pages.add(
          life.said.subList(before, life.said.size()).stream()
              .filter(row -> row.finding().severity == Severity.PAGE)
              .count());
    }
    assertThat(pages.subList(0, 3)).doesNotContain(0L);
    assertThat(pages.subList(3, 6)).containsOnly(0L);
  }

  /** 300 calls of ten minutes are 6 USD, all billed within half a minute: over by then. */
  @Test
  void oneBurstOfLongCallsIsNotARunaway() {
    CostLife life = life().minutes(120, 1);
    for (int i = 0; i < 6; i++) {
      life.slot(50, 600_000);
    }
    life.minutes(60, 1);
    assertThat(life.said).isEmpty();
  }

  @Test
  void aRunawayThatLastsADayIsTheUsual() {
    CostLife life = life().minutes(120, 1);
    for (int i = 0; i < 17_280 + 720; i++) {
      life.slot(400, 10_000);
    }
    assertThat(life.said.get(0).finding().severity).isEqualTo(Severity.PAGE);
    assertThat(life.last().severity).isNotEqualTo(Severity.PAGE);
    int said = life.said.size();
    for (int i = 0; i < 720; i++) {
      life.slot(400, 10_000);
    }
    assertThat(life.said.subList(said, life.said.size()))
        .noneMatch(row -> row.finding().severity == Severity.PAGE);
  }
}
