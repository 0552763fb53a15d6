package dev.stormwatch.lab.scenario;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stormwatch.lab.format.ScenarioException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody who writes a scenario file is told. */
class ScenarioErrorsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "title: t, functions: {f: {memoryMB: 5}} | functions.f.memoryMB is unknown; did you mean"
            + " 'memoryMb'?",
        "title: t, functions: {f: {memoryMb: much}} | functions.f.memoryMb must be a number, not"
            + " \"much\"",
        "title: t, functions: {f: {runtime: cobol}} | functions.f.runtime is 'cobol'; known are"
            + " rust, go, python-3-13, nodejs-22, java-21, ruby-3-4, dotnet-8",
        "functions: {} | title is missing",
        "title: t, functions: {f: 5} | functions.f must hold keys and values, not 5",
        "title: t, functions: {f: {queries: {database: d}}} | there is no database 'd'; did you"
            + " mean ''?",
        "title: t, functions: {alpha: {emits: [{to: alhpa}]}} | there is no function 'alhpa'; did"
            + " you mean 'alpha'?",
        "title: t, troubles: [{do: slow-databse, at: 1}] | troubles[0].do is 'slow-databse'; did"
            + " you mean 'slow-database'?",
        "title: t, start: soon | start must be a time such as 2026-03-02T10:00:00Z, not 'soon'",
      })
  void aMistakeIsToldWithItsPlace(String file, String message) {
    assertThatThrownBy(
            () -> Recording.play(Scenario.ofText("mine", "{" + file + ", minutes: 1}"), 1))
        .isInstanceOf(ScenarioException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cold-start-brust | unknown scenario 'cold-start-brust', did you mean 'cold-start-burst'?",
        "strom-ramp | unknown scenario 'strom-ramp', did you mean 'storm-ramp'?",
      })
  void aMistypedNameHasANearestOne(String name, String message) {
    assertThatThrownBy(() -> Scenario.named(name)).hasMessageStartingWith(message);
  }
}
