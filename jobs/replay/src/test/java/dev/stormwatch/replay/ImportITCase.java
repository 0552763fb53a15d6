package dev.stormwatch.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is cut out and redacted decides as it did. */
class ImportITCase {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path DATA = Path.of("..", "..", "replay-data");

  @TempDir private Path temp;

  /** All of them with {@code -Dstormwatch.imports=all}. */
  static Stream<Path> recordings() throws IOException {
    List<String> usual = List.of("poison-bisect", "storm-small-pool");
    boolean all = System.getProperty("stormwatch.imports", "").equals("all");
    try (Stream<Path> folders = Files.list(DATA)) {
      return folders
          .filter(Files::isDirectory)
          .filter(folder -> all || usual.contains(String.valueOf(folder.getFileName())))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static CommandLineRun run(String... arguments) {
    CommandLineRun run = CommandLineRun.of(arguments);
    assertThat(run.exitCode).as(run.err).isZero();
    return run;
  }

  private JsonNode imported(Path source, Path out, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("import", source.toString(), "--json"));
    arguments.addAll(List.of("--out", out.toString()));
    arguments.addAll(Arrays.asList(options));
    return JSON.readTree(run(arguments.toArray(String[]::new)).out);
  }

  private String alerts(Path recording) throws IOException {
    Path out = temp.resolve("alerts-" + recording.getFileName());
    run("replay", recording.toString(), "--out", out.toString());
    return Files.readString(out.resolve("alerts.ndjson"));
  }

  private static List<String> messages(Path recording) throws IOException {
    List<String> messages = new ArrayList<>();
    for (String line : Recordings.lines(recording)) {
      byte[] data = Base64.getDecoder().decode(JSON.readTree(line).path("Data").asText());
      try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(data))) {
        JSON.readTree(in).path("logEvents").forEach(e -> messages.add(e.path("message").asText()));
      }
    }
    return messages;
  }

  private static void assertValid(Path manifest) throws IOException {
    String schema = "/dev/stormwatch/schemas/recording-manifest.schema.json";
    try (InputStream in = ImportITCase.class.getResourceAsStream(schema)) {
      assertThat(
              JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                  .getSchema(in)
                  .validate(JSON.readTree(manifest.toFile())))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void aRedactedRecordingGivesTheSameBytesOfAlerts(Path recording) throws IOException {
    Path out = temp.resolve(recording.getFileName());
    JsonNode counts = imported(recording, out);

    assertThat(counts.path("recordsTaken")).isEqualTo(counts.path("records"));
    assertValid(out.resolve("manifest.json"));
    assertThat(messages(out)).isNotEqualTo(messages(recording));
    Path same = Files.createDirectories(temp.resolve("source")).resolve(recording.getFileName());
    Recordings.write(same, recording, Recordings.lines(recording));
    assertThat(alerts(out)).isEqualTo(alerts(same));
  }

  @Test
  void aTimeAndAFunctionAreCutOut() throws IOException {
    Path out = temp.resolve("cut");
    JsonNode counts =
        imported(
            Recordings.BURST,
            out,
            "--from",
            "2026-03-02T10:20:00Z",
            "--to",
            "2026-03-02T11:25:00+01:00",
            "--function",
            "check*",
            "--keep-text");

    assertThat(counts.path("functions")).hasSize(1);
    assertThat(counts.at("/functions/0").asText()).isEqualTo("checkout");
    assertThat(counts.path("recordsOutOfTime").asLong()).isPositive();
    assertThat(counts.path("recordsOfOthers").asLong()).isPositive();
    List<String> source = Recordings.lines(Recordings.BURST);
    List<String> cut = Recordings.lines(out);
    assertThat(source.stream().map(ImportITCase::canonical).toList())
        .containsAll(cut.stream().map(ImportITCase::canonical).toList());
    for (String line : cut) {
      assertThat(Recordings.arrival(line)).isBetween("2026-03-02T10:20:00", "2026-03-02T10:25:00");
    }
    assertThat(JSON.readTree(out.resolve("manifest.json").toFile()).path("notes").asText())
        .contains("Only check*", "as they were logged", "outside the time");
    assertValid(out.resolve("manifest.json"));
    run("replay", out.toString(), "--out", temp.resolve("replayed").toString());
  }

  private static String canonical(String line) {
    try {
      return JSON.readTree(line).path("SequenceNumber") + " " + JSON.readTree(line).path("Data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anApiDumpBecomesARecording() throws IOException {
    Path dump = temp.resolve("checkout.json");
    Files.writeString(
        dump,
        String.format(
            Locale.ROOT,
            "{\"events\":[{\"logStreamName\":\"2026/03/02/[$LATEST]ab\",\"timestamp\":%d,"
                + "\"ingestionTime\":%d,\"message\":\"maria was here\",\"eventId\":\"1\"}]}",
            Telemetry.START,
            Telemetry.START + 900));
    Path out = temp.resolve("imported");

    CommandLineRun run = run("import", dump.toString(), "--out", out.toString());

    assertThat(run.out).contains("filter-log-events", "1 of 1 records", "jobs/stormwatch replay");
    assertThat(messages(out)).containsExactly("xxxxx xxx xxxx");
    assertValid(out.resolve("manifest.json"));
  }
}
