package dev.stormwatch.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.CallTrace;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The trace that a call is part of, wherever a line may name it. */
class TraceIdsTest {

  private static final String ROOT = "1-67c39e80-cdffd5dd8ca8126c0482ba99";
  private static final String W3C = "67c39e80cdffd5dd8ca8126c0482ba99";
  private static final String REPORT =
      "REPORT RequestId: "
          + Told.ID
          + "\tDuration: 3.2 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\t";

  static Stream<String> named() {
    return Stream.of(
        REPORT + "\nXRAY TraceId: " + ROOT + "\tSegmentId: 3f2c1a9be7d45061\tSampled: true\t\n",
        REPORT.replace('\t', ' ') + "XRAY TraceId: " + ROOT + " SegmentId: 3f Sampled: true",
        "XRAY TraceId: " + ROOT + "\tSegmentId: 3f2c1a9be7d45061\tSampled: true\t\n",
        start("Root=" + ROOT + ";Parent=9513229d43597826;Sampled=1"),
        start("Parent=9513229d43597826;Sampled=0;Root=" + ROOT + ";Lineage=1:6e5eb7d9:0"),
        "{\"level\":\"INFO\",\"message\":\"hello\",\"xray_trace_id\":\"" + ROOT + "\"}",
        "{\"xrayTraceId\": \"" + ROOT + "\", \"message\": \"hello\"}",
        "{\"level\":\"Information\",\"traceId\":\"" + ROOT + "\",\"message\":\"hello\"}",
        "{\"level\":\"Error\",\"traceId\":\"Root=" + ROOT + ";Parent=9513229d43597826;Sampled=0\"}",
        "{\"span\":{\"xrayTraceId\":\"Self=1;Root=" + ROOT + ";Sampled=1\"}}",
        "{\"traceId\":\"" + W3C + "\"}",
        "{\"traceId\":\"" + W3C + "\",\"xray_trace_id\":\"" + ROOT + "\"}",
        "{\"traceparent\":\"00-" + W3C + "-00f067aa0ba902b7-01\"}",
        "{\"errorType\":\"E\",\"errorMessage\":\"m\",\"trace\":[],\"xray_trace_id\":\""
            + ROOT
            + "\"}");
  }

  private static String start(String header) {
    return Told.json(
        "{'time':'2026-03-02T10:12:00.000Z','type':'platform.start','record':{'requestId':'%s',"
            + "'version':'7','tracing':{'spanId':'be18b85f77fc024d','type':'X-Amzn-Trace-Id',"
            + "'value':'"
            + header
            + "'}}}");
  }

  @ParameterizedTest
  @MethodSource("named")
  void isRead(String line) {
    CallTrace trace = Told.read(line).trace;
    assertThat(trace.teller).isNotEqualTo(CallTrace.NOBODY);
    assertThat(CallTrace.xray(trace.high, trace.low)).isEqualTo(ROOT);
  }

  static Stream<Arguments> unnamed() {
    return Stream.of(
        Arguments.of("a text that says xray_trace_id " + ROOT),
        Arguments.of("{\"message\":\"{\\\"xray_trace_id\\\":\\\"" + ROOT + "\\\"}\"}"),
        Arguments.of("{\"xray_trace_id\":\"" + ROOT.substring(1) + "\"}"),
        Arguments.of("{\"xray_trace_id\":\"1-00000000-000000000000000000000000\"}"),
        Arguments.of("{\"xray_trace_id\":null}"),
        Arguments.of("{\"traceId\":\"Uproot=" + ROOT + "\"}"),
        Arguments.of(start("Uproot=" + ROOT)),
        Arguments.of(start("Root=" + ROOT + "7")),
        Arguments.of("{\"depth\":7}"));
  }

  @ParameterizedTest
  @MethodSource("unnamed")
  void isNotInvented(String line) {
    CallTrace trace = Told.read(line).trace;
    assertThat(trace.told()).isFalse();
    assertThat(trace.depth).isEqualTo(CallTrace.NO_DEPTH);
  }

  /** It may be a customer's number: it is compared, never shown. */
  @Test
  void anIdOfTheApplicationsOwnIsAHash() {
    CallTrace one = Told.read("{\"correlation_id\":\"order-7\",\"depth\":12}").trace;
    CallTrace other = Told.read("{\"correlation_id\":\"order-8\"}").trace;
    assertThat(one.told()).isTrue();
    assertThat(one.correlation).isNotEqualTo(other.correlation);
    assertThat(one.depth).isEqualTo(12);
    assertThat(other.depth).isEqualTo(CallTrace.NO_DEPTH);
  }
}
