package dev.stormwatch.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario that comes with Stormwatch, played once. */
class ScenariosTest {

  private static final long SEED = 3;

  static Stream<String> names() {
    return Scenario.names().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void showsWhatItSaysAndNothingElse(String name) {
    Scenario scenario = Scenario.named(name);
    Recording recording = Recording.play(scenario, SEED);
    Story story = recording.story();

    assertThat(
            story.incidents().stream().map(Story.Incident::kind).filter(scenario.kinds()::contains))
        .as("at least one of each kind that the file names")
        .containsAll(scenario.kinds());
    assertThat(story.incidents())
        .as("others only as effects")
        .allMatch(
            incident ->
                scenario.kinds().contains(incident.kind()) || !incident.effectOf().isEmpty());
    assertThat(story.incidents())
        .allSatisfy(
            incident -> {
              assertThat(incident.onset()).isBetween(recording.start, recording.end);
              assertThat(incident.end()).isBetween(incident.onset(), recording.end);
              if (incident.firstImpact() != 0) {
                assertThat(incident.firstImpact()).isBetween(incident.onset(), incident.end());
              }
            });
    Schemas.valid("labels", story.labels().toString());
    Schemas.valid("settings", RecordingFolder.settings(recording).toString());
  }

  @Test
  void thereAreTwelveKindsOfIncidentAndFifteenLookAlikesAtLeast() {
    assertThat(Scenario.names()).doesNotHaveDuplicates();
    assertThat(names().map(Scenario::named).filter(scenario -> !scenario.benign()).count())
        .isGreaterThanOrEqualTo(12);
    assertThat(names().map(Scenario::named).filter(Scenario::benign).count())
        .isGreaterThanOrEqualTo(15);
  }

  @Test
  void theIndexNamesEveryFile() throws IOException {
    Path folder = Path.of("src/main/resources/dev/stormwatch/lab/scenarios");
    try (Stream<Path> files = Files.list(folder)) {
      String[] names =
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.endsWith(".yaml") && !file.equals("neighbours.yaml"))
              .map(file -> file.replace(".yaml", ""))
              .toArray(String[]::new);

      assertThat(Scenario.names()).containsExactlyInAnyOrderElementsOf(Arrays.asList(names));
    }
  }
}
