package dev.stormwatch.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.stream.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is deployed is what the application reads and tells. */
class DeployTest {

  private static final Map<String, String> PARAMETERS =
      Map.of(
          "${Infrastructure}-stream", "arn:aws:kinesis:eu-west-1:123456789012:stream/logs",
          "${Topic}", "arn:aws:sns:eu-west-1:123456789012:pages",
          "${PageFormat}", "cloudwatch-alarm",
          "${Tags}", "false",
          "${RecordingBucket}", "recordings",
          "InitialPosition", "TRIM_HORIZON",
          "Settings", "{}");

  private static final Pattern PROPERTY =
      Pattern.compile("^ {16}([a-z.]+):(.*(?:\\R {17,}.*)*)", Pattern.MULTILINE);

  private static String template() throws IOException {
    return Files.readString(Path.of("../../deploy/application.yaml"));
  }

  @Test
  void everyPropertyOfTheTemplateIsUnderstood() throws IOException {
    String map = template().split("PropertyMap:\n", 2)[1].split("\n\n", 2)[0];
    Properties properties = new Properties();
    Matcher property = PROPERTY.matcher(map);
    while (property.find()) {
      properties.setProperty(property.group(1), value(property.group(2)));
    }

    LiveProperties read =
        new LiveProperties(Map.of(LiveProperties.GROUP, properties), Clock.systemUTC());

    assertThat(properties).hasSize(5);
    assertThat(read.streamArns).hasSize(1);
    assertThat(read.initialInstant).isNull();
    assertThat(read.delivery.topics()).hasSize(1);
    assertThat(read.delivery.tags.enabled).isFalse();
    assertThat(read.recordingFolder).isEqualTo("s3://recordings/recordings");
  }

  /** Of a template's value what its intrinsic functions make of it, with the parameters above. */
  private static String value(String yaml) {
    Matcher quoted =
        Pattern.compile("['\"]?((?:s3://|\\{\"topics).*?)['\"]?(?:,|\\R|$)").matcher(yaml);
    String text = yaml;
    if (yaml.contains("'{")) {
      text = yaml.substring(yaml.indexOf("'{") + 1, yaml.indexOf("}'") + 1);
    } else if (quoted.find()) {
      text = quoted.group(1);
    } else {
      text = yaml.replaceAll("(?s).*!(?:Sub|Ref) ", "").trim();
    }
    for (Map.Entry<String, String> parameter : PARAMETERS.entrySet()) {
      text = text.replace(parameter.getKey(), parameter.getValue());
    }
    return text;
  }

  @Test
  void alarmsOnTheJobsOwnMetricsNameOnesThatItHas() throws IOException {
    String names =
        Arrays.stream(Metric.values()).map(Metric::metric).collect(Collectors.joining("|"));
    assertThat(template()).containsPattern("MetricName: (?:" + names + ")\n");
  }
}
