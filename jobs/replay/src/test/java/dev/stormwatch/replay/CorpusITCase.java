package dev.stormwatch.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stormwatch.lab.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small corpus, made and judged. Development seeds: what is published comes from others. */
class CorpusITCase {

  /** Those who are compared take longer than what they are compared with: one recording of four. */
  private static final int COMPARED = 4;

  @TempDir private static Path corpus;

  private static JsonNode comparison;

  private static JsonNode rest;

  @BeforeAll
  static void makeAndJudge() throws IOException {
    CommandLineRun made =
        CommandLineRun.of("corpus", "--size", "small", "--seed", "1", "--out", corpus.toString());
    assertThat(made.exitCode).as(made.err).isZero();
    List<String> compared = new ArrayList<>(List.of("evaluate", "--json"));
    List<String> others = new ArrayList<>(compared);
    compared.addAll(List.of("--baselines", "--controls"));
    List<Path> recordings;
    try (Stream<Path> folders = Files.list(corpus)) {
      recordings = folders.filter(Files::isDirectory).sorted().toList();
    }
    for (int i = 0; i < recordings.size(); i++) {
      (i % COMPARED == 0 ? compared : others).add(recordings.get(i).toString());
    }
    comparison = judged(compared);
    rest = judged(others);
  }

  private static JsonNode judged(List<String> arguments) throws IOException {
    CommandLineRun judged = CommandLineRun.of(arguments.toArray(String[]::new));
    assertThat(judged.exitCode).as(judged.err).isZero();
    return new ObjectMapper().readTree(judged.out);
  }

  private static JsonNode all(JsonNode evaluation, String system) {
    for (JsonNode candidate : evaluation.path("systems")) {
      if (candidate.path("system").asText().equals(system)) {
        for (JsonNode row : candidate.path("rows")) {
          if (row.path("kind").asText().equals("all")) {
            return row;
          }
        }
      }
    }
    throw new AssertionError("no row of " + system);
  }

  private static double recall(String system) {
    return all(comparison, system).at("/recall/value").asDouble();
  }

  private static double precision(String system) {
    return all(comparison, system).at("/pagePrecision/value").asDouble();
  }

  @Test
  void everyScenarioIsJudgedAndEveryKindIsThere() {
    assertThat(inBoth("/recordings")).isEqualTo(Scenario.names().size());
    assertThat(inBoth("/incidents")).isGreaterThanOrEqualTo(20);
  }

  private static int inBoth(String figure) {
    return comparison.at(figure).asInt() + rest.at(figure).asInt();
  }

  @Test
  void nobodyIsWokenForNothing() {
    for (JsonNode evaluation : List.of(comparison, rest)) {
      assertThat(all(evaluation, "Stormwatch").path("falsePages").asInt()).isZero();
      assertThat(all(evaluation, "Stormwatch").path("wrongLabels").asInt()).isZero();
    }
  }

  @Test
  void whoKnowsNothingScoresBadly() {
    assertThat(recall("control: random")).isLessThan(0.1);
    assertThat(precision("control: any error")).isLessThan(0.05);
  }

  @Test
  void alarmsThatPeopleUseFindMuchAndWakeManyForNothing() {
    assertThat(recall("CloudWatch 1 of 1")).isGreaterThan(0.4);
    assertThat(precision("CloudWatch 1 of 1")).isLessThan(0.6);
    assertThat(all(comparison, "CloudWatch 2 of 3").path("falsePages").asInt())
        .isLessThan(all(comparison, "CloudWatch 1 of 1").path("falsePages").asInt());
  }
}
