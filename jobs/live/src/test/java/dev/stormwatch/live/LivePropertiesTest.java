package dev.stormwatch.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class LivePropertiesTest {

  private static final String ARN = "arn:aws:kinesis:eu-west-1:123456789012:stream/lambda-logs";

  private static LiveProperties read(String... pairs) {
    Properties group = new Properties();
    for (int i = 0; i < pairs.length; i += 2) {
      group.setProperty(pairs[i], pairs[i + 1]);
    }
    return new LiveProperties(Map.of("Stormwatch", group));
  }

  @Test
  void theStreamsArnTellsRegionAndName() {
    LiveProperties properties = read("stream.arn", ARN);

    assertThat(properties.region).isEqualTo("eu-west-1");
    assertThat(properties.stream).isEqualTo("lambda-logs");
    assertThat(properties.initialPosition).isEqualTo("LATEST");
    assertThat(properties.settings.clock.slotMillis).isEqualTo(5000);
  }

  @Test
  void aMissingGroupIsNamed() {
    assertThatThrownBy(() -> new LiveProperties(Map.of("Input", new Properties())))
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
    assertThatThrownBy(() -> read()).hasMessageContaining("stream.arn is \"\"");
  }

  @Test
  void aPositionThatIsNoneIsRefused() {
    assertThatThrownBy(() -> read("stream.arn", ARN, "initial.position", "NEWEST"))
        .hasMessageContaining("[LATEST, TRIM_HORIZON]");
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
