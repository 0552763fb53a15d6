package dev.stormwatch.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stormwatch.live.emulate.Child;
import dev.stormwatch.live.emulate.EmulatedAws;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code live --local}: the whole of it in one process, as somebody starts it on a laptop. */
@Timeout(400)
class LiveLocalITCase {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int PORTIONS = 34;
  private static final long PAUSE_MILLIS = 400;
  private static final int STOPPED_BY_A_SIGNAL = 128 + 15;

  @TempDir private Path folder;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void itPagesShowsItsPagesAndStopsWhenItIsTold() throws Exception {
    assumeTrue(EmulatedAws.mode() != EmulatedAws.Mode.NONE, EmulatedAws.ABSENT);
    try (Stage stage = Stage.onALaptop(folder);
        Show show = stage.show("laptop", Telemetry.of("storm-small-pool"), 2)) {
      int port = FlinkCluster.freePort();
      Path said = folder.resolve("said.txt");
      stage.gate.feedBegins();
      Process live = live(show.properties, port, said);
      try {
        Await.until(
            "the job on Flink's pages; it said: " + said,
            PATIENCE,
            () -> AwsJson.JSON.readTree(get(port, "/jobs").body()).at("/jobs/0/status").asText(),
            status -> status.equals("RUNNING"));
        Await.until(
            "Flink's pages",
            PATIENCE,
            () -> get(port, "/").body(),
            page -> page.contains("<title>Apache Flink Web Dashboard</title>"));

        show.feed(PORTIONS, PAUSE_MILLIS, portion -> {});
        assertThat(show.deliveredOnce()).containsExactlyElementsOf(show.expected);
      } finally {
        live.destroy();
      }
      assertThat(live.waitFor(30, TimeUnit.SECONDS)).as("it stops").isTrue();
      assertThat(live.exitValue()).isEqualTo(STOPPED_BY_A_SIGNAL);

      assertThat(Files.readAllLines(said))
          .as("what was said")
          .first()
          .asString()
          .contains("http://localhost:" + port, folder.resolve("checkpoints").toString());
      assertThat(alerts(said)).isEqualTo(ids(show.expected));
    }
  }

  /** The job would look for them in each task, and start again without end. */
  @Test
  void withoutCredentialsItDoesNotBegin() throws Exception {
    Path properties =
        Files.writeString(
            folder.resolve("properties.json"),
            "[{\"PropertyGroupId\": \"Stormwatch\", \"PropertyMap\": {\"stream.arn\":"
                + " \"arn:aws:kinesis:eu-west-1:123456789012:stream/logs\"}}]");
    ProcessBuilder command = command(properties, FlinkCluster.freePort());
    command.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    command.environment().put("AWS_EC2_METADATA_DISABLED", "true");
    command.command().add(1, "-Duser.home=" + folder);
    Path said = folder.resolve("said.txt");
    Process live = Child.start(command, said);

    assertThat(live.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(live.exitValue()).isEqualTo(2);
    assertThat(Files.readAllLines(said))
        .singleElement()
        .asString()
        .startsWith("stormwatch: no credentials were found; set AWS_PROFILE");
  }

  private ProcessBuilder command(Path properties, int port) {
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-opens=java.base/java.util=ALL-UNNAMED",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "-Xmx700m",
        "-cp",
        System.getProperty("java.class.path"),
        "dev.stormwatch.replay.Main",
        "live",
        "--local",
        properties.toString(),
        "--port",
        Integer.toString(port),
        "--checkpoints",
        folder.resolve("checkpoints").toString(),
        "--checkpoint-seconds",
        "2");
  }

  private Process live(Path properties, int port, Path said) throws IOException {
    ProcessBuilder command = command(properties, port);
    command.environment().put("AWS_ACCESS_KEY_ID", AwsJson.ACCOUNT);
    command.environment().put("AWS_SECRET_ACCESS_KEY", "test");
    command.environment().put("AWS_CBOR_DISABLE", "true");
    return Child.start(command, said);
  }

  private HttpResponse<String> get(int port, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
    return http.send(request, BodyHandlers.ofString());
  }

  /** The alerts among the lines that were printed, by incident and number. */
  private static List<String> alerts(Path said) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(said)) {
      int begin = line.indexOf('{');
      if (begin >= 0 && line.contains("\"incidentId\"")) {
        lines.add(line.substring(begin));
      }
    }
    return ids(lines);
  }

  private static List<String> ids(List<String> alerts) throws IOException {
    List<String> ids = new ArrayList<>();
    for (String alert : alerts) {
      JsonNode node = AwsJson.JSON.readTree(alert);
      ids.add(node.path("incidentId").asText() + ' ' + node.path("sequence").asText());
    }
    return ids;
  }
}
