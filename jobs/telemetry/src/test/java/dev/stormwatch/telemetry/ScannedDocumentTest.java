package dev.stormwatch.telemetry;

import static dev.stormwatch.core.fold.LineKind.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.telemetry.Envelopes.Form;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is usual is read fast, and what is not is left to the parser. */
class ScannedDocumentTest {

  private static final String ID = "5b0c7a52-61c4-4d0e-9d53-6f3c1c5b2a77";
  private static final String REPORT_LINE =
      "REPORT RequestId: "
          + ID
          + "\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 512 MB\t"
          + "Max Memory Used: 97 MB\t";

  private final RecordDecoder decoder =
      new RecordDecoder(SettingsReader.defaults().decode, "eu-west-1");

  private RecordingSink decode(String document) throws DeadRecordException {
    RecordingSink sink = new RecordingSink();
    decoder.decode(Documents.utf8(document), sink);
    return sink;
  }

  private static String exact(String... lines) {
    return new Envelopes(new Dice(7)).document(List.of(lines), Form.EXACT);
  }

  private static String platform(String type, String record) {
    return "{\"time\":\"2026-03-02T10:12:15.120Z\",\"type\":\"platform."
        + type
        + "\",\"record\":{\"requestId\":\""
        + ID
        + "\""
        + record
        + "}}";
  }

  static Stream<Arguments> usual() {
    return Stream.of(
        Arguments.of(START, "START RequestId: " + ID + " Version: $LATEST\n"),
        Arguments.of(START, "START RequestId: " + ID + " Version: 42"),
        Arguments.of(END, "END RequestId: " + ID + "\n"),
        Arguments.of(REPORT, REPORT_LINE + "\n"),
        Arguments.of(REPORT, REPORT_LINE + "Init Duration: 206.72 ms\t\n"),
        Arguments.of(
            REPORT,
            REPORT_LINE + "Restore Duration: 398.97 ms\tBilled Restore Duration: 210 ms\t\n"),
        Arguments.of(REPORT, REPORT_LINE + "Status: timeout\n"),
        Arguments.of(INIT_START, "INIT_START Runtime Version: nodejs:22.v40\tRuntime x\n"),
        Arguments.of(START, platform("start", ",\"version\":\"$LATEST\"")),
        Arguments.of(
            START,
            platform(
                "start",
                ",\"functionArn\":\"arn\",\"version\":\"7\",\"tenantId\":\"blue\",\"tracing\":"
                    + "{\"type\":\"X-Amzn-Trace-Id\",\"value\":\"Root=1;Parent=2;Sampled=1\"}")),
        Arguments.of(
            REPORT,
            platform(
                "report",
                ",\"status\":\"success\",\"metrics\":{\"durationMs\":12.34,\"billedDurationMs\":13,"
                    + "\"memorySizeMB\":512,\"maxMemoryUsedMB\":97,\"initDurationMs\":206.72}")),
        Arguments.of(REPORT, platform("report", ",\"metrics\":{\"durationMs\":3.5},\"spans\":[]")),
        Arguments.of(
            RUNTIME_DONE,
            platform(
                "runtimeDone",
                ",\"status\":\"success\",\"metrics\":{\"durationMs\":140.0,\"producedBytes\":16},"
                    + "\"spans\":[{\"name\":\"responseLatency\",\"start\":\"t\",\"durationMs\":1.5}]")),
        Arguments.of(APPLICATION_JSON, "{\"level\":\"INFO\",\"message\":\"a basket of 3\"}\n"),
        Arguments.of(
            APPLICATION_JSON, " \n{\n  \"level\": \"INFO\",\n  \"path\": \"C:\\\\new\"\n}"),
        Arguments.of(APPLICATION_JSON, "{\"message\":\"\u00e9 \ud83d\ude80\"}"),
        Arguments.of(MALFORMED_JSON, "{\"message\":\"cut he"),
        Arguments.of(EMF, "{\"_aws\":{\"Timestamp\":1,\"CloudWatchMetrics\":[]},\"latency\":5}"),
        Arguments.of(REPORT, REPORT_LINE + "Status: error\tError Type: Runtime.ExitError\t\n"),
        Arguments.of(EXIT, "RequestId: " + ID + " Error: Runtime exited without a reason\n"),
        Arguments.of(
            TIMEOUT, "2026-03-02T10:12:15.120Z " + ID + " Task timed out after 3.00 seconds\n\n"),
        Arguments.of(RESTORE_START, "RESTORE_START Runtime Version: java:21.v31\n"),
        Arguments.of(
            INIT_START,
            platform("initStart", ",\"initializationType\":\"on-demand\",\"phase\":\"init\"")),
        Arguments.of(INIT_REPORT, platform("initReport", ",\"metrics\":{\"durationMs\":3.5}")),
        Arguments.of(APPLICATION_TEXT, "[ERROR]\t2026-03-02T10:12:15.120Z\t" + ID + "\tno basket"),
        Arguments.of(CONNECTION_TROUBLE, "Queue limit reached."),
        Arguments.of(APPLICATION_TEXT, "loaded 3 baskets\n"),
        Arguments.of(APPLICATION_TEXT, ""),
        Arguments.of(APPLICATION_TEXT, "a\tb\r\n\"\\ \u00e9 \ud83d\ude80"),
        Arguments.of(APPLICATION_TEXT, "t\t" + ID + "\tERROR\tan Error was logged"),
        Arguments.of(CONNECTION_TROUBLE, "FATAL: sorry, too many clients already"),
        Arguments.of(CONNECTION_TROUBLE, "{\"message\":\"connect ETIMEDOUT 10.0.0.7\"}"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("usual")
  void readsFast(LineKind kind, String line) throws DeadRecordException {
    assertThat(decode(exact(line)).kinds()).containsExactly(kind);
    assertThat(decode(exact("x", line, "y")).kinds().get(1)).isEqualTo(kind);
    assertThat(decoder.genericLines()).isZero();
    assertThat(decoder.genericRecords()).isZero();
  }

  static Stream<String> unusual() {
    return Stream.of(
        "START RequestId:  " + ID + " Version: 7\n",
        "START RequestId: " + ID.toUpperCase() + " Version: 7\n",
        "END RequestId:\t" + ID + "\n",
        REPORT_LINE.replace('\t', ' ') + "\n",
        REPORT_LINE + "Status: error\tError Type: Runtime.ExitError\n",
        "Connection is not available, request timed out after 1ms (total=1, active=1)",
        REPORT_LINE + "Something New: 7 ms\t\n",
        REPORT_LINE.replace("12.34", "12.3456") + "\n",
        "INIT_START Runtime Version: python:3.14.DurableFunction.v6\n",
        "INIT_REPORT Init Duration: 1.5 ms\tPhase: init\tStatus: timeout\n",
        "LOGS  Name: tracer",
        "2026-03-02T10:12:15.120Z " + ID + " Task timed out after 3.00 seconds\\n",
        "2026-03-02T10:12:15.120Z " + ID + " Task timed out after 3.00 seconds" + "\n".repeat(120),
        "[ERROR] ValueError: no such basket\nTraceback",
        platform("report", ",\"status\":\"error\",\"errorType\":\"x\",\"metrics\":{}"),
        platform("start", ",\"later\":1"),
        platform("start", "").replace(":", ": "),
        "{\"type\":\"function\",\"record\":\"hello\"}",
        "{\"errorType\":\"ValueError\",\"errorMessage\":\"x\"}",
        "{\"_aws\":{},\"ColdStart\":1}",
        "{\"message\":\"\u0001\"}",
        "x: java.io.IOException\njava.io.IOException\n\tat a.B.c(B.java:7)");
  }

  @ParameterizedTest
  @MethodSource("unusual")
  void leavesTheLineToTheReader(String line) throws DeadRecordException {
    assertThat(decode(exact("a", line, "b")).lines).hasSize(3);
    assertThat(decoder.genericLines()).isOne();
    assertThat(decoder.genericRecords()).isZero();
  }

  static Stream<String> otherForms() {
    String usual = exact("hello");
    return Stream.of(
        usual.replace(",\"logEvents\"", ", \"logEvents\""),
        usual.replace("\"owner\":\"111122223333\",", "").replace("{\"id", "{\"owner\":1,\"id"),
        usual.replace("/checkout", "/check\\u006fut"),
        usual.replace("\"hello\"", "\"hello\",\"later\":1"),
        usual.replace("\"hello\"", "\"hello\\\\\""),
        usual.replaceFirst("\"id\":\"\\d", "\"id\":\""),
        usual.replace(":" + Envelopes.T, ":" + Envelopes.T + ".0"),
        usual + "\n");
  }

  @ParameterizedTest
  @MethodSource("otherForms")
  void leavesTheRecordToTheParser(String document) throws DeadRecordException {
    assertThat(decode(document).lines).hasSize(1);
    assertThat(decoder.genericRecords()).isOne();
    assertThat(decoder.genericLines()).isOne();
    assertThat(decode(exact("hello")).lines).hasSize(1);
    assertThat(decoder.genericRecords()).isOne();
  }

  @Test
  void readsWhatCloudWatchAddsFast() throws DeadRecordException {
    String[] lines = Collections.nCopies(500, "hello").toArray(new String[0]);
    String document =
        exact(lines)
            .replace("\"hello\"}", "\"hello\",\"extractedFields\":{\"@aws.region\":\"us-east-1\"}}")
            .replace("]}", "],\"policyLevel\":\"ACCOUNT_LEVEL_POLICY\"}");
    RecordingSink sink = decode(document);
    assertThat(sink.lines).hasSize(500);
    assertThat(sink.documents.get(0).function().region()).isEqualTo("us-east-1");
    assertThat(decoder.genericRecords()).isZero();
  }

  /** The buffer keeps what earlier records held; none of it may be read, nor what lies behind. */
  @Test
  void aMessageCutAtTheEndOfTheBufferIsNotReadOn() {
    String begin = "{\\\"time\\\":\\\"";
    String head = exact("").substring(0, exact("").lastIndexOf("\"}]}"));
    for (int room = begin.length(); room < 130; room++) {
      int message = (1 << 16) - Inflate.PADDING - room;
      String earlier = "{" + "x".repeat(message - 1) + begin + "x".repeat(room - begin.length());
      String group = "/aws/lambda/" + "a".repeat(message - head.length());
      String cut = head.replace("/aws/lambda/", group) + "{";
      RecordDecoder used = new RecordDecoder(SettingsReader.defaults().decode, "eu-west-1");
      for (String document : List.of(earlier, cut)) {
        assertThatThrownBy(() -> used.decode(Documents.utf8(document), new RecordingSink()))
            .isInstanceOf(DeadRecordException.class);
      }
    }
  }
}
