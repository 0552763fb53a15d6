package dev.stormwatch.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivePropertiesTest {

  private static final String ARN = "arn:aws:kinesis:eu-west-1:123456789012:stream/lambda-logs";

  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-03-02T12:00:00Z"), ZoneOffset.UTC);

  private static LiveProperties read(String... pairs) {
    Properties group = new Properties();
    for (int i = 0; i < pairs.length; i += 2) {
      group.setProperty(pairs[i], pairs[i + 1]);
    }
    return new LiveProperties(Map.of("Stormwatch", group), NOON);
  }

  @Test
  void theStreamsArnTellsRegionAndName() {
    LiveProperties properties = read("stream.arn", ARN);

    assertThat(properties.regions()).containsExactly("eu-west-1");
    assertThat(properties.streams("eu-west-1")).containsExactly("lambda-logs");
    assertThat(properties.onlyStreamArn()).isEqualTo(ARN);
    assertThat(properties.reading.pushed()).isFalse();
    assertThat(properties.endpoint).isEmpty();
    assertThat(properties.settings.clock.slotMillis).isEqualTo(5000);
  }

  @Test
  void aMissingGroupIsNamed() {
    assertThatThrownBy(() -> new LiveProperties(Map.of("Input", new Properties()), NOON))
        .hasMessageContaining("no property group \"Stormwatch\" among [Input]");
  }

  @Test
  void aMisspeltKeyNamesItsNeighbour() {
    assertThatThrownBy(() -> read("stream.arn", ARN, "initial.positon", "LATEST"))
        .hasMessageContaining("initial.positon")
        .hasMessageContaining("nearest known one is initial.position");
  }

  @Test
  void whatIsNoStreamIsRefused() {
    assertThatThrownBy(() -> read("stream.arn", "lambda-logs"))
        .hasMessageContaining("\"lambda-logs\"")
        .hasMessageContaining("arn:aws:kinesis:");
    assertThatThrownBy(() -> read()).hasMessageContaining("stream.arn has \"\"");
    assertThatThrownBy(() -> read("stream.arn", ARN + ',' + ARN)).hasMessageContaining("twice");
  }

  @Test
  void severalStreamsAreReadByRegion() {
    String second = "arn:aws:kinesis:eu-west-1:123456789012:stream/edge-logs";
    String far = "arn:aws:kinesis:us-east-1:123456789012:stream/lambda-logs";
    LiveProperties properties = read("stream.arn", ARN + ", " + far + ',' + second);

    assertThat(properties.regions()).containsExactly("eu-west-1", "us-east-1");
    assertThat(properties.streams("eu-west-1")).containsExactly("lambda-logs", "edge-logs");
    assertThat(properties.streams("us-east-1")).containsExactly("lambda-logs");
    assertThat(properties.onlyStreamArn()).isEmpty();
  }

  @Test
  void aFirstStartBeginsWhereItIsTold() {
    assertThat(read("stream.arn", ARN).initialInstant).isEqualTo(NOON.instant());
    assertThat(read("stream.arn", ARN, "initial.position", "TRIM_HORIZON").initialInstant).isNull();
    assertThat(
            read("stream.arn", ARN, "initial.position", "2026-03-02T11:00:00+01:00").initialInstant)
        .isEqualTo("2026-03-02T10:00:00Z");
    assertThatThrownBy(() -> read("stream.arn", ARN, "initial.position", "NEWEST"))
        .hasMessageContaining("LATEST, TRIM_HORIZON or a time such as");
  }

  @Test
  void settingsMayStandInAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("settings.json");
    Files.writeString(file, "{\"clock\":{\"slotSeconds\":7}}");
    assertThat(read("stream.arn", ARN, "settings", file.toString()).settings.clock.slotMillis)
        .isEqualTo(7_000);
    assertThatThrownBy(() -> read("stream.arn", ARN, "settings", folder.resolve("x").toString()))
        .hasMessageContaining("settings is neither JSON nor a file");
  }

  @Test
  void settingsAreReadWithTheirErrors() {
    assertThatThrownBy(() -> read("stream.arn", ARN, "settings", "{\"colStart\":{}}"))
        .hasMessageContaining("colStart")
        .hasMessageContaining("coldStart");
  }

  @Test
  void topicsAreReadWithTheirErrors() {
    String topic = "{\"arn\":\"arn:aws:sns:eu-west-1:123456789012:on-call\"}";
    LiveProperties properties = read("stream.arn", ARN, "delivery", "{\"topics\":[" + topic + "]}");
    assertThat(properties.delivery.topics())
        .singleElement()
        .satisfies(route -> assertThat(route.format).isEqualTo("native"));
    assertThatThrownBy(
            () -> read("stream.arn", ARN, "delivery", "{\"topics\":[" + topic + ',' + topic + "]}"))
        .hasMessageContaining("on-call");
    assertThatThrownBy(
            () -> read("stream.arn", ARN, "delivery", "{\"topics\":[{\"arn\":\"on-call\"}]}"))
        .hasMessageContaining("topics[0].arn");
  }

  @Test
  void howOftenAndHowLongIsSaidInRanges() {
    Reading usual = read("stream.arn", ARN).reading;
    assertThat(usual.answerMillis()).isEqualTo(2_000);
    assertThat(usual.childrenMillis()).isEqualTo(11_000);
    assertThat(usual.silenceMillis).isEqualTo(30_000);
    assertThat(usual.idleMillis).isEqualTo(4_000);
    assertThat(read("stream.arn", ARN, "poll.millis", " 250 ").reading.answerMillis())
        .isEqualTo(500);
    assertThat(read("stream.arn", ARN, "fan.out.consumer", "pager").reading.answerMillis())
        .isEqualTo(15_000);
    for (String wrong : List.of("199", "10001", "1.5", "a second", "")) {
      assertThatThrownBy(() -> read("stream.arn", ARN, "poll.millis", wrong))
          .hasMessage("poll.millis is \"" + wrong + "\", not a whole number from 200 to 10000");
    }
  }

  /** Else a shard would be given up before it can have answered. */
  @Test
  void theSlowestAnswerComesBeforeAShardIsGivenUp() {
    Reading slow = read("stream.arn", ARN, "poll.millis", "10000").reading;
    assertThat(slow.answerMillis()).isLessThan(slow.silenceMillis);
    assertThatThrownBy(() -> read("stream.arn", ARN, "shard.silence.seconds", "20"))
        .hasMessageContaining("from 30 to 600");
  }

  @Test
  void aRecorderNeedsAPlace() {
    LiveProperties properties = read("stream.arn", ARN, "recording.folder", "s3://a/b");
    assertThat(properties.recordingFolder).isEqualTo("s3://a/b");
    assertThat(properties.onlyRecord).isFalse();
    assertThatThrownBy(() -> read("stream.arn", ARN, "recording.folder", "a/b"))
        .hasMessageContaining("\"a/b\", not a URI such as s3://");
    assertThatThrownBy(() -> read("stream.arn", ARN, "recording.only", "true"))
        .hasMessageContaining("recording.folder does not say where");
    assertThatThrownBy(() -> read("stream.arn", ARN, "recording.only", "yes"))
        .hasMessageContaining("true or false");
  }
}
