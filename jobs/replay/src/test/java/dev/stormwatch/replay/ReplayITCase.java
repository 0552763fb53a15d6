package dev.stormwatch.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded incidents through the command line, Flink and all. */
class ReplayITCase {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path temp;

  private Path replay(Path recording, String... options) {
    Path out = temp.resolve("out-" + System.identityHashCode(options) + "-" + options.length);
    List<String> arguments = new ArrayList<>(List.of("replay", recording.toString()));
    arguments.addAll(List.of("--out", out.toString()));
    arguments.addAll(List.of(options));
    CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
    assertThat(run.exitCode).as(run.err).isZero();
    return out;
  }

  private static List<JsonNode> alerts(Path out) throws IOException {
    List<JsonNode> alerts = new ArrayList<>();
    for (String line : Files.readAllLines(out.resolve("alerts.ndjson"))) {
      alerts.add(JSON.readTree(line));
    }
    return alerts;
  }

  @Test
  void aColdStartBurstPagesOnceAndResolvesOnce() throws IOException {
    JsonNode label =
        JSON.readTree(Recordings.BURST.resolve("labels.json").toFile()).path("incidents").get(0);

    List<JsonNode> alerts = alerts(replay(Recordings.BURST));

    assertThat(alerts)
        .extracting(a -> a.path("action").asText())
        .containsExactly("open", "resolve");
    assertThat(alerts).extracting(a -> a.path("severity").asText()).containsOnly("page");
    assertThat(alerts).extracting(a -> a.at("/subject/function").asText()).containsOnly("checkout");
    assertThat(alerts.get(0).path("incidentId")).isEqualTo(alerts.get(1).path("incidentId"));
    assertThat(Instant.parse(alerts.get(0).path("decidedAt").asText()))
        .isBetween(
            Instant.parse(label.path("onset").asText()), Instant.parse(label.path("end").asText()));
    assertThat(Instant.parse(alerts.get(1).path("decidedAt").asText()))
        .isAfter(Instant.parse(label.path("end").asText()));
  }

  /** Would another threshold have caught it sooner, and how much later would a higher one? */
  @Test
  void twoSettingsAreComparedSideBySide() throws IOException {
    CommandLineRun higher =
        CommandLineRun.of(
            "compare", Recordings.BURST.toString(), "--set", "coldStart.minInvocations=2000");
    assertThat(higher.exitCode).as(higher.err).isZero();
    assertThat(higher.out)
        .containsPattern("\n  coldStart.minInvocations: \\d+ → 2000\n")
        .containsPattern(
            "2026-03-02  cold-start-spike  checkout  10:40:02    page 10:40:50  -4\\d\\.\\d s"
                + "  page 10:4[1-9]:\\d\\d  -\\d min  \\d min later")
        .contains("Lead: from the message to the first effect");

    CommandLineRun never =
        CommandLineRun.of(
            "compare", Recordings.BURST.toString(), "--set", "coldStart.minShare=0.3", "--json");
    JsonNode both = JSON.readTree(never.out);
    assertThat(both.at("/a/incidents")).hasSize(1);
    assertThat(both.at("/a/incidents/0/firstImpact").asText()).startsWith("2026-03-02T10:40:02.");
    assertThat(both.at("/b/incidents")).isEmpty();
    assertThat(both.path("changed")).hasSize(1);
    assertThat(both.at("/changed/0/key").asText()).isEqualTo("coldStart.minShare");
    assertThat(both.at("/changed/0/b").asDouble()).isEqualTo(0.3);
    assertThat(schema("replay-summary").validate(both.path("a"))).isEmpty();
    assertThat(schema("replay-summary").validate(both.path("b"))).isEmpty();
  }

  /** From which threshold on is it missed? The value that holds already is replayed once. */
  @Test
  void aKeyIsTriedWithOneValueAfterAnother() throws IOException {
    CommandLineRun table =
        CommandLineRun.of(
            "compare", Recordings.BURST.toString(), "--set", "coldStart.minShare=0.05,0.3,0.05");
    assertThat(table.exitCode).as(table.err).isZero();
    assertThat(table.out.lines().filter(line -> line.matches("  0\\..*")).toList())
        .satisfiesExactly(
            asItIs ->
                assertThat(asItIs)
                    .matches(
                        "  0\\.05 \\(as it is\\) +1 +1  2026-03-02 10:40:50 +-4\\d\\.\\d s +1 of 1 +0"),
            missed -> assertThat(missed).matches("  0\\.3 +0 +0  - +- +0 of 1 +0"));

    CommandLineRun machine =
        CommandLineRun.of(
            "compare",
            Recordings.BURST.toString(),
            "--set",
            "coldStart.minShare=0.05,0.3",
            "--json");
    JsonNode sweep = JSON.readTree(machine.out);
    assertThat(sweep.path("key").asText()).isEqualTo("coldStart.minShare");
    assertThat(sweep.path("runs"))
        .extracting(run -> run.path("value").asDouble())
        .containsExactly(0.05, 0.3);
    assertThat(sweep.path("runs"))
        .extracting(run -> run.at("/score/found").asInt(-1))
        .containsExactly(1, 0);
    for (JsonNode run : sweep.path("runs")) {
      assertThat(schema("replay-summary").validate(run.path("summary"))).isEmpty();
    }
  }

  /** As an author of a post-mortem reads it, on a terminal of eighty columns. */
  @Test
  void anIncidentIsToldAsItWent() {
    CommandLineRun run =
        CommandLineRun.of(
            "replay", Recordings.BURST.toString(), "--out", temp.resolve("told").toString());
    assertThat(run.out)
        .contains("2026-03-02 10:40:50  10:51:10  page      cold-start-spike  checkout")
        .contains("began about 10:40:02, known 47.7 s later; felt since 10:40:02: 101 of 493")
        .contains("10:51:10 resolved: checkout: cold starts are down to 0.0 % of calls")
        .contains("      but: applies to versions published from then on");
    assertThat(run.out.lines())
        .filteredOn(
            line -> !line.contains("  run: ") && !line.matches("  (input|settings|alerts) .*"))
        .filteredOn(line -> !line.contains(temp.toString()) && !line.contains("taken for"))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void theQuietControlStaysSilent() throws IOException {
    assertThat(alerts(replay(Recordings.QUIET))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cold-start-burst",
        "fan-out-explosion",
        "shard-outage",
        "storm-small-pool",
        "telemetry-gap"
      })
  void alertsAndSummaryKeepTheirFormats(String recording) throws IOException {
    Path out = replay(Recordings.BURST.resolveSibling(recording));

    for (JsonNode alert : alerts(out)) {
      assertThat(schema("alert").validate(alert)).isEmpty();
    }
    JsonNode summary = JSON.readTree(out.resolve("summary.json").toFile());
    assertThat(schema("replay-summary").validate(summary)).isEmpty();
  }

  private static JsonSchema schema(String name) throws IOException {
    String path = "/dev/stormwatch/schemas/" + name + ".schema.json";
    try (InputStream in = ReplayITCase.class.getResourceAsStream(path)) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
    }
  }

  @ParameterizedTest(name = "parallelism {0}, state {1}")
  @CsvSource({"1, heap", "2, rocksdb", "4, heap"})
  void theAlertsAreTheSameBytesHoweverTheyAreMade(String parallelism, String state)
      throws IOException {
    Path usual = replay(Recordings.BURST, "--parallelism", "2", "--state", "heap");

    Path other = replay(Recordings.BURST, "--parallelism", parallelism, "--state", state);

    for (String file : List.of("alerts.ndjson", "report.html")) {
      assertThat(other.resolve(file)).hasSameTextualContentAs(usual.resolve(file));
    }
  }

  /** Arrivals are cut to the second first, so that hundreds of records share one. */
  @Test
  void theOrderOfRecordsThatArrivedTogetherDoesNotMatter() throws IOException {
    Map<String, List<String>> byArrival = new TreeMap<>();
    for (String line : Recordings.lines(Recordings.BURST)) {
      String cut = Recordings.withArrival(line, arrival -> arrival.substring(0, 19) + ".000Z");
      byArrival.computeIfAbsent(Recordings.arrival(cut), key -> new ArrayList<>()).add(cut);
    }
    List<String> inOrder = byArrival.values().stream().flatMap(List::stream).toList();
    Random random = new Random(42);
    byArrival.values().forEach(lines -> Collections.shuffle(lines, random));
    List<String> shuffled = byArrival.values().stream().flatMap(List::stream).toList();
    assertThat(shuffled).isNotEqualTo(inOrder);

    Path one = replay(Recordings.write(temp.resolve("a"), Recordings.BURST, inOrder));
    Path two = replay(Recordings.write(temp.resolve("b"), Recordings.BURST, shuffled), "--json");

    assertThat(alerts(one)).hasSize(2);
    assertThat(two.resolve("alerts.ndjson")).hasSameTextualContentAs(one.resolve("alerts.ndjson"));
  }

  @Test
  void badRecordsAreCountedAndTheRestIsReplayed() throws IOException {
    List<String> lines = new ArrayList<>(Recordings.lines(Recordings.BURST));
    String at = Recordings.arrival(lines.get(100));
    lines.add(100, record(at, "this is another product's record"));
    lines.add(101, record(at, "{\"message\":\"JSON, but no subscription document\"}"));
    lines.add(102, "not JSON at all");
    Path out = replay(Recordings.write(temp.resolve("bad"), Recordings.BURST, lines));

    JsonNode summary = JSON.readTree(out.resolve("summary.json").toFile());
    assertThat(summary.at("/decode/deadLetters/not-a-subscription-document").asInt()).isEqualTo(2);
    assertThat(summary.at("/input/badLines").asInt()).isEqualTo(1);
    assertThat(alerts(out)).hasSize(2);
    List<String> letters = Files.readAllLines(out.resolve("dead-letters.ndjson"));
    assertThat(letters).hasSize(2);
    for (String letter : letters) {
      assertThat(schema("dead-letter").validate(JSON.readTree(letter))).isEmpty();
    }
  }

  private static String record(String arrival, String data) {
    return JSON.createObjectNode()
        .put("ShardId", "shardId-000000000000")
        .put("SequenceNumber", "49600000000000000000000000000000000000000000000000000001")
        .put("PartitionKey", "x")
        .put("ApproximateArrivalTimestamp", arrival)
        .put("Data", Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)))
        .toString();
  }
}
