package dev.stormwatch.live.sns;

import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.settings.DeliverySettings;
import dev.stormwatch.core.settings.TopicRoute;
import dev.stormwatch.telemetry.json.AlertJson;
import java.util.Collection;
import java.util.List;
import org.apache.flink.connector.base.sink.AsyncSinkBase;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * One SNS topic. What waits for it is part of every checkpoint, so nothing is lost in a crash; what
 * was sent after the last one is sent again under the same id.
 *
 * <p>Each topic has a sink of its own: one that does not answer, or is not there, holds up no
 * other.
 */
@SuppressWarnings("deprecation") // the writer's contract before 2.0; its successor is not in 1.20
public final class SnsSink extends AsyncSinkBase<Alert, SnsMessage> {

  private static final long serialVersionUID = 1L;

  /** What PublishBatch takes. */
  private static final int MAX_BATCH = 10;

  /** Order within an incident is kept by sending one batch after the other. */
  private static final int MAX_IN_FLIGHT = 1;

  private static final long MAX_WAIT_MILLIS = 200;

  private final TopicRoute route;
  private final DeliverySettings settings;

  /** A sink for what a route takes; see {@link #takes}. */
  public SnsSink(TopicRoute route, DeliverySettings settings, AlertJson json) {
    super(
        (alert, context) ->
            SnsMessage.of(alert, route, settings.runbook(alert.finding.kind.wireName()), json),
        MAX_BATCH,
        MAX_IN_FLIGHT,
        settings.bufferedAlerts,
        SnsMessage.MAX_BYTES,
        MAX_WAIT_MILLIS,
        SnsMessage.MAX_BYTES);
    this.route = route;
    this.settings = settings;
  }

  /** Does a route want an alert? */
  public static boolean takes(TopicRoute route, Alert alert) {
    return route.takes(
        alert.severity.wireName(),
        alert.finding.kind.wireName(),
        alert.finding.subject.account(),
        alert.finding.subject.allFunctions());
  }

  @Override
  public StatefulSinkWriter<Alert, BufferedRequestState<SnsMessage>> createWriter(
      InitContext context) {
    return restoreWriter(context, List.of());
  }

  @Override
  public StatefulSinkWriter<Alert, BufferedRequestState<SnsMessage>> restoreWriter(
      InitContext context, Collection<BufferedRequestState<SnsMessage>> waiting) {
    return new SnsWriter(
        getElementConverter(),
        context,
        SnsWriter.configuration(
            MAX_BATCH,
            MAX_IN_FLIGHT,
            settings.bufferedAlerts,
            SnsMessage.MAX_BYTES,
            MAX_WAIT_MILLIS),
        waiting,
        new SnsTopic(route.arn, SnsTopic.client(route.region(), settings.endpoint)),
        settings.maxRetryMillis);
  }

  @Override
  public SimpleVersionedSerializer<BufferedRequestState<SnsMessage>> getWriterStateSerializer() {
    return new SnsMessageSerializer();
  }
}
