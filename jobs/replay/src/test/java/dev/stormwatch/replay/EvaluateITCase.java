package dev.stormwatch.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labelled recordings through the command line, Flink and all. */
class EvaluateITCase {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SCREEN = 100;

  /** The two recordings that these tests are about. */
  @TempDir private static Path data;

  @TempDir private Path temp;

  @BeforeAll
  static void copyTheRecordings() throws IOException {
    for (Path recording : List.of(Recordings.BURST, Recordings.QUIET)) {
      Path copy = Files.createDirectory(data.resolve(recording.getFileName()));
      try (Stream<Path> files = Files.list(recording)) {
        for (Path file : files.toList()) {
          Files.copy(file, copy.resolve(file.getFileName()));
        }
      }
    }
  }

  private static String evaluate(Path folder, String... options) {
    List<String> arguments = new ArrayList<>(List.of("evaluate", folder.toString()));
    arguments.addAll(List.of(options));
    CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
    assertThat(run.exitCode).as(run.err).isZero();
    return run.out;
  }

  private static JsonNode json(Path folder, String... options) throws IOException {
    String[] all = new String[options.length + 1];
    System.arraycopy(options, 0, all, 0, options.length);
    all[options.length] = "--json";
    return JSON.readTree(evaluate(folder, all));
  }

  private static JsonNode row(JsonNode evaluation, String system, String kind) {
    for (JsonNode candidate : evaluation.path("systems")) {
      if (candidate.path("system").asText().equals(system)) {
        for (JsonNode row : candidate.path("rows")) {
          if (row.path("kind").asText().equals(kind)) {
            return row;
          }
        }
      }
    }
    throw new AssertionError("no row of " + system + " and " + kind);
  }

  @Test
  void theRecordedBurstIsFoundWhenReplayPagesAndTheQuietHourIsQuiet() throws IOException {
    Path out = temp.resolve("out");
    CommandLineRun.of("replay", Recordings.BURST.toString(), "--out", out.toString());
    JsonNode alert = JSON.readTree(Files.readAllLines(out.resolve("alerts.ndjson")).get(0));

    JsonNode evaluation = json(data);

    JsonNode row = row(evaluation, "Stormwatch", "cold-start-spike");
    assertThat(row.at("/recall/value").asDouble()).isEqualTo(1);
    assertThat(row.at("/subjectsNamedRight/value").asDouble()).isEqualTo(1);
    assertThat(row.path("falsePages").asInt()).isZero();
    assertThat(evaluation.at("/findings/0/incidents/0/detectedAt"))
        .isEqualTo(alert.path("decidedAt"));
    assertThat(evaluation.at("/findings/1/incidents")).isEmpty();
  }

  @Test
  void theResultDoesNotDependOnHowManyRunAtOnceAndKeepsItsFormat() throws IOException {
    ObjectNode one = (ObjectNode) json(data, "--baselines", "--controls", "--jobs", "1");
    ObjectNode four = (ObjectNode) json(data, "--baselines", "--controls", "--jobs", "4");

    try (InputStream in =
        getClass().getResourceAsStream("/dev/stormwatch/schemas/evaluation.schema.json")) {
      assertThat(
              JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                  .getSchema(in)
                  .validate(one))
          .isEmpty();
    }
    assertThat(one.path("systems")).hasSize(11);
    assertThat(one.path("comparisons")).hasSize(10);
    one.remove("elapsedSeconds");
    four.remove("elapsedSeconds");
    assertThat(four).isEqualTo(one);
  }

  @Test
  void settingsThatAreGivenAreTheOnesThatAreScored() throws IOException {
    Path settings = temp.resolve("settings.json");
    Files.writeString(settings, "{\"coldStart\":{\"minInvocations\":100000}}");

    String out = evaluate(data, "--settings", settings.toString(), "--details", "--confusion");

    assertThat(out).contains("missed i1", "cold-start-spike  (nothing)");
    assertThat(
            row(json(data, "--settings", settings.toString()), "Stormwatch", "all")
                .at("/recall/value")
                .asDouble())
        .isZero();
  }

  @Test
  void whatIsPrintedFitsOnAScreenAndSaysWhatIsNotKnown() {
    String out = evaluate(data, "--baselines", "--controls", "--details", "--confusion");

    assertThat(out.lines()).allMatch(line -> line.length() <= SCREEN);
    assertThat(out)
        .contains(
            "2 recordings, 1 incident,",
            "cold-start-spike",
            "all kinds",
            "CloudWatch 2 of 3",
            "control: random",
            "Stormwatch against each",
            "missed no incident")
        .containsPattern("nothing is known of: .*poison-record");
  }

  /** An outage that no detector of ours is about, hand-made: the alarms on errors must see it. */
  @Test
  void anOutageIsFoundByTheAlarmsOnErrorsAtTheirOwnPace() throws IOException {
    Telemetry telemetry = new Telemetry();
    for (int minute = 0; minute < 30; minute++) {
      for (int i = 0; i < 10; i++) {
        long at = Telemetry.minute(minute + i / 10.0);
        if (minute >= 20 && minute < 25) {
          telemetry.failedCall("checkout", at, 50, "ConnectionError");
        } else {
          telemetry.call("checkout", at, 50);
        }
      }
    }
    telemetry.write(
        temp.resolve("deep/below/outage"),
        """
        {"schema":"stormwatch.labels/1","incidents":[
          {"id":"i1","kind":"dependency-outage","severity":"page",
           "subject":{"type":"function","function":"checkout"},
           "onset":"2026-03-02T10:20:00.000Z","firstImpact":"2026-03-02T10:20:00.000Z",
           "end":"2026-03-02T10:25:00.000Z"}]}
        """);

    JsonNode evaluation = json(temp, "--baselines", "--controls");

    assertThat(seconds(evaluation, "CloudWatch 1 of 1")).isEqualTo(120);
    assertThat(seconds(evaluation, "CloudWatch 2 of 3")).isEqualTo(180);
    assertThat(seconds(evaluation, "SLIC Watch")).isEqualTo(120);
    assertThat(seconds(evaluation, "control: any error")).isEqualTo(5);
    assertThat(row(evaluation, "Stormwatch", "all").at("/recall/value").asDouble()).isZero();
    JsonNode comparison = evaluation.path("comparisons").get(0);
    assertThat(comparison.path("onlyOther").asInt()).isEqualTo(1);
  }

  private static double seconds(JsonNode evaluation, String system) {
    return row(evaluation, system, "dependency-outage")
        .at("/timeToDetectSeconds/median")
        .asDouble();
  }

  @Test
  void aRecordingThatBreaksOffIsNamed() throws IOException {
    Path folder =
        Recordings.write(
            temp.resolve("broken"), Recordings.BURST, Recordings.lines(Recordings.BURST));
    Files.copy(Recordings.BURST.resolve("labels.json"), folder.resolve("labels.json"));
    Path records = folder.resolve("records-00000.ndjson.gz");
    byte[] whole = Files.readAllBytes(records);
    Files.write(records, Arrays.copyOf(whole, whole.length / 2));

    CommandLineRun run = CommandLineRun.of("evaluate", temp.toString());

    assertThat(run.exitCode).isEqualTo(2);
    assertThat(run.err).contains("broken", "breaks off after line");
  }
}
