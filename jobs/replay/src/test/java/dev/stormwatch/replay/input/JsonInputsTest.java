package dev.stormwatch.replay.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.telemetry.KinesisRecord;
import dev.stormwatch.telemetry.json.Times;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One log event in every JSON that people have it in, laid out as they have it. */
class JsonInputsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** 2026-03-02T10:00:00.100Z. */
  private static final long TIME = 1_772_445_600_100L;

  private static final String DOCUMENT =
      "{'messageType':'DATA_MESSAGE','owner':'111122223333','logGroup':'/aws/lambda/checkout',"
          + "'logStream':'a','logEvents':[{'id':'1','timestamp':"
          + TIME
          + ",'message':'hello'}]}";

  private static final String EVENT =
      "{'logStreamName':'a','timestamp':"
          + TIME
          + ",'message':'hello','ingestionTime':1772445604100,'eventId':'1'}";

  private static final String RECORD =
      "{'SequenceNumber':'7','PartitionKey':'p','ApproximateArrivalTimestamp':1772445605.1,'Data':'%s'}";

  private static final String OWN_TIME = "2026-03-02T10:00:00.100Z";
  private static final String INGESTION = "2026-03-02T10:00:04.100Z";
  private static final String ARRIVAL = "2026-03-02T10:00:05.100Z";

  @TempDir private Path folder;

  private static String json(String apostrophes) {
    String document = apostrophes.replace('\'', '"');
    return document.contains("%s") ? document.replace("%s", packed(DOCUMENT)) : document;
  }

  private static String packed(String document) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(json(document).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  static Stream<Arguments> values() {
    return Stream.of(
        arguments(DOCUMENT, InputFormat.SUBSCRIPTION_DOCUMENTS, OWN_TIME),
        arguments("{'awslogs':{'data':'%s'}}", InputFormat.LAMBDA_EVENTS, OWN_TIME),
        arguments(
            "{'invocationId':'i','records':[{'recordId':'1','data':'%s'}]}",
            InputFormat.LAMBDA_EVENTS, OWN_TIME),
        arguments(
            "{'Records':[{'kinesis':{'partitionKey':'p','sequenceNumber':'7','data':'%s',"
                + "'approximateArrivalTimestamp':1772445605.1},'eventSource':'aws:kinesis',"
                + "'eventID':'shardId-000000000006:7'}]}",
            InputFormat.LAMBDA_EVENTS, ARRIVAL),
        arguments(RECORD, InputFormat.KINESIS_RECORDS, ARRIVAL),
        arguments("{'Records':[" + RECORD + "]}", InputFormat.GET_RECORDS, ARRIVAL),
        arguments(EVENT, InputFormat.FILTER_LOG_EVENTS, INGESTION),
        arguments("{'events':[" + EVENT + "]}", InputFormat.FILTER_LOG_EVENTS, INGESTION));
  }

  static Stream<Arguments> layouts() {
    return values()
        .flatMap(
            row -> {
              String value = json((String) row.get()[0]);
              return Stream.of(value, pretty(value), "[" + value + "]", pretty("[" + value + "]"))
                  .map(text -> arguments(text, row.get()[1], row.get()[2]));
            });
  }

  private static String pretty(String json) {
    try {
      return JSON.readTree(json).toPrettyString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode document(KinesisRecord record) throws IOException {
    boolean gzip = record.data[0] == 0x1F;
    try (InputStream bytes = new ByteArrayInputStream(record.data);
        InputStream text = gzip ? new GZIPInputStream(bytes) : bytes) {
      return JSON.readTree(text);
    }
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("checkout.json"), text);
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void isReadHoweverItIsLaidOut(String text, InputFormat format, String arrival) throws Exception {
    Input input = Inputs.at(file(text), null);

    assertThat(input.format()).isEqualTo(format);
    List<KinesisRecord> records = AllRecords.of(input);
    assertThat(records).hasSize(1);
    assertThat(Times.text(records.get(0).arrival)).isEqualTo(arrival);
    JsonNode document = document(records.get(0));
    assertThat(document.path("logGroup").asText()).isEqualTo("/aws/lambda/checkout");
    assertThat(document.path("logStream").asText()).isEqualTo("a");
    assertThat(document.at("/logEvents/0/message").asText()).isEqualTo("hello");
  }

  /** In an event of Kinesis' the shard stands before the sequence number. */
  @Test
  void theShardOfAnEventStays() throws Exception {
    String event =
        "{'Records':[{'kinesis':{'sequenceNumber':'7','data':'%s','approximateArrivalTimestamp':1},"
            + "'eventID':'shardId-000000000006:7'}]}";
    KinesisRecord record = AllRecords.of(Inputs.at(file(json(event)), null)).get(0);
    assertThat(record.shardId).isEqualTo("shardId-000000000006");
    assertThat(record.sequenceNumber).isEqualTo("7");
  }

  private static final String ROW =
      "{'@timestamp':'2026-03-02 10:00:00.100','@message':'hello','@logStream':'a',"
          + "'@log':'111122223333:/aws/lambda/checkout','@ingestionTime':'2026-03-02 10:00:04.100'}";

  private static String fields(String row) {
    return row.replaceAll("'(@\\w+)':('[^']*')", "{'field':'$1','value':$2}")
        .replace("{{", "[{")
        .replace("}}", "}]");
  }

  /** As the API answers, and as the console exports it: the newest first. */
  @Test
  void theRowsOfAnInsightsQuery() throws Exception {
    String later = ROW.replace("hello", "later");
    String last = ROW.replace("hello", "last").replace("00.100','@m", "00.101','@m");
    String answer =
        "{'results':["
            + String.join(",", fields(last), fields(later), fields(ROW))
            + "],'status':'Complete'}";
    String exported = "[" + String.join(",", last, later, ROW) + "]";
    for (String text : List.of(answer, pretty(json(answer)), exported)) {
      Input input = Inputs.at(Files.writeString(folder.resolve("x.json"), json(text)), null);
      assertThat(input.format()).isEqualTo(InputFormat.INSIGHTS);
      List<KinesisRecord> records = AllRecords.of(input);
      assertThat(records).hasSize(1);
      assertThat(Times.text(records.get(0).arrival)).isEqualTo(INGESTION);
      JsonNode document = document(records.get(0));
      assertThat(document.path("logGroup").asText()).isEqualTo("/aws/lambda/checkout");
      assertThat(document.path("logStream").asText()).isEqualTo("a");
      assertThat(document.at("/logEvents/0/timestamp").asLong()).isEqualTo(TIME);
      assertThat(document.path("logEvents").findValuesAsText("message"))
          .containsExactly("hello", "later", "last");
    }
  }

  @Test
  void whatAQueryShouldHaveAskedForIsTold() throws Exception {
    String row = json("[" + ROW.replace("'@logStream':'a',", "") + "]");
    try (Input.Records records = Inputs.at(file(row), null).open()) {
      assertThat(records.badLines().first()).contains("@logStream, @log, @ingestionTime");
    }
  }

  /** As PowerShell writes what a command prints, and as editors save it. */
  @Test
  void otherEncodings() throws Exception {
    String text = json("{'events':[" + EVENT.replace("hello", "grüße") + "]}");
    Path file = folder.resolve("checkout.json");
    for (byte[] bytes :
        List.of(
            ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE),
            ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16BE),
            ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8))) {
      Input input = Inputs.at(Files.write(file, bytes), null);
      assertThat(input.format()).isEqualTo(InputFormat.FILTER_LOG_EVENTS);
      assertThat(document(AllRecords.of(input).get(0)).at("/logEvents/0/message").asText())
          .isEqualTo("grüße");
    }
  }

  /** As the Telemetry API hands them to an extension. */
  @Test
  void theTelemetryApisEvents() throws Exception {
    String event = "{'time':'2026-03-02T10:00:00.100Z','type':'platform.start','record':{}}";
    Input input = Inputs.at(file(json("[" + event + "," + event + "]")), null);
    assertThat(input.format()).isEqualTo(InputFormat.LOG_LINES);
    List<KinesisRecord> records = AllRecords.of(input);
    assertThat(records).hasSize(2);
    assertThat(document(records.get(0)).at("/logEvents/0/message").asText()).isEqualTo(json(event));
    assertThat(Times.text(records.get(0).arrival)).isEqualTo(OWN_TIME);
  }

  @Test
  void whatFollowsIsToldWhereAFileBreaksOff() throws Exception {
    String text = pretty(json(DOCUMENT)) + "\n{ \"messageType\"";
    try (Input.Records records = Inputs.at(file(text), null).open()) {
      assertThat(records.next()).isNotNull();
      assertThat(records.badLines().first()).endsWith("what follows value 1: not JSON");
    }
  }

  @Test
  void whatIsPackedOtherwiseIsTold() throws Exception {
    try (Input.Records records =
        Inputs.at(file("{\"awslogs\":{\"data\":\"aGVsbG8=\"}}"), null).open()) {
      assertThat(records.badLines().first())
          .endsWith("line 1: data is no gzip of a subscription document");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"metric_stream_name\":\"s\",\"metric_name\":\"DatabaseConnections\"}|metric stream",
        "{\"metric_stream_name\":\"s\",\"metric_name\":\"Errors\"}|aws logs filter-log-events",
        "{\"resourceLogs\":[{\"scopeLogs\":[]}]}|OpenTelemetry's",
        "{\"resourceSpans\":[]}|aws logs filter-log-events",
        "[{\"order\":7}]|neither subscription documents nor records",
        "timestamp,message|aws logs filter-log-events",
        "\"@timestamp\",\"@message\",\"@logStream\"|aws logs filter-log-events",
        "H4sIAAAAAAAAA3WPQQrCMBBFrxJmbcC4EcSFWkQrtFKXIjKmQw22SUjSi|base64 -d"
      })
  void saysWhatToGiveInstead(String text, String words) throws IOException {
    Path file = file(text);
    assertThatThrownBy(() -> Inputs.at(file, null))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("checkout.json")
        .hasMessageContaining(words);
  }

  /** Somebody's own JSON in front of it makes no other file of a log. */
  @Test
  void aLogThatBeginsWithJsonIsALog() throws Exception {
    Path file = file("{\n  \"order\": 7\n}\nEND RequestId: 5b0c7a52-61c4-4d0e-9d53-6f3c1c5b2a77\n");
    assertThat(Inputs.at(file, null).format()).isEqualTo(InputFormat.LOG_LINES);
    assertThat(Inputs.at(file("{\"order\":7}\n{\"order\":8}\n"), null).format())
        .isEqualTo(InputFormat.LOG_LINES);
  }
}
