package dev.stormwatch.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.telemetry.DeadRecordException.Reason;
import dev.stormwatch.telemetry.KinesisRecord;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DecodeFunctionTest {

  private static final long ARRIVAL = 1_772_446_336_000L;
  private static final int SAMPLES = 3;

  static final String GOOD =
      "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"123456789012\","
          + "\"logGroup\":\"/aws/lambda/checkout\",\"logStream\":\"s\",\"logEvents\":["
          + "{\"id\":\"1\",\"timestamp\":1772446335120,\"message\":"
          + "\"START RequestId: 5b0c7a52-61c4-4d0e-9d53-6f3c1c5b2a77 Version: 42\\n\"},"
          + "{\"id\":\"2\",\"timestamp\":1772446335332,\"message\":"
          + "\"REPORT RequestId: 5b0c7a52-61c4-4d0e-9d53-6f3c1c5b2a77\\tDuration: 211.37 ms\\t"
          + "Billed Duration: 1853 ms\\tMemory Size: 512 MB\\tMax Memory Used: 143 MB\\t"
          + "Init Duration: 1641.02 ms\\t\\n\"}]}";

  private static final String CONTROL =
      "{\"messageType\":\"CONTROL_MESSAGE\",\"owner\":\"CloudwatchLogs\",\"logGroup\":\"\","
          + "\"logStream\":\"\",\"logEvents\":[]}";

  private DecodeFunction function;
  private OneInputStreamOperatorTestHarness<KinesisRecord, FunctionSlot> harness;
  private int sent;

  @BeforeEach
  void open() throws Exception {
    start(null);
  }

  private void start(OperatorSubtaskState state) throws Exception {
    function =
        new DecodeFunction(
            SettingsReader.read(
                "{\"decode\":{\"maxInflatedBytes\":1048576,\"maxNestingDepth\":8,"
                    + "\"maxDeadLetterSamples\":"
                    + SAMPLES
                    + "}}"),
            "eu-west-1");
    harness = new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(function));
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  static Stream<Arguments> badRecords() throws IOException {
    byte[] gzip = gzip(GOOD);
    byte[] corrupt = gzip.clone();
    corrupt[gzip.length - 6] ^= 0x55;
    return Stream.of(
        arguments(Reason.NOT_A_SUBSCRIPTION_DOCUMENT, new byte[0]),
        arguments(Reason.NOT_A_SUBSCRIPTION_DOCUMENT, bytes("hello")),
        arguments(Reason.NOT_A_SUBSCRIPTION_DOCUMENT, bytes("{\"a\":1}")),
        arguments(Reason.NOT_A_SUBSCRIPTION_DOCUMENT, new byte[] {(byte) 0xFF, 0, 1}),
        arguments(Reason.TRUNCATED_GZIP, Arrays.copyOf(gzip, gzip.length / 2)),
        arguments(Reason.CORRUPT_GZIP, corrupt),
        arguments(Reason.TOO_LARGE, gzip("{\"a\":\"" + "x".repeat(1 << 21) + "\"}")),
        arguments(Reason.TOO_DEEP, bytes("{\"a\":" + "[".repeat(50) + "]".repeat(50) + "}")),
        arguments(Reason.MALFORMED_JSON, bytes(GOOD.substring(0, GOOD.length() - 1))));
  }

  @ParameterizedTest
  @MethodSource("badRecords")
  void aRecordThatCannotBeReadBecomesADeadLetterWithItsReason(Reason reason, byte[] data)
      throws Exception {
    send(data);
    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(deadLetters())
        .singleElement()
        .asString()
        .contains("\"schema\":\"stormwatch.dead-letter/1\"")
        .contains("\"reason\":\"" + reason.wireName() + "\"")
        .contains("\"shardId\":\"shardId-000000000000\"")
        .contains("\"sequenceNumber\":\"1\"")
        .contains("\"bytes\":" + data.length);
    assertThat(total(DecodeFunction.deadTotal(reason))).isEqualTo(1);
    assertThat(total(DecodeCounter.DEAD.metric())).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("badRecords")
  void theNextGoodRecordIsReadAsIfNothingHadHappened(Reason reason, byte[] data) throws Exception {
    send(data);
    send(gzip(GOOD));
    assertThat(harness.extractOutputValues())
        .singleElement()
        .satisfies(
            slot -> {
              assertThat(slot.function.key()).isEqualTo("123456789012/eu-west-1/checkout");
              assertThat(slot.records).isEqualTo(1);
              assertThat(slot.events).isEqualTo(2);
              assertThat(slot.invocations).isEqualTo(1);
              assertThat(slot.coldStarts).isEqualTo(1);
            });
    assertThat(total(DecodeCounter.RECORDS.metric())).isEqualTo(2);
    assertThat(total(DecodeCounter.EVENTS.metric())).isEqualTo(2);
  }

  @Test
  void deadLettersAreSampledByReasonButAllCounted() throws Exception {
    for (int i = 0; i < 10; i++) {
      send(bytes("hello"));
      send(bytes("{"));
    }
    assertThat(deadLetters()).hasSize(2 * SAMPLES);
    assertThat(deadLetters().subList(0, 2 * SAMPLES))
        .filteredOn(letter -> letter.contains("\"reason\":\"malformed-json\""))
        .hasSize(SAMPLES);
    assertThat(total(DecodeCounter.DEAD.metric())).isEqualTo(20);
    assertThat(total(DecodeFunction.deadTotal(Reason.MALFORMED_JSON))).isEqualTo(10);
  }

  @Test
  void aControlMessageIsCountedAndNothingElse() throws Exception {
    send(gzip(CONTROL));
    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(deadLetters()).isEmpty();
    assertThat(total(DecodeCounter.CONTROL.metric())).isEqualTo(1);
    assertThat(total(DecodeCounter.OTHER.metric())).isZero();
  }

  @Test
  void aRecordAboutNoFunctionIsCountedAndNothingElse() throws Exception {
    send(gzip(GOOD.replace("/aws/lambda/checkout", "/aws/eks/cluster")));
    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(deadLetters()).isEmpty();
    assertThat(total(DecodeCounter.OTHER.metric())).isEqualTo(1);
    assertThat(total(DecodeCounter.CONTROL.metric())).isZero();
  }

  @Test
  void aClockTickIsNoRecord() throws Exception {
    harness.processElement(KinesisRecord.clockTick(ARRIVAL), ARRIVAL);
    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(deadLetters()).isEmpty();
    assertThat(total(DecodeCounter.RECORDS.metric())).isZero();
  }

  /** A pattern that runs out of stack fails its record, not the job. */
  @Test
  void aLineMadeToExhaustTheStackDoesNotStopTheJob() throws Exception {
    String line = "x: " + "a.".repeat(200_000) + "B\\n\\tat com.example.Handler.run(H.java:7)";
    send(gzip(GOOD.replaceFirst("START[^\"]*", Matcher.quoteReplacement(line))));
    send(gzip(GOOD));
    assertThat(harness.extractOutputValues().size() + deadLetters().size()).isEqualTo(2);
    assertThat(harness.extractOutputValues())
        .last()
        .satisfies(slot -> assertThat(slot.events).isEqualTo(2));
  }

  @Test
  void aSlotStandsWhereItsRecordStood() throws Exception {
    send(gzip(GOOD));
    assertThat(harness.extractOutputStreamRecords())
        .singleElement()
        .satisfies(slot -> assertThat(slot.getTimestamp()).isEqualTo(ARRIVAL));
  }

  @Test
  void aRecordThatComesTwiceCountsOnce() throws Exception {
    send(gzip(GOOD));
    send(gzip(GOOD));
    assertThat(harness.extractOutputValues()).hasSize(1);
    assertThat(total(DecodeCounter.DUPLICATES.metric())).isOne();
    send("shardId-000000000001", gzip(GOOD));
    assertThat(harness.extractOutputValues()).hasSize(2);
  }

  /** In a checkpoint, so that a crash between the two deliveries changes nothing. */
  @Test
  void aRecordThatComesAgainAfterARestartCountsOnce() throws Exception {
    send(gzip(GOOD));
    OperatorSubtaskState first = harness.snapshot(1, 1);
    harness.close();

    start(first);
    // A second restart before the shard is read again must not lose the memory either.
    OperatorSubtaskState second = harness.snapshot(2, 2);
    harness.close();

    start(second);
    send(gzip(GOOD));
    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(total(DecodeCounter.DUPLICATES.metric())).isOne();
  }

  private void send(byte[] data) throws Exception {
    send("shardId-000000000000", data);
  }

  private void send(String shardId, byte[] data) throws Exception {
    sent++;
    harness.processElement(
        new KinesisRecord(shardId, String.valueOf(sent), "p", ARRIVAL, data), ARRIVAL);
  }

  private List<String> deadLetters() {
    List<String> letters = new ArrayList<>();
    Queue<StreamRecord<String>> out = harness.getSideOutput(SideOutputs.DEAD_LETTERS);
    if (out != null) {
      out.forEach(record -> letters.add(record.getValue()));
    }
    return letters;
  }

  private long total(String name) {
    return function.getRuntimeContext().getLongCounter(name).getLocalValuePrimitive();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(bytes(text));
    }
    return bytes.toByteArray();
  }
}
