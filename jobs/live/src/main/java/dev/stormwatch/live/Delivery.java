package dev.stormwatch.live;

import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.settings.DeliverySettings;
import dev.stormwatch.core.settings.TopicRoute;
import dev.stormwatch.live.archive.AlertArchive;
import dev.stormwatch.live.sns.SnsSink;
import dev.stormwatch.telemetry.json.AlertJson;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends alerts to the topics that want them, and to where they are kept. */
final class Delivery {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private Delivery() {}

  static void to(DeliverySettings settings, DataStream<Alert> alerts, AlertJson json) {
    for (TopicRoute route : settings.topics()) {
      if (route.fifo()) {
        LOG.warn(
            "{} is a FIFO topic: it reaches SQS queues and nothing else, so no e-mail, no phone and"
                + " no pager",
            route.arn);
      }
      alerts
          .filter(alert -> SnsSink.takes(route, alert))
          .name("for " + route.arn)
          .uid("route-v1 " + route.arn)
          // A checkpoint waits for the request that is on its way, and in one chain all would wait.
          .startNewChain()
          .sinkTo(new SnsSink(route, settings, json))
          // One writer: what concerns an incident stays in order.
          .setParallelism(1)
          .name(route.arn)
          .uid("topic-v1 " + route.arn);
    }
    AlertArchive.attach(alerts, settings, json);
  }
}
