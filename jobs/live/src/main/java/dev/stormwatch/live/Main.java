package dev.stormwatch.live;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import dev.stormwatch.live.recorder.Recorder;
import dev.stormwatch.live.tags.TagSink;
import dev.stormwatch.stream.Topology;
import dev.stormwatch.stream.Uids;
import dev.stormwatch.telemetry.KinesisRecord;
import dev.stormwatch.telemetry.json.AlertJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
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
    LiveProperties properties =
        new LiveProperties(
            arguments.length == 0
                ? KinesisAnalyticsRuntime.getApplicationProperties()
                : PropertiesFile.read(Path.of(arguments[0])));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(Topology.configuration());
    DataStream<KinesisRecord> records = KinesisSource.open(environment, properties);
    Recorder.attach(
        records, properties.recordingFolder, List.of(properties.streamArn), properties.region);
    if (properties.onlyRecord) {
      environment.execute("stormwatch recorder");
      return;
    }
    Topology.Outputs outputs =
        Topology.build(
            records,
            SilenceFile.open(environment, properties.delivery),
            properties.settings,
            properties.region,
            properties.streamArn);
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
    TagSink.attach(outputs.alerts, properties.delivery, properties.region);
    environment.execute("stormwatch");
  }
}
