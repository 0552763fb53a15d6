package dev.stormwatch.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.settings.DeliverySettings;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.live.tags.TagSink;
import dev.stormwatch.stream.ArrivalWatermarks;
import dev.stormwatch.stream.DecodeCounter;
import dev.stormwatch.stream.Metric;
import dev.stormwatch.stream.Sources;
import dev.stormwatch.stream.Topology;
import dev.stormwatch.stream.Uids;
import dev.stormwatch.telemetry.KinesisRecord;
import dev.stormwatch.telemetry.json.AlertJson;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics that dashboards and alarms are made of: in the group that CloudWatch gets. */
class MetricsITCase {

  @TempDir private Path temp;

  private static final long START = 1_772_445_600_000L;
  private static final Pattern OURS = Pattern.compile(".*\\.kinesisanalytics\\.(.+)");

  private static KinesisRecord record(int number, String data) {
    return new KinesisRecord(
        "shardId-000000000000",
        Integer.toString(number),
        "p",
        START + number * 1_000L,
        data.getBytes(StandardCharsets.UTF_8));
  }

  /** Calls that a database refuses, one a second, and a record that is none. */
  private static KinesisRecord[] records() {
    List<KinesisRecord> records = new ArrayList<>();
    records.add(record(0, "not a record"));
    for (int i = 1; i < 300; i++) {
      String id = String.format("5b0c7a52-61c4-4d0e-9d53-6f3c1c5b%04d", i);
      records.add(
          record(
              i,
              String.format(
                  "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"111122223333\",\"logGroup\":"
                      + "\"/aws/lambda/checkout\",\"logStream\":\"2026/03/02/[1]%032x\","
                      + "\"logEvents\":[{\"id\":\"%d\",\"timestamp\":%d,\"message\":"
                      + "\"START RequestId: %s Version: 1\\n\"},{\"id\":\"b%d\",\"timestamp\":%d,"
                      + "\"message\":\"[ERROR] OperationalError: FATAL: sorry, too many clients"
                      + " already\\nTraceback (most recent call last):\\n\"}]}",
                  i, i, START + i * 1_000L - 900, id, i, START + i * 1_000L - 800)));
    }
    records.add(KinesisRecord.clockTick(START + 600_000));
    return records.toArray(KinesisRecord[]::new);
  }

  @Test
  void everyNameIsThereInTheGroupThatCloudWatchGets() throws Exception {
    Settings settings = SettingsReader.defaults();
    DeliverySettings delivery =
        SettingsReader.delivery(
            "{\"topics\":[{\"arn\":\"arn:aws:sns:eu-west-1:111122223333:nothing\","
                + "\"functions\":[\"nobody\"]}],\"endpoint\":\"http://localhost:9\","
                + "\"alertsFolder\":\""
                + temp.toUri()
                + "\",\"tags\":{\"dryRun\":true}}");
    Map<String, Long> counts;
    try (MeasuredFlink flink = new MeasuredFlink()) {
      StreamExecutionEnvironment environment = flink.environment(Topology.configuration());
      Topology.Outputs outputs =
          Topology.build(
              Sources.replay(
                  new Sources.Feed(
                      environment
                          .fromData(Topology.RECORD, records())
                          .uid(Uids.SOURCE)
                          .assignTimestampsAndWatermarks(new ArrivalWatermarks(settings.clock))
                          .uid("watermarks"),
                      "eu-west-1"),
                  ""),
              settings);
      AlertJson json = new AlertJson(settings.shortHash(), "test");
      outputs
          .alerts
          .map(new AlertLog(json))
          .returns(Types.STRING)
          .uid(Uids.ALERT_LINES)
          .sinkTo(new DiscardingSink<>())
          .uid(Uids.ALERT_SINK);
      Delivery.to(delivery, outputs.alerts, json);
      TagSink.attach(outputs.alerts, delivery, "eu-west-1");

      environment.execute();
      counts = countsOf(flink);
    }

    Set<String> found = new TreeSet<>();
    counts.keySet().forEach(name -> found.add(name.substring(name.lastIndexOf('.') + 1)));
    assertThat(found).containsExactlyInAnyOrderElementsOf(names());
    assertThat(counts)
        .containsEntry("records", 300L)
        .containsEntry("deadRecords", 1L)
        .containsEntry("reason.not-a-subscription-document.deadRecords", 1L)
        .containsEntry("kind.connection-exhaustion.severity.page.action.open.alerts", 1L)
        .hasEntrySatisfying(
            "kind.connection-exhaustion.findings", count -> assertThat(count).isPositive());
  }

  /** By name and dimensions; what is no counter counts nothing. */
  private static Map<String, Long> countsOf(MeasuredFlink flink) {
    Map<String, Long> counts = new TreeMap<>();
    flink
        .metrics()
        .forEach(
            of ->
                of.getValue()
                    .forEach(
                        (name, metric) -> {
                          Matcher ours = OURS.matcher(of.getKey().getMetricIdentifier(name));
                          if (ours.matches()) {
                            long count =
                                metric instanceof Counter ? ((Counter) metric).getCount() : 0;
                            counts.merge(ours.group(1), count, Long::sum);
                          }
                        }));
    return counts;
  }

  private static Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (DecodeCounter counter : DecodeCounter.values()) {
      names.add(counter.metric());
    }
    for (Metric metric : Metric.values()) {
      names.add(metric.metric());
    }
    return names;
  }

  @Test
  void theReadmeListsThemAll() throws IOException {
    String section =
        Files.readString(Path.of("README.md")).split("\n## Metrics\n", 2)[1].split("\n## ", 2)[0];
    Set<String> listed =
        Pattern.compile("^\\| `(\\w+)`", Pattern.MULTILINE)
            .matcher(section)
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(listed).isEqualTo(names());
  }
}
