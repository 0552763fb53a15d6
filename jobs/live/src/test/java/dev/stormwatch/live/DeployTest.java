package dev.stormwatch.live;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.settings.TopicRoute;
import dev.stormwatch.stream.DecodeCounter;
import dev.stormwatch.stream.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is deployed is what the application reads and tells. */
class DeployTest {

  private static final Map<String, String> PARAMETERS =
      Map.ofEntries(
          entry("Infrastructure", "logs"),
          entry("logs-stream", "arn:aws:kinesis:eu-west-1:123456789012:stream/logs"),
          entry("logs-code", "code"),
          entry("logs-topic", "arn:aws:sns:eu-west-1:123456789012:pages"),
          entry("PageFormat", "cloudwatch-alarm"),
          entry("PageSeverities", "page"),
          entry("Tickets", "arn:aws:sns:eu-west-1:123456789012:tickets"),
          entry("RecordingBucket", "recordings"),
          entry("InitialPosition", "TRIM_HORIZON"),
          entry("Runbooks", "https://wiki.example.com/lambda"),
          entry("Settings", "{}"));

  private static final Pattern SETTING = Pattern.compile("`[a-z]\\w*(\\[])?\\.[a-z]\\w*`");

  private static final Pattern ALARM =
      Pattern.compile("(\\w+):\\n    Type: AWS::CloudWatch::Alarm\n");

  private static String template() throws IOException {
    return Files.readString(Path.of("../../deploy/application.yaml"));
  }

  private static LiveProperties properties(Map<String, String> parameters) throws IOException {
    Properties properties = new Properties();
    Template.of(template()).values("PropertyMap", parameters).forEach(properties::setProperty);
    assertThat(properties).hasSize(5);
    return new LiveProperties(Map.of(LiveProperties.GROUP, properties), Clock.systemUTC());
  }

  private static List<String> takenBy(TopicRoute route) {
    return Stream.of("page", "ticket", "info")
        .filter(severity -> route.takes(severity, "hot-shard", "123456789012", List.of()))
        .collect(Collectors.toList());
  }

  @Test
  void everyPropertyOfTheTemplateIsUnderstood() throws IOException {
    LiveProperties read = properties(PARAMETERS);

    assertThat(read.streamArns).hasSize(1);
    assertThat(read.initialInstant).isNull();
    assertThat(read.delivery.topics()).hasSize(2);
    assertThat(read.delivery.tags.enabled).isTrue();
    assertThat(read.delivery.silencesFile).isEqualTo("s3://code/silences.json");
    assertThat(read.delivery.runbook("hot-shard"))
        .isEqualTo("https://wiki.example.com/lambda/hot-shard.md");
    assertThat(read.recordingFolder).isEqualTo("s3://recordings/recordings");
  }

  @Test
  void aTicketWakesNobodyUnlessAskedTo() throws IOException {
    List<TopicRoute> topics = properties(PARAMETERS).delivery.topics();

    assertThat(takenBy(topics.get(0))).containsExactly("page");
    assertThat(topics.get(1).arn).endsWith(":tickets");
    assertThat(takenBy(topics.get(1))).containsExactly("page", "ticket");

    Map<String, String> asked = new HashMap<>(PARAMETERS);
    asked.put("PageSeverities", "page,ticket");
    assertThat(takenBy(properties(asked).delivery.topics().get(0)))
        .containsExactly("page", "ticket");
  }

  @Test
  void alarmsOnTheJobsOwnMetricsNameOnesThatItHas() throws IOException {
    String names =
        Arrays.stream(Metric.values()).map(Metric::metric).collect(Collectors.joining("|"));
    assertThat(template()).containsPattern("MetricName: (?:" + names + ")\n");
    assertThat(template())
        .contains(
            "MetricName: " + Metric.ALERTS_UNDELIVERED.metric() + "\n",
            "MetricName: " + DecodeCounter.DEAD.metric() + "\n");
  }

  @Test
  void everyKindHasARunbookThatNamesNoSettingThatIsNone() throws IOException {
    Path deploy = Path.of("../../deploy");
    String readme = Files.readString(deploy.resolve("README.md"));
    String settings = Files.readString(Path.of("../../schemas/README.md"));
    for (Kind kind : Kind.values()) {
      String file = "runbooks/" + kind.wireName() + ".md";
      String runbook = Files.readString(deploy.resolve(file));
      assertThat(readme).contains("[" + kind.wireName() + "](" + file + ")");
      assertThat(runbook).startsWith("# " + kind.wireName() + "\n").contains("## Look", "## Act");
      SETTING
          .matcher(runbook)
          .results()
          .forEach(setting -> assertThat(settings).contains("| " + setting.group() + " |"));
    }
  }

  @Test
  void theDashboardShowsEveryAlarmAndMetricsThatThereAre() throws IOException {
    String template = template();
    int widgetsAt = template.indexOf("{\"widgets\"");
    String body = template.substring(widgetsAt, template.indexOf("- Stream:", widgetsAt));
    JsonNode widgets = new ObjectMapper().readTree(body).path("widgets");

    Set<String> alarms =
        ALARM.matcher(template).results().map(name -> name.group(1)).collect(Collectors.toSet());
    assertThat(alarms).hasSize(9);
    for (String alarm : alarms) {
      assertThat(widgets.at("/0/properties/alarms").toString()).contains("${" + alarm + ".Arn}");
    }
    Set<String> known = new HashSet<>(Set.of("downtime", "fullRestarts", "heapMemoryUtilization"));
    Arrays.stream(Metric.values()).map(Metric::metric).forEach(known::add);
    Arrays.stream(DecodeCounter.values()).map(DecodeCounter::metric).forEach(known::add);
    int shown = 0;
    for (JsonNode widget : widgets) {
      for (JsonNode metric : widget.at("/properties/metrics")) {
        if (metric.path(0).asText().equals("AWS/KinesisAnalytics")) {
          assertThat(known).contains(metric.path(1).asText());
          shown++;
        }
      }
    }
    assertThat(shown).isEqualTo(11);
  }
}
