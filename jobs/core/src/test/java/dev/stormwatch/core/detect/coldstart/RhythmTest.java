package dev.stormwatch.core.detect.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RhythmTest {

  private static final long MINUTE = 60_000;
  private static final int REPEATS = 3;
  private static final long T = 1_772_440_000_000L;

  private static Rhythm every(long minutes, int times) {
    Rhythm rhythm = new Rhythm();
    for (int i = 0; i < times; i++) {
      rhythm.add(T + i * minutes * MINUTE, 40);
    }
    return rhythm;
  }

  @Test
  void foretellsTheFourthOfASchedule() {
    for (long minutes : new long[] {15, 60, 24 * 60, 7 * 24 * 60}) {
      assertThat(every(minutes, 3).foretells(T + 3 * minutes * MINUTE + 20_000, 50, REPEATS))
          .isTrue();
      assertThat(every(minutes, 2).foretells(T + 2 * minutes * MINUTE, 50, REPEATS)).isFalse();
    }
  }

  @Test
  void aWaveMayComeAgainForAsLongAsItTookToComeBack() {
    long after = T + 20 * MINUTE;
    assertThat(every(20, 1).mayComeAgain(T + MINUTE, 30 * MINUTE)).isFalse();
    assertThat(every(20, 2).mayComeAgain(after + 24 * MINUTE, 30 * MINUTE)).isTrue();
    assertThat(every(20, 2).mayComeAgain(after + 25 * MINUTE, 30 * MINUTE)).isFalse();
    assertThat(every(40, 2).mayComeAgain(T + 41 * MINUTE, 30 * MINUTE)).isFalse();
  }

  @Test
  void asksForAsManyAsTheSettingsSay() {
    for (int repeats = 2; repeats <= 6; repeats++) {
      for (long minutes : new long[] {60, 24 * 60}) {
        assertThat(every(minutes, repeats).foretells(T + repeats * minutes * MINUTE, 40, repeats))
            .isTrue();
        assertThat(
                every(minutes, repeats - 1)
                    .foretells(T + (repeats - 1) * minutes * MINUTE, 40, repeats))
            .isFalse();
      }
    }
  }

  @Test
  void knowsTheScheduleAmongOtherBursts() {
    Rhythm rhythm = every(60, 1);
    rhythm.add(T + 25 * MINUTE, 80);
    rhythm.add(T + 60 * MINUTE, 40);
    rhythm.add(T + 97 * MINUTE, 80);
    rhythm.add(T + 120 * MINUTE, 40);
    assertThat(rhythm.foretells(T + 180 * MINUTE, 40, REPEATS)).isTrue();
    assertThat(rhythm.foretells(T + 165 * MINUTE, 40, REPEATS)).isFalse();
  }

  @Test
  void aBurstOffTheBeatOrMuchLargerIsNews() {
    assertThat(every(60, 5).foretells(T + 320 * MINUTE, 40, REPEATS)).isFalse();
    assertThat(every(60, 5).foretells(T + 300 * MINUTE, 81, REPEATS)).isFalse();
    assertThat(every(60, 5).foretells(T + 300 * MINUTE, 80, REPEATS)).isTrue();
  }

  /** Every working day at nine, give or take a quarter of an hour. */
  @Test
  void theMorningAfterAWeekendIsForetold() {
    Random random = new Random(3);
    Rhythm rhythm = new Rhythm();
    int foretold = 0;
    for (int day = 0; day < 5 * 7; day++) {
      long at = T + (day * 24 * 60 + random.nextInt(15)) * MINUTE;
      if (day % 7 < 5) {
        foretold += rhythm.foretells(at, 40, REPEATS) ? 1 : 0;
        rhythm.add(at, 40);
      }
    }
    assertThat(foretold).as("of 25 but the first three").isEqualTo(22);
  }

  /** A larger one each Monday than on the other mornings is known by the fourth Monday. */
  @Test
  void aWeeklyBurstIsForetoldAmongDailyOnes() {
    Rhythm rhythm = new Rhythm();
    for (int day = 0; day < 4 * 7; day++) {
      long at = T + day * 24 * 60 * MINUTE;
      if (day % 7 == 0) {
        assertThat(rhythm.foretells(at, 200, REPEATS)).as("day %d", day).isEqualTo(day == 21);
        rhythm.add(at, 200);
      } else if (day % 7 < 5) {
        rhythm.add(at, 40);
      }
    }
  }

  /**
   * Four other bursts a day, at odd times, and a larger one each Monday, a few minutes around nine.
   */
  @Test
  void aWeeklyBurstIsForetoldAmongMoreThanCanBeKept() {
    int foretold = 0;
    int others = 0;
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      Rhythm rhythm = new Rhythm();
      for (int day = 0; day < 6 * 7; day++) {
        long midnight = T - T % (24 * 60 * MINUTE) + day * 24 * 60 * MINUTE;
        for (int burst = 0; burst < 4; burst++) {
          int minute = burst * 150 + random.nextInt(120);
          others += rhythm.foretells(midnight + minute * MINUTE, 200, REPEATS) ? 1 : 0;
          rhythm.add(midnight + minute * MINUTE, 20 + random.nextInt(40));
        }
        if (day % 7 == 0) {
          long at = midnight + (13 * 60 - 5 + random.nextInt(10)) * MINUTE;
          boolean known = rhythm.foretells(at, 200, REPEATS);
          assertThat(known).as("seed %d, day %d", seed, day).isEqualTo(day >= 21);
          foretold += known ? 1 : 0;
          rhythm.add(at, 200);
        }
      }
    }
    assertThat(foretold).isEqualTo(50 * 3);
    assertThat(others).as("of 8,400 of that size at odd times").isLessThan(84);
  }

  @Test
  void aWeeklyBurstIsForgivenAHolidayAndForgottenWhenItEnds() {
    Rhythm rhythm = new Rhythm();
    long week = 7 * 24 * 60 * MINUTE;
    for (int i = 0; i < 6; i++) {
      rhythm.add(T + i * week, 200);
    }
    for (int i = 0; i < 21; i++) {
      rhythm.add(T + 5 * week + i * 9 * 60 * MINUTE + 3 * 60 * MINUTE, 10);
    }
    for (int i = 0; i < 21; i++) {
      rhythm.add(T + 6 * week + i * 7 * 60 * MINUTE + 2 * 60 * MINUTE, 10);
    }
    assertThat(rhythm.foretells(T + 7 * week, 200, REPEATS)).as("one was left out").isTrue();
    for (int i = 0; i < 42; i++) {
      rhythm.add(T + 7 * week + i * 9 * 60 * MINUTE + 3 * 60 * MINUTE, 10);
    }
    assertThat(rhythm.foretells(T + 9 * week + 6 * 24 * 60 * MINUTE, 200, REPEATS)).isFalse();
    assertThat(rhythm.foretells(T + 10 * week, 200, REPEATS)).as("three were").isFalse();
  }

  @Test
  void anHourAtWhichNothingCameIsNews() {
    Rhythm rhythm = every(24 * 60, 8);
    assertThat(rhythm.foretells(T + (8 * 24 + 5) * 60 * MINUTE, 40, REPEATS)).isFalse();
  }

  @Test
  void aFewBurstsAtRandomRarelyMakeASchedule() {
    Random random = new Random(7);
    int foretold = 0;
    for (int run = 0; run < 200; run++) {
      Rhythm rhythm = new Rhythm();
      long at = T;
      for (int i = 0; i < 3; i++) {
        at += (20 + random.nextInt(24 * 60)) * MINUTE;
        rhythm.add(at, 40);
      }
      foretold +=
          rhythm.foretells(at + (20 + random.nextInt(24 * 60)) * MINUTE, 40, REPEATS) ? 1 : 0;
    }
    assertThat(foretold).isLessThanOrEqualTo(2);
  }
}
