package dev.stormwatch.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stormwatch.lab.estate.Invocation;
import dev.stormwatch.lab.scenario.Recording;
import dev.stormwatch.lab.scenario.RecordingFolder;
import dev.stormwatch.lab.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of costs, held against what the model really did. */
class CostsITCase {

  private static final String SCENARIO =
      """
      title: two functions
      minutes: 1500
      runInMinutes: 30
      functions:
        text:
          runtime: nodejs-22
          memoryMb: 1769
          workMillis: 4000
          traffic: {perSecond: 0.1, tide: 0.3}
        json:
          runtime: java-21
          logFormat: json
          memoryMb: 512
          initMillis: 3000
          workMillis: 700
          traffic: {perSecond: 0.05}
      """;

  @TempDir private Path folder;

  @Test
  void costAndUtilisationAreTheModels() throws IOException {
    Recording recording = Recording.play(Scenario.ofText("two-functions", SCENARIO), 7);
    Path input = folder.resolve("recording");
    RecordingFolder.write(recording, input);
    JsonNode rows = costs(input.toString());

    assertThat(rows).hasSize(2);
    for (JsonNode row : rows) {
      List<Invocation> calls = recording.invocations(row.path("function").asText());
      double gigabytes = row.path("memoryMb").asDouble() / 1024;
      double days = row.path("watchedSeconds").asDouble() / 86_400;
      assertThat(days).isCloseTo(1500 / 1440.0, within(0.02));
      double truth =
          calls.stream().mapToLong(Invocation::billedMillis).sum()
                  / 1000.0
                  * gigabytes
                  * 0.0000166667
              + calls.size() * 0.2e-6;
      assertThat(row.path("lambdaUsdPerDay").asDouble() * days)
          .as(row.toString())
          .isCloseTo(truth, Percentage.withPercentage(2));
      double busy = calls.stream().mapToLong(Invocation::duration).sum() / 1e5 / 86_400 / days;
      assertThat(row.path("meanConcurrency").asDouble())
          .isCloseTo(busy, Percentage.withPercentage(2));
      // A call computes 30 % of the time; two tasks of one vCPU.
      assertThat(row.path("containers").path("utilisation").asDouble())
          .isCloseTo(
              busy * 0.3 * row.path("memoryMb").asDouble() / 1769 / 2,
              Percentage.withPercentage(2));
    }
  }

  @Test
  void lambdaInsightsTellsTheProcessorShare() throws IOException {
    Recording recording =
        Recording.play(
            Scenario.ofText(
                "measured",
                """
                title: one function that Lambda Insights measures and one that it does not
                minutes: 60
                functions:
                  measured:
                    memoryMb: 1769
                    cpuShare: 0.2
                    insights: true
                    workMillis: 2000
                    traffic: {perSecond: 0.5}
                  unknown:
                    memoryMb: 1769
                    traffic: {perSecond: 0.5}
                """),
            7);
    Path input = folder.resolve("recording");
    RecordingFolder.write(recording, input);
    for (JsonNode row : costs(input.toString())) {
      boolean measured = row.path("function").asText().equals("measured");
      assertThat(row.path("processorShareKnown").asBoolean()).isEqualTo(measured);
      assertThat(row.path("containers").path("processorShare").asDouble())
          .isCloseTo(measured ? 0.2 : 0.3, within(0.004));
    }
  }

  @Test
  void theTableNamesFunctionsAdviceAndPrices() throws IOException {
    Path input = folder.resolve("recording");
    RecordingFolder.write(
        Recording.play(
            Scenario.ofText("two-functions", SCENARIO.replace("minutes: 1500", "minutes: 60")), 7),
        input);
    CommandLineRun run = CommandLineRun.of("costs", input.toString());

    assertThat(run.exitCode).as(run.err).isZero();
    assertThat(run.out)
        .contains("BREAK-EVEN", "text", "json", "stay", "taken for a day", "us-east-1");
    assertThat(run.out.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void pricesCanBeSet() throws IOException {
    Path input = folder.resolve("recording");
    RecordingFolder.write(
        Recording.play(
            Scenario.ofText("two-functions", SCENARIO.replace("minutes: 1500", "minutes: 60")), 7),
        input);
    Path settings = folder.resolve("double.json");
    Files.writeString(
        settings, "{\"prices\":{\"lambdaGbSecond\":0.0000333334,\"requestsPerMillion\":0.4}}");
    double usual = costs(input.toString()).get(0).path("lambdaUsdPerDay").asDouble();
    double doubled =
        costs(input.toString(), "--settings", settings.toString())
            .get(0)
            .path("lambdaUsdPerDay")
            .asDouble();

    assertThat(doubled).isCloseTo(2 * usual, Percentage.withPercentage(0.01));
  }

  private static JsonNode costs(String input, String... options) throws IOException {
    String[] arguments = new String[3 + options.length];
    arguments[0] = "costs";
    arguments[1] = input;
    arguments[2] = "--json";
    System.arraycopy(options, 0, arguments, 3, options.length);
    CommandLineRun run = CommandLineRun.of(arguments);
    assertThat(run.exitCode).as(run.err).isZero();
    return new ObjectMapper().readTree(run.out).path("functions");
  }
}
