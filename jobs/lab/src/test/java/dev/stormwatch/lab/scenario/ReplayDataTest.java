package dev.stormwatch.lab.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.lab.format.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplayDataTest {

  /** Maven runs the tests in the module's folder. */
  private static final Path REPLAY_DATA = Path.of("../../replay-data");

  private static final Pattern NOTES = Pattern.compile("Scenario ([a-z0-9-]+), seed (\\d+)\\.");

  static List<Path> recordings() throws IOException {
    try (Stream<Path> folders = Files.list(REPLAY_DATA)) {
      return folders.filter(Files::isDirectory).sorted().toList();
    }
  }

  @Test
  void thereAreSixToTenOfThem() throws IOException {
    assertThat(recordings()).hasSizeBetween(6, 10);
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void theCommittedRecordingIsWhatTheModelMakes(Path folder) throws IOException {
    JsonNode manifest = Json.MAPPER.readTree(folder.resolve("manifest.json").toFile());
    Matcher notes = NOTES.matcher(manifest.get("notes").asText());
    assertThat(notes.matches()).isTrue();
    Map<String, byte[]> made =
        RecordingFolder.files(
            Recording.play(Scenario.named(notes.group(1)), Long.parseLong(notes.group(2))));

    try (Stream<Path> content = Files.list(folder)) {
      assertThat(content.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(made.keySet());
    }
    for (Map.Entry<String, byte[]> file : made.entrySet()) {
      byte[] committed = Files.readAllBytes(folder.resolve(file.getKey()));
      if (file.getKey().equals(RecordingFolder.RECORDS)) {
        assertThat(committed.length).as("two megabytes at most").isLessThan(2_000_000);
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
