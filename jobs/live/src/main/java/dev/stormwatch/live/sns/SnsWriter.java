package dev.stormwatch.live.sns;

import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.stream.Metric;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.sink.writer.AsyncSinkWriter;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.base.sink.writer.ElementConverter;
import org.apache.flink.connector.base.sink.writer.ResultHandler;
import org.apache.flink.connector.base.sink.writer.config.AsyncSinkWriterConfiguration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;

/**
 * Sends what waits for a topic, batch after batch. A batch holds one message of an incident at
 * most, so that one that fails is never overtaken by its successor.
 *
 * <p>What passes is tried again after a pause that doubles. What does not is written to the log
 * with all of its text, counted, and let go: the messages behind it are not to wait for a topic
 * that somebody deleted.
 */
@SuppressWarnings("deprecation") // see SnsSink
final class SnsWriter extends AsyncSinkWriter<Alert, SnsMessage> {

  private static final Logger LOG = LoggerFactory.getLogger(SnsWriter.class);
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final int MAX_DOUBLINGS = 20;

  private final SnsTopic topic;
  private final long maxPauseMillis;
  private final Counter delivered;
  private final Counter retried;
  private final Counter undelivered;
  private final ScheduledExecutorService sender;

  /** Used by the sender alone. */
  private int failedInARow;

  SnsWriter(
      ElementConverter<Alert, SnsMessage> converter,
      Sink.InitContext context,
      AsyncSinkWriterConfiguration configuration,
      Collection<BufferedRequestState<SnsMessage>> waiting,
      SnsTopic topic,
      long maxPauseMillis) {
    super(converter, context, configuration, waiting);
    this.topic = topic;
    this.maxPauseMillis = maxPauseMillis;
    MetricGroup metrics = Metric.group(context.metricGroup());
    delivered = metrics.counter(Metric.ALERTS_DELIVERED.metric());
    retried = metrics.counter(Metric.ALERTS_RETRIED.metric());
    undelivered = metrics.counter(Metric.ALERTS_UNDELIVERED.metric());
    sender =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "sns-" + topic.arn);
              thread.setDaemon(true);
              return thread;
            });
  }

  static AsyncSinkWriterConfiguration configuration(
      int batch, int inFlight, int buffered, long batchBytes, long waitMillis) {
    return AsyncSinkWriterConfiguration.builder()
        .setMaxBatchSize(batch)
        .setMaxBatchSizeInBytes(batchBytes)
        .setMaxInFlightRequests(inFlight)
        .setMaxBufferedRequests(buffered)
        .setMaxTimeInBufferMS(waitMillis)
        .setMaxRecordSizeInBytes(batchBytes)
        .build();
  }

  @Override
  protected void submitRequestEntries(
      List<SnsMessage> messages, ResultHandler<SnsMessage> results) {
    sender.execute(() -> send(messages, results));
  }

  private void send(List<SnsMessage> messages, ResultHandler<SnsMessage> results) {
    List<SnsMessage> batch = new ArrayList<>();
    List<SnsMessage> again = new ArrayList<>();
    Set<String> incidents = new HashSet<>();
    for (SnsMessage message : messages) {
      (incidents.add(message.incidentId) ? batch : again).add(message);
    }
    boolean failed = false;
    try {
      Map<Integer, BatchResultErrorEntry> refused = topic.publish(batch);
      for (int i = 0; i < batch.size(); i++) {
        BatchResultErrorEntry why = refused.get(i);
        if (why == null) {
          delivered.inc();
        } else if (SnsFailure.passes(why)) {
          failed = true;
          again.add(batch.get(i));
        } else {
          letGo(batch.get(i), why.code() + ": " + why.message());
        }
      }
    } catch (RuntimeException e) {
      if (SnsFailure.passes(e)) {
        failed = true;
        again.addAll(batch);
        LOG.warn("{} does not take alerts, trying again: {}", topic.arn, e.toString());
      } else {
        batch.forEach(message -> letGo(message, e.toString()));
      }
    }
    answer(messages, again, failed, results);
  }

  private void answer(
      List<SnsMessage> messages,
      List<SnsMessage> again,
      boolean failed,
      ResultHandler<SnsMessage> results) {
    failedInARow = failed ? failedInARow + 1 : 0;
    if (again.isEmpty()) {
      results.complete();
      return;
    }
    // In the order in which they came, so that none overtakes another of its incident.
    List<SnsMessage> ordered = new ArrayList<>(messages);
    ordered.retainAll(again);
    if (!failed) {
      results.retryForEntries(ordered);
      return;
    }
    retried.inc(ordered.size());
    long pause = FIRST_PAUSE_MILLIS << Math.min(failedInARow - 1, MAX_DOUBLINGS);
    var unused =
        sender.schedule(
            () -> results.retryForEntries(ordered),
            Math.min(pause, maxPauseMillis),
            TimeUnit.MILLISECONDS);
  }

  private void letGo(SnsMessage message, String why) {
    undelivered.inc();
    LOG.error(
        "alert {} was not delivered to {}: {}; this is all of it: {}",
        message.messageId,
        topic.arn,
        why,
        message.body);
  }

  @Override
  protected long getSizeInBytes(SnsMessage message) {
    return message.bytes();
  }

  @Override
  public void close() {
    sender.shutdownNow();
    topic.close();
    super.close();
  }
}
