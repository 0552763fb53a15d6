package dev.stormwatch.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.settings.DecodeSettings;
import dev.stormwatch.telemetry.Envelopes.Form;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read stays to the letter; what is not read goes. */
class RecordRedactorTest {

  private static final DecodeSettings SETTINGS = SettingsReader.defaults().decode;
  private static final String REGION = "eu-west-1";
  private static final int DOCUMENTS = Integer.getInteger("stormwatch.redactions", 1_500);

  private static byte[] redacted(byte[] data) throws DeadRecordException {
    return new RecordRedactor(SETTINGS, REGION).redact(data);
  }

  private static String redacted(String group, String message) throws DeadRecordException {
    byte[] data = Documents.plain(Documents.in(group, Documents.STREAM, message));
    RecordingSink sink = new RecordingSink();
    new RecordDecoder(SETTINGS, REGION).decode(redacted(data), sink);
    return sink.lines.get(0).message();
  }

  private static String redacted(String message) throws DeadRecordException {
    return redacted(Documents.GROUP, message);
  }

  /** All that was read but the message itself. */
  private static final class Readings implements LineSink {

    private final List<Object> all = new ArrayList<>();

    @Override
    public void document(LogDocument document) {
      RecordingSink.Head head = RecordingSink.Head.of(document);
      // CloudWatch Logs allows no name of more than 512 characters; what is beyond is cut.
      boolean cut = head.logStream().length() == 512;
      all.add(
          new RecordingSink.Head(
              head.function(),
              head.logGroup(),
              head.logStream(),
              cut ? 0 : head.environment(),
              head.database()));
    }

    @Override
    public void line(Observation line, LogEvent event) {
      all.add(RecordingSink.copy(line, event.id(), event.ingestionTime(), ""));
    }

    static List<Object> of(byte[] data) throws DeadRecordException {
      Readings readings = new Readings();
      readings.all.add(new RecordDecoder(SETTINGS, REGION).decode(data, readings));
      return readings.all;
    }
  }

  /** Two partitions that say the same are the same. */
  @Test
  void ofAPollersLineOnlyThePartitionsStay() throws DeadRecordException {
    String line =
        Told.json(
            "{'eventType':'KAFKA_STATUS_EVENT','note':'maria','kafkaPartitionOffsets':"
                + "{'partition':'clicks-1','endOffset':7004,'processedOffset':6012}}");
    assertThat(redacted(line)).isEqualTo(line.replace("maria", "xxxxx").replace("note", "xxxx"));
  }

  @Test
  void everyLineIsReadAsBefore() throws DeadRecordException {
    for (int seed = 0; seed < DOCUMENTS; seed++) {
      Dice dice = new Dice(seed);
      LogLines lines = new LogLines(dice);
      List<String> messages = new ArrayList<>();
      for (int i = 1 + dice.below(8); i > 0; i--) {
        messages.add(lines.next());
      }
      String group =
          dice.of("/aws/lambda/checkout", "/aws/lambda-insights", "/aws/rds/instance/orders/log");
      byte[] data =
          Documents.gzip(
              Documents.utf8(
                  new Envelopes(dice).document(group, messages, dice.of(Form.values()))));

      assertThat(outcome(() -> Readings.of(redacted(data))))
          .as("seed %d", seed)
          .isEqualTo(outcome(() -> Readings.of(data)));
    }
  }

  /** What is read, or why nothing can be. */
  private interface Attempt {
    List<Object> run() throws DeadRecordException;
  }

  private static Object outcome(Attempt attempt) {
    try {
      return attempt.run();
    } catch (DeadRecordException e) {
      return e.reason();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "card 4111222233334444 of maria@example.com",
        "{\"level\":\"INFO\",\"card\":4111222233334444,\"who\":\"maria\",\"note\":\"Grüße\\nan maria\"}",
        "{\"level\":\"INFO\",\"who\":\"\\u006daria, \\u20ac 4111222233334444\"",
        "[ERROR] ValueError: maria paid with 4111222233334444\nTraceback (most recent call last):\n"
            + "  File \"/var/task/maria.py\", line 3\n    pay('4111222233334444')",
        "2026-03-02T10:00:00.000Z\t"
            + Told.ID
            + "\tERROR\tInvoke Error \t{\"errorType\":\"Error\","
            + "\"errorMessage\":\"maria: sorry, too many clients already\",\"card\":"
            + "\"4111222233334444\",\"stack\":[\"Error: maria\"]}",
        "FATAL: sorry, too many clients already (maria, 4111222233334444)",
        "Error while processing record with eventID 49600: maria 4111222233334444",
      })
  void whatIsNotReadIsGone(String message) throws DeadRecordException {
    assertThat(redacted(message))
        .doesNotContain("maria", "4111222233334444", "rüße")
        .hasSizeLessThanOrEqualTo(message.length());
  }

  @Test
  void theWordsThatTellStay() throws DeadRecordException {
    assertThat(redacted("orders: FATAL: sorry, too many clients already for maria"))
        .contains("too many clients")
        .doesNotContain("orders", "maria");
    assertThat(
            redacted(
                "{\"eventSourceARN\":\"arn:aws:kinesis:eu-west-1:123456789012:stream/orders\","
                    + "\"shardId\":\"shardId-000000000001\",\"firstSequenceNumber\":\"4960\",\"batchSize\":7,\"outcome\":\"ok\","
                    + "\"customer\":\"maria\"}"))
        .contains("stream/orders", "shardId-000000000001", "7")
        .doesNotContain("customer", "maria");
  }

  @Test
  void whatThePlatformWritesStaysAsItIs() throws DeadRecordException {
    String report =
        "REPORT RequestId: "
            + Told.ID
            + "\tDuration: 12.00 ms\tBilled Duration: 13 ms\tMemory Size: 512 MB\t"
            + "Max Memory Used: 80 MB\t\nXRAY TraceId: 1-5f-ab\tSegmentId: 12\tSampled: true\t\n";
    assertThat(redacted(report)).isEqualTo(report);
    assertThat(redacted("START RequestId: " + Told.ID + " Version: 7\n")).contains("Version: 7");
  }

  @Test
  void aLineThatOnlyBeginsLikeThePlatformsIsNoWayOut() throws DeadRecordException {
    assertThat(redacted("START RequestId: " + Told.ID + " Version: 7" + " maria".repeat(400)))
        .doesNotContain("maria");
  }

  @Test
  void whatIsNoFunctionsIsMasked() throws DeadRecordException {
    assertThat(redacted("/ecs/shop", "maria bought 3")).isEqualTo("xxxxx xxxxxx 1");
  }

  @Test
  void aControlMessageStaysOne() throws DeadRecordException {
    byte[] control = Documents.plain(Documents.of("maria").put("messageType", "CONTROL_MESSAGE"));
    byte[] redacted = redacted(control);
    assertThat(Readings.of(redacted)).containsExactly(RecordDecoder.Outcome.CONTROL_MESSAGE);
  }

  @Test
  void whatCannotBeReadCannotBeRedacted() {
    assertThatThrownBy(() -> redacted(Documents.utf8("maria")))
        .isInstanceOf(DeadRecordException.class);
  }
}
