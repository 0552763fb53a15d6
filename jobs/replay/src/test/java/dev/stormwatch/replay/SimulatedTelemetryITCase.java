package dev.stormwatch.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stormwatch.lab.estate.Invocation;
import dev.stormwatch.lab.scenario.Recording;
import dev.stormwatch.lab.scenario.RecordingFolder;
import dev.stormwatch.lab.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replay counts is what the model did, in every runtime's words and every format. */
class SimulatedTelemetryITCase {

  private static final List<String> RUNTIMES =
      List.of("rust", "go", "python-3-13", "nodejs-22", "java-21", "ruby-3-4", "dotnet-8");

  private static final List<String> FORMATS =
      List.of(
          "logFormat: text, statusInReport: true",
          "logFormat: text, statusInReport: false",
          "logFormat: json");

  @TempDir private Path folder;

  @Test
  void callsColdStartsAndFailuresAreCountedAsTheyWere() throws IOException {
    Recording recording = Recording.play(Scenario.ofText("every-runtime", scenario()), 1);
    Path input = folder.resolve("recording");
    RecordingFolder.write(recording, input);

    CommandLineRun run =
        CommandLineRun.of(
            "replay", input.toString(), "--out", folder.resolve("out").toString(), "--json");
    JsonNode functions = new ObjectMapper().readTree(run.out).path("functions");

    assertThat(functions).hasSize(RUNTIMES.size() * FORMATS.size());
    for (JsonNode counted : functions) {
      String name = counted.path("function").asText();
      List<Invocation> calls = recording.invocations(name);
      assertThat(counted.path("invocations").asLong()).as(name).isEqualTo(calls.size());
      assertThat(counted.path("coldStarts").asLong())
          .as(name)
          .isEqualTo(calls.stream().filter(call -> call.init() > 0).count());
      assertThat(counted.path("failures").asLong())
          .as(name + " failures")
          .isEqualTo(calls.stream().filter(call -> call.ending().failed()).count());
    }
  }

  /** Some calls of each function fail by an exception, some by a crash, some by a timeout. */
  private static String scenario() {
    StringBuilder functions = new StringBuilder();
    StringBuilder troubles = new StringBuilder();
    for (String runtime : RUNTIMES) {
      for (int format = 0; format < FORMATS.size(); format++) {
        String name = runtime.replaceAll("-.*", "") + format;
        functions.append(
            String.format(
                Locale.ROOT,
                "  %s: {runtime: %s, %s, timeoutSeconds: 3, errorShare: 0.1, workMillis: 40,"
                    + " needs: {dependency: %s, millis: 20},"
                    + " traffic: {schedules: [{first: 0.1, every: 0.05}]}}%n",
                name,
                runtime,
                FORMATS.get(format),
                name));
        troubles.append(
            String.format(
                Locale.ROOT,
                "  - {do: crash, function: %s, at: 3, minutes: 2, share: 0.2}%n"
                    + "  - {do: outage, dependency: %s, at: 5, minutes: 2, share: 0.3,"
                    + " silent: true}%n",
                name,
                name));
      }
    }
    return "title: every runtime in every format\nminutes: 8\nrunInMinutes: 0\nfunctions:\n"
        + functions
        + "troubles:\n"
        + troubles;
  }
}
