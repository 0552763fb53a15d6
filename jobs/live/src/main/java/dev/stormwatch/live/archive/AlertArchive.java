package dev.stormwatch.live.archive;

import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.settings.DeliverySettings;
import dev.stormwatch.stream.Metric;
import dev.stormwatch.stream.Uids;
import dev.stormwatch.telemetry.json.AlertJson;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every alert, of whatever severity, as a line of a file in a folder or an S3 bucket: one file for
 * each checkpoint in which there was any. Together they are the {@code alerts.ndjson} of a replay.
 *
 * <p>A folder that cannot be written to costs no page. Flink's own sink of files would fail the
 * job, over and over, and just when there is something to tell. Here what was not written waits as
 * part of the checkpoint and is tried with the next one; the oldest goes when too many wait.
 */
public final class AlertArchive extends RichFlatMapFunction<Alert, String>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(AlertArchive.class);

  private final String folder;
  private final int most;
  private final AlertJson json;
  private final ArrayDeque<Tuple2<Long, String>> waiting = new ArrayDeque<>();
  private transient @Nullable ListState<Tuple2<Long, String>> state;
  private transient Counter archived;
  private transient Counter lost;

  private AlertArchive(String folder, int most, AlertJson json) {
    this.folder = folder;
    this.most = most;
    this.json = json;
  }

  /** Keeps alerts where the settings say, if anywhere. */
  public static void attach(DataStream<Alert> alerts, DeliverySettings settings, AlertJson json) {
    if (settings.alertsFolder.isEmpty()) {
      return;
    }
    alerts
        .flatMap(new AlertArchive(settings.alertsFolder, settings.bufferedAlerts, json))
        .returns(Types.STRING)
        // What waits for a file waits alone.
        .startNewChain()
        .setParallelism(1)
        .name("archive")
        .uid(Uids.ARCHIVE)
        .sinkTo(new DiscardingSink<>())
        .setParallelism(1)
        .name("archived")
        .uid(Uids.ARCHIVED);
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = Metric.group(getRuntimeContext().getMetricGroup());
    archived = metrics.counter(Metric.ALERTS_ARCHIVED.metric());
    lost = metrics.counter(Metric.ALERTS_NOT_ARCHIVED.metric());
    metrics.gauge(Metric.ALERTS_WAITING.metric(), waiting::size);
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    ListState<Tuple2<Long, String>> lines =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>("waiting-v1", Types.TUPLE(Types.LONG, Types.STRING)));
    for (Tuple2<Long, String> line : lines.get()) {
      waiting.add(line);
    }
    state = lines;
  }

  @Override
  public void flatMap(Alert alert, Collector<String> out) {
    waiting.add(Tuple2.of(alert.decidedAt, json.write(alert)));
    if (waiting.size() > most) {
      Tuple2<Long, String> oldest = waiting.remove();
      lost.inc();
      LOG.error("{} takes no alerts, so one is not kept; this is all of it: {}", folder, oldest.f1);
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    write();
    Objects.requireNonNull(state, "initializeState comes first").update(new ArrayList<>(waiting));
  }

  private void write() {
    if (waiting.isEmpty()) {
      return;
    }
    List<String> lines = new ArrayList<>();
    waiting.forEach(line -> lines.add(line.f1));
    try {
      AlertFile.write(folder, waiting.element().f0, lines);
      archived.inc(lines.size());
      waiting.clear();
    } catch (IOException | RuntimeException e) {
      LOG.error("{} takes no alerts, {} wait: {}", folder, lines.size(), e.toString());
    }
  }
}
