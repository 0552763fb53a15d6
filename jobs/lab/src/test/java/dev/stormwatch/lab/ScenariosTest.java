package dev.stormwatch.lab;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenariosTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 7})
  void theSaleIsPlainToSee(long seed) {
    Scenario scenario = new ColdStartBurst();
    Truth truth = Recording.play(scenario, seed).truth();
    Story story = scenario.story(truth);
    Story.Incident incident = story.incidents().get(0);

    double background = truth.coldShare("checkout", scenario.at(Duration.ZERO), incident.onset());
    double during = truth.coldShare("checkout", incident.onset(), incident.end());

    assertThat(background).isBetween(0.0001, 0.01);
    assertThat(during).isGreaterThan(0.08).isGreaterThan(10 * background);
    assertThat(incident.onset()).isEqualTo(scenario.at(ofMinutes(40)));
    assertThat(incident.firstImpact()).isBetween(incident.onset(), incident.onset() + 1_000);
    assertThat(incident.end()).isBetween(scenario.at(ofMinutes(46)), scenario.at(ofMinutes(50)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 7})
  void theControlIsQuiet(long seed) {
    Scenario scenario = new QuietControl();
    Truth truth = Recording.play(scenario, seed).truth();

    assertThat(scenario.story(truth).incidents()).isEmpty();
    for (String busy : new String[] {"checkout", "catalog", "profile"}) {
      assertThat(truth.coldShare(busy, 0, Long.MAX_VALUE)).as(busy).isLessThan(0.03);
    }
    for (Duration at = Duration.ZERO; at.toMinutes() < 60; at = at.plusMinutes(5)) {
      assertThat(truth.coldStarts("checkout", scenario.at(at), scenario.at(at.plusMinutes(5))))
          .isLessThan(8);
    }
  }

  @Test
  void theReportIsAlwaysCold() {
    for (Scenario scenario : Scenarios.ALL) {
      assertThat(Recording.play(scenario, 5).truth().invocations("nightly-report"))
          .hasSize(8)
          .allMatch(Invocation::cold);
    }
  }

  @Test
  void aDeployLeavesTheOldEnvironments() {
    Scenario scenario = new QuietControl();
    LambdaFunction profile =
        scenario.functions().stream()
            .filter(function -> function.name.equals("profile"))
            .findFirst()
            .orElseThrow();
    long start = scenario.start().toEpochMilli();

    long deploy = scenario.at(ofMinutes(32));
    for (Environment environment :
        Dispatcher.run(profile, start, scenario.length().toMillis(), new Dice(1))) {
      assertThat(environment.invocations)
          .allMatch(call -> call.arrival() < deploy == environment.version.equals("7"));
    }
  }

  @Test
  void aMistypedNameHasANearestOne() {
    assertThat(Scenarios.nearest("cold-start-brust")).isEqualTo("cold-start-burst");
    assertThat(Scenarios.nearest("quite")).isEqualTo("quiet-control");
  }
}
