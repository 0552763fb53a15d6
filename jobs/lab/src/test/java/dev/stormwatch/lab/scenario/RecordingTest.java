package dev.stormwatch.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import dev.stormwatch.lab.delivery.KinesisStream;
import dev.stormwatch.lab.estate.FunctionSpec;
import dev.stormwatch.lab.estate.Invocation;
import dev.stormwatch.lab.format.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordingTest {

  private static final Pattern REQUEST =
      Pattern.compile(
          "(?:|\\{\"time\":\"[^\"]*\",\"type\":\"platform\\.)(?<type>START|REPORT|start|report)"
              + "(?: RequestId: |\",\"record\":\\{\"requestId\":\")(?<id>[0-9a-f-]{36})");

  /** One play of some scenarios, which the tests only read. */
  private static final List<Played> PLAYED =
      Stream.of("quiet-control", "storm-leak", "poison-fifo", "provisioned-and-snapstart")
          .map(name -> Played.of(Scenario.named(name), 7))
          .toList();

  private record Played(Recording recording, Map<String, byte[]> files, Decoded decoded) {

    static Played of(Scenario scenario, long seed) {
      Recording recording = Recording.play(scenario, seed);
      Map<String, byte[]> files = RecordingFolder.files(recording);
      byte[] records = Objects.requireNonNull(files.get(RecordingFolder.RECORDS));
      return new Played(recording, files, Decoded.of(records));
    }

    @Override
    public String toString() {
      return recording.scenario.name();
    }
  }

  private static Stream<Played> played() {
    return PLAYED.stream();
  }

  @ParameterizedTest
  @MethodSource("played")
  void sameSeedGivesSameBytes(Played played) {
    Map<String, byte[]> again =
        RecordingFolder.files(Recording.play(played.recording().scenario, 7));

    assertThat(again.keySet()).containsExactlyElementsOf(played.files().keySet());
    again.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(played.files().get(name)));
  }

  @ParameterizedTest
  @MethodSource("played")
  void filesAreWhatTheirSchemasSay(Played played) {
    Schemas.valid("recording-manifest", text(played, RecordingFolder.MANIFEST));
    Schemas.valid("labels", text(played, RecordingFolder.LABELS));
    Schemas.valid("settings", text(played, RecordingFolder.SETTINGS));
    JsonSchema schema = Schemas.named("kinesis-record");
    for (JsonNode record : played.decoded().records()) {
      assertThat(schema.validate(record)).isEmpty();
    }
  }

  private static String text(Played played, String name) {
    return new String(
        Objects.requireNonNull(played.files().get(name), name), StandardCharsets.UTF_8);
  }

  @Test
  void anotherSeedGivesOtherRecords() {
    Played played = PLAYED.get(0);
    Map<String, byte[]> other =
        RecordingFolder.files(Recording.play(played.recording().scenario, 8));

    assertThat(other.get(RecordingFolder.RECORDS))
        .isNotEqualTo(played.files().get(RecordingFolder.RECORDS));
  }

  @ParameterizedTest
  @MethodSource("played")
  void recordsStandInOrderOfArrivalAndOfTheirShard(Played played) {
    Map<String, BigInteger> last = new HashMap<>();
    String arrival = "";
    for (JsonNode record : played.decoded().records()) {
      String now = record.get("ApproximateArrivalTimestamp").asText();
      assertThat(now).isGreaterThanOrEqualTo(arrival);
      arrival = now;

      String shard = record.get("ShardId").asText();
      String sequenceNumber = record.get("SequenceNumber").asText();
      assertThat(sequenceNumber).hasSize(56);
      BigInteger number = new BigInteger(sequenceNumber);
      assertThat(number).isGreaterThan(last.getOrDefault(shard, BigInteger.ZERO));
      last.put(shard, number);
    }
    assertThat(last).containsOnlyKeys("shardId-000000000000", "shardId-000000000001");
  }

  @ParameterizedTest
  @MethodSource("played")
  void beginsWithControlMessageAndRepeatsFewRecords(Played played) {
    List<JsonNode> documents = played.decoded().documents();

    assertThat(documents.get(0).get("messageType").asText()).isEqualTo("CONTROL_MESSAGE");
    assertThat(documents.stream().filter(d -> d.get("owner").asText().equals("CloudwatchLogs")))
        .hasSize(1);
    int repeated = documents.size() - 1 - played.decoded().dataOnce().size();
    assertThat(repeated).isBetween(1, documents.size() / 100);
  }

  @ParameterizedTest
  @MethodSource("played")
  void eventIdsTellTimeIngestionAndPlaceInBatch(Played played) {
    List<JsonNode> records = played.decoded().records();
    for (int i = 1; i < records.size(); i++) {
      String arrival = records.get(i).get("ApproximateArrivalTimestamp").asText();
      int index = 0;
      long last = 0;
      for (JsonNode event : played.decoded().documents().get(i).get("logEvents")) {
        BigInteger id = new BigInteger(event.get("id").asText());
        long at = event.get("timestamp").asLong();
        long ingested = id.shiftRight(80).longValue();
        assertThat(event.get("id").asText()).hasSize(56);
        assertThat(id.shiftRight(144).longValueExact()).isEqualTo(at);
        assertThat(id.intValue() & 0xFFFF).isEqualTo(index);
        assertThat(at).isGreaterThanOrEqualTo(last);
        assertThat(ingested).isGreaterThanOrEqualTo(at);
        assertThat(Json.time(ingested)).isLessThanOrEqualTo(arrival);
        index++;
        last = at;
      }
    }
  }

  @ParameterizedTest
  @MethodSource("played")
  void aDeliveryHoldsLinesOfOneStreamAndItsKeyChoosesTheShard(Played played) {
    Map<String, String> streamOfKey = new HashMap<>();
    List<JsonNode> records = played.decoded().records();
    for (int i = 1; i < records.size(); i++) {
      JsonNode document = played.decoded().documents().get(i);
      String stream = document.get("logGroup").asText() + document.get("logStream").asText();
      String key = records.get(i).get("PartitionKey").asText();
      assertThat(streamOfKey.computeIfAbsent(key, k -> stream)).isEqualTo(stream);
      assertThat(document.get("logStream").asText())
          .matches("2026/03/0\\d/\\[(\\$LATEST|\\d+)][0-9a-f]{32}");
      assertThat(records.get(i).get("ShardId").asText()).endsWith("" + KinesisStream.shardOf(key));
    }
  }

  @ParameterizedTest
  @MethodSource("played")
  void everyCallStartsBeforeItReportsAndOneAtATime(Played played) {
    Map<String, String> running = new HashMap<>();
    Set<String> reported = new HashSet<>();
    for (JsonNode document : played.decoded().dataOnce()) {
      String stream = document.get("logStream").asText();
      for (JsonNode event : document.get("logEvents")) {
        Matcher line = REQUEST.matcher(event.get("message").asText());
        if (!line.lookingAt()) {
          continue;
        }
        String requestId = line.group("id");
        if (line.group("type").equalsIgnoreCase("start")) {
          assertThat(running.put(stream, requestId)).as(requestId).isNull();
        } else {
          // A call that began before the recording has no START in it.
          String started = running.remove(stream);
          assertThat(started == null || started.equals(requestId)).isTrue();
          assertThat(reported.add(requestId)).isTrue();
        }
      }
    }
    assertThat(running.size()).as("cut off by the end").isLessThan(30);
    assertThat(reported).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("played")
  void theBytesHoldWhatTheModelDid(Played played) {
    Recording recording = played.recording();
    for (FunctionSpec function : recording.estate.specs()) {
      List<Invocation> calls = recording.invocations(function.name);
      List<Decoded.Report> reports = played.decoded().reports(function.name);

      assertThat(reports).as(function.name).hasSameSizeAs(calls);
      assertThat(reports.stream().filter(report -> report.init() > 0).count())
          .as(function.name)
          .isEqualTo(calls.stream().filter(call -> call.init() > 0).count());
    }
  }

  @ParameterizedTest
  @MethodSource("played")
  void lambdaBillsRunAndInitRoundedUp(Played played) {
    List<Decoded.Report> reports = new ArrayList<>();
    for (FunctionSpec function : played.recording().estate.specs()) {
      reports.addAll(played.decoded().reports(function.name));
    }

    assertThat(reports)
        .allSatisfy(
            report ->
                assertThat(report.billed())
                    .isEqualTo(
                        (long)
                            Math.ceil(
                                Math.round((report.duration() + report.init()) * 100) / 100.0)));
  }
}
