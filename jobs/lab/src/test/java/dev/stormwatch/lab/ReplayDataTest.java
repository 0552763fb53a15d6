package dev.stormwatch.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayDataTest {

  /** Maven runs the tests in the module's folder. */
  private static final Path REPLAY_DATA = Path.of("../../replay-data");

  @ParameterizedTest
  @ValueSource(strings = {"cold-start-burst", "quiet-control"})
  void theCommittedRecordingIsWhatTheModelMakes(String name) throws IOException {
    Scenario scenario = Scenarios.named(name).orElseThrow();
    Map<String, byte[]> made = RecordingFolder.files(Recording.play(scenario, 7));
    Path folder = REPLAY_DATA.resolve(name);

    try (Stream<Path> content = Files.list(folder)) {
      assertThat(content.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(made.keySet());
    }
    for (Map.Entry<String, byte[]> file : made.entrySet()) {
      byte[] committed = Files.readAllBytes(folder.resolve(file.getKey()));
      if (file.getKey().equals(RecordingFolder.RECORDS)) {
        assertSameContent(Decoded.of(committed), Decoded.of(file.getValue()));
      } else {
        assertThat(committed).asString(UTF_8).isEqualTo(new String(file.getValue(), UTF_8));
      }
    }
  }

  /** Compares what was compressed: another build of zlib may compress it to other bytes. */
  private static void assertSameContent(Decoded committed, Decoded made) {
    assertThat(committed.documents()).isEqualTo(made.documents());
    assertThat(withoutData(committed)).isEqualTo(withoutData(made));
  }

  private static List<JsonNode> withoutData(Decoded decoded) {
    return decoded.records().stream()
        .map(record -> Objects.requireNonNull((ObjectNode) record).without("Data"))
        .map(JsonNode.class::cast)
        .toList();
  }
}
