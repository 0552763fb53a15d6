package dev.stormwatch.core.function;

import static dev.stormwatch.core.function.ApplicationLife.DAY;
import static dev.stormwatch.core.function.ApplicationLife.HOUR;
import static dev.stormwatch.core.function.ApplicationLife.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.function.ApplicationLife.Environments;
import dev.stormwatch.core.function.ApplicationLife.Function;
import dev.stormwatch.core.model.Hash64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Functions of one application that turn cold together, seeded. */
class ApplicationColdStartTest {

  private static final int SEEDS = Integer.getInteger("stormwatch.applicationSeeds", 5);
  private static final long FIRST = Long.getLong("stormwatch.seed", 1);

  /** Each is called twice a minute: ten calls in a window, of which nobody can tell a share. */
  @Test
  void twentySmallFunctionsThatTurnColdAtOnceAreOnePageOfTheirApplication() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      ApplicationLife life = new ApplicationLife(seed).functions(20, 2).run(3 * HOUR);
      assertThat(life.ofApplication).as("seed %d, before", seed).isEmpty();
      long onset = life.now;
      life.functions.forEach(function -> function.environments = Environments.DIE);
      life.run(10 * MINUTE);
      assertThat(life.ofFunctions).as("seed %d, alone", seed).noneMatch(this::tells);
      assertThat(life.ofApplication).as("seed %d", seed).isNotEmpty();
      Finding first = life.ofApplication.get(0);
      assertThat(first.severity).isEqualTo(Severity.PAGE);
      assertThat(first.subject.key()).isEqualTo("application/111122223333/eu-west-1/shop");
      assertThat(first.onset).isBetween(onset - MINUTE, onset + 2 * MINUTE);
      assertThat(first.headline).startsWith("shop: ").contains("functions turned cold together");
      assertThat(last(life).subject.functions()).hasSizeGreaterThanOrEqualTo(18);

      life.functions.forEach(function -> function.environments = Environments.LIVE);
      life.run(15 * MINUTE);
      assertThat(last(life).recovered).as("seed %d, recovered", seed).isTrue();
    }
  }

  @Test
  void busyFunctionsThatTurnColdAtOnceAreNamedTogetherWhenTheFirstOfThemPages() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      ApplicationLife life = new ApplicationLife(seed).functions(6, 60).run(3 * HOUR);
      life.functions.forEach(function -> function.environments = Environments.DIE);
      while (life.ofFunctions.stream().noneMatch(this::tells)) {
        life.run(ApplicationLife.SLOT);
      }
      assertThat(life.ofApplication).as("seed %d", seed).isNotEmpty();
      assertThat(life.ofApplication.get(0).severity).isEqualTo(Severity.PAGE);
      assertThat(life.ofApplication.get(0).subject.functions()).hasSize(6);
    }
  }

  /** Each window of each function is just about worth a ticket, now and then. */
  @Test
  void releasesThatDoNotStopAreOneIncident() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      ApplicationLife life = new ApplicationLife(seed).functions(8, 40).run(2 * HOUR);
      for (int release = 0; release < 30; release++) {
        life.functions.forEach(Function::release);
        life.run(40_000);
      }
      assertThat(life.ofApplication).as("seed %d", seed).isNotEmpty();
      assertThat(life.ofApplication).as("seed %d", seed).noneMatch(finding -> finding.recovered);
      life.run(15 * MINUTE);
      assertThat(last(life).recovered).as("seed %d, recovered", seed).isTrue();
    }
  }

  @Test
  void oneFunctionAloneIsNotItsApplication() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      ApplicationLife life =
          new ApplicationLife(seed).functions(15, 2).functions(1, 5).functions(1, 60);
      life.run(3 * HOUR);
      life.functions.get(15).environments = Environments.DIE;
      life.functions.get(16).environments = Environments.DIE;
      life.run(15 * MINUTE);
      assertThat(life.ofApplication).as("seed %d", seed).isEmpty();
    }
  }

  /** Three have turned cold, and nearly all that is cold is of one of them. */
  @Test
  void oneFunctionWithTwoThatHardlyCountIsNotItsApplication() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      ApplicationLife life =
          new ApplicationLife(seed).functions(15, 2).functions(1, 5).functions(2, 1);
      life.run(3 * HOUR);
      life.functions.stream().skip(15).forEach(f -> f.environments = Environments.DIE);
      life.run(15 * MINUTE);
      assertThat(life.ofApplication).as("seed %d", seed).isEmpty();
    }
  }

  /** Between the first and the fifth it also becomes a part of what is usual. */
  @Test
  void whatComesEveryHourIsToldUntilItIsASchedule() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      ApplicationLife life = new ApplicationLife(seed).functions(20, 4).run(3 * HOUR);
      for (int hour = 0; hour < 7; hour++) {
        int before = life.ofApplication.size();
        life.functions.forEach(function -> function.environments = Environments.DIE);
        life.run(10 * MINUTE);
        life.functions.forEach(function -> function.environments = Environments.LIVE);
        life.run(50 * MINUTE);
        boolean told =
            life.ofApplication.stream().skip(before).anyMatch(finding -> !finding.recovered);
        if (hour == 0 || hour >= 4) {
          assertThat(told).as("seed %d, hour %d", seed, hour).isEqualTo(hour == 0);
        }
      }
    }
  }

  /** Code, then its configuration a minute later: every environment is replaced twice. */
  @Test
  void aReleaseOfTheWholeApplicationWakesNobody() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      ApplicationLife life = new ApplicationLife(seed).functions(20, 2).run(3 * HOUR);
      for (int release = 0; release < 4; release++) {
        life.functions.forEach(Function::release);
        life.run(MINUTE);
        life.functions.forEach(Function::release);
        life.run(HOUR);
      }
      assertThat(life.ofApplication).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void anEventThatCallsThemAllManyTimesAtOnceWakesNobody() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      ApplicationLife life = new ApplicationLife(seed).functions(20, 2).run(3 * HOUR);
      for (int event = 0; event < 4; event++) {
        life.functions.forEach(function -> function.burst = 8);
        life.run(50 * MINUTE);
      }
      assertThat(life.ofApplication).as("seed %d", seed).isEmpty();
    }
  }

  /** Called once in eight minutes or so, each call of theirs is cold, as ever. */
  @Test
  void functionsThatAreAlwaysColdAreNoNews() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      ApplicationLife life =
          new ApplicationLife(seed).functions(30, 0.12).functions(10, 1.5).run(8 * HOUR);
      assertThat(life.ofApplication).as("seed %d", seed).isEmpty();
    }
  }

  /**
   * An application of functions of every size, with its days and weekends, moods, releases, and
   * bursts of an event that calls half of them. More days by {@code -Dstormwatch.benignDays=N}.
   */
  @Test
  void daysWithNothingWrongWakeNobody() {
    int days = Integer.getInteger("stormwatch.benignDays", 1);
    int said = 0;
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      Random random = new Random(Hash64.of("benign-" + seed));
      ApplicationLife life = new ApplicationLife(seed);
      for (int i = 0; i < 24; i++) {
        life.functions(1, 0.05 * Math.pow(200, random.nextDouble()), 2_000);
      }
      long release = HOUR + random.nextInt((int) (20 * HOUR));
      long burst = HOUR + random.nextInt((int) (20 * HOUR));
      for (long minute = 0; minute < days * DAY; minute += 10 * MINUTE) {
        double tide = 1 + 0.8 * Math.sin(2 * Math.PI * (minute % DAY) / DAY);
        double weekend = minute / DAY % 7 < 2 ? 0.3 : 1;
        double mood = Math.exp(0.3 * random.nextGaussian());
        for (Function function : life.functions) {
          function.factor = tide * weekend * mood * Math.exp(0.3 * random.nextGaussian());
        }
        if (minute >= release) {
          life.functions.forEach(Function::release);
          release += random.nextInt((int) (48 * HOUR));
        }
        if (minute >= burst) {
          life.functions.stream().skip(12).forEach(f -> f.burst = 1 + random.nextInt(20));
          burst += random.nextInt((int) (24 * HOUR));
        }
        life.run(10 * MINUTE);
      }
      life.ofApplication.stream()
          .filter(finding -> !finding.recovered)
          .map(finding -> finding.headline)
          .findFirst()
          .ifPresent(System.out::println);
      said += life.ofApplication.isEmpty() ? 0 : 1;
      life.ofFunctions.clear();
    }
    assertThat(said).isZero();
  }

  @Test
  void shortWaitsAreNoPage() {
    ApplicationLife life = new ApplicationLife(FIRST).functions(20, 2, 150).run(3 * HOUR);
    life.functions.forEach(function -> function.environments = Environments.DIE);
    life.run(15 * MINUTE);
    assertThat(life.ofApplication).isEmpty();
  }

  private boolean tells(Finding finding) {
    return finding.severity != Severity.INFO && !finding.recovered;
  }

  private static Finding last(ApplicationLife life) {
    List<Finding> said = life.ofApplication;
    return said.get(said.size() - 1);
  }
}
