package dev.stormwatch.live;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import dev.stormwatch.live.recorder.Recorder;
import dev.stormwatch.live.tags.TagSink;
import dev.stormwatch.stream.Sources;
import dev.stormwatch.stream.Topology;
import dev.stormwatch.stream.Uids;
import dev.stormwatch.telemetry.KinesisRecord;
import dev.stormwatch.telemetry.json.AlertJson;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * The managed application. Sets nothing that the service manages itself: checkpoints, state backend
 * and restarts are its own.
 */
public final class Main {

  private Main() {}

  /**
   * Starts it.
   *
   * @param arguments a file of properties, for a cluster of one's own; the managed service has them
   *     in a place that it knows
   */
  public static void main(String[] arguments) throws Exception {
    Map<String, Properties> groups =
        arguments.length == 0
            ? KinesisAnalyticsRuntime.getApplicationProperties()
            : PropertiesFile.read(Path.of(arguments[0]));
    run(new LiveProperties(groups, Clock.systemUTC()));
  }

  static void run(LiveProperties properties) throws Exception {
    Storage.require(LiveProperties.RECORDING, properties.recordingFolder);
    Storage.require("delivery.alertsFolder", properties.delivery.alertsFolder);
    Storage.require("delivery.silencesFile", properties.delivery.silencesFile);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(Topology.configuration());
    List<Sources.Feed> feeds = new ArrayList<>();
    for (String region : properties.regions()) {
      DataStream<KinesisRecord> records = KinesisSource.open(environment, properties, region);
      Recorder.attach(records, properties.recordingFolder, properties.streamArns(region), region);
      feeds.add(new Sources.Feed(records, region));
    }
    if (properties.onlyRecord) {
      environment.execute("stormwatch recorder");
      return;
    }
    Topology.Outputs outputs =
        Topology.build(
            Sources.live(
                feeds,
                properties.onlyStreamArn(),
                SilenceFile.open(environment, properties.delivery)),
            properties.settings);
    String version =
        Objects.requireNonNullElse(
            Main.class.getPackage().getImplementationVersion(), "development");
    AlertJson json = new AlertJson(properties.settings.shortHash(), version);
    outputs
        .alerts
        .map(new AlertLog(json))
        .returns(Types.STRING)
        .uid(Uids.ALERT_LINES)
        .sinkTo(new DiscardingSink<>())
        .uid(Uids.ALERT_SINK);
    Delivery.to(properties.delivery, outputs.alerts, json);
    for (String region : properties.regions()) {
      TagSink.attach(outputs.alerts, properties.delivery, region);
    }
    environment.execute("stormwatch");
  }
}
