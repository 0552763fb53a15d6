package dev.stormwatch.live.tags;

import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.notify.SuspectTags;
import dev.stormwatch.core.settings.DeliverySettings;
import dev.stormwatch.core.settings.TagSettings;
import dev.stormwatch.stream.CodecTypeInfo;
import dev.stormwatch.stream.Metric;
import dev.stormwatch.stream.Topology;
import dev.stormwatch.stream.Uids;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes tags one after the other at a fixed pace, in a thread that nothing waits for. A checkpoint
 * does not hold what waits: a crash may leave a tag too many or too few, which is what {@link
 * SuspectTags#EXPIRES} and the sweep are for.
 */
@SuppressWarnings("deprecation") // the contract of sinks before 2.0; both forms are in 1.20
public final class TagSink implements Sink<TagChange> {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(TagSink.class);
  private static final long MILLIS = 1_000;

  private final DeliverySettings settings;
  private final String region;

  TagSink(DeliverySettings settings, String region) {
    this.settings = settings;
    this.region = region;
  }

  /** Tags what alerts are about, in the Region that the job runs in. */
  public static void attach(DataStream<Alert> alerts, DeliverySettings settings, String region) {
    TagSettings tags = settings.tags;
    if (!tags.enabled) {
      return;
    }
    alerts
        .keyBy(alert -> alert.incidentId, Types.STRING)
        .process(new NamedFunction(tags, region))
        .returns(Types.TUPLE(Types.STRING, Topology.ALERT))
        .name("suspects")
        .uid(Uids.in("suspects-v1", region))
        .keyBy(named -> named.f0, Types.STRING)
        .process(
            new SuspectFunction(tags.expireMillis),
            new CodecTypeInfo<>(TagChange.class, new TagChange.ByteCodec()))
        .name("suspect functions")
        .uid(Uids.in("suspect-functions-v1", region))
        .sinkTo(new TagSink(settings, region))
        .setParallelism(1)
        .name("tags")
        .uid(Uids.in("tags-v1", region));
  }

  @Override
  public SinkWriter<TagChange> createWriter(InitContext context) {
    return new Writer(settings, region, context.metricGroup());
  }

  @Override
  public SinkWriter<TagChange> createWriter(WriterInitContext context) {
    return new Writer(settings, region, context.metricGroup());
  }

  private static final class Writer implements SinkWriter<TagChange> {

    private final TagSettings settings;
    private final LambdaTags lambda;
    private final TagQueue queue;
    private final Counter written;
    private final Counter dropped;
    private final ScheduledExecutorService pace;

    private Writer(DeliverySettings delivery, String region, SinkWriterMetricGroup writer) {
      MetricGroup metrics = Metric.group(writer);
      settings = delivery.tags;
      lambda = new LambdaTags(region, delivery.endpoint);
      queue = new TagQueue(settings.maxWaiting);
      written = metrics.counter(Metric.TAGS_WRITTEN.metric());
      // Counted by the job's thread when the queue is full, and by the pace's when a call fails.
      dropped = metrics.counter(Metric.TAGS_DROPPED.metric(), new ThreadSafeSimpleCounter());
      metrics.gauge(Metric.TAGS_WAITING.metric(), queue::size);
      pace =
          Executors.newSingleThreadScheduledExecutor(
              work -> {
                Thread thread = new Thread(work, "tags");
                thread.setDaemon(true);
                return thread;
              });
      long pause = Math.round(MILLIS / settings.callsPerSecond);
      var unused = pace.scheduleWithFixedDelay(this::one, 0, pause, TimeUnit.MILLISECONDS);
    }

    @Override
    public void write(TagChange change, Context context) {
      write(change);
    }

    private void one() {
      TagChange change = queue.poll();
      if (change == null) {
        return;
      }
      if (settings.dryRun) {
        LOG.info("would tag {} with {}", change.resource, change.tags);
        return;
      }
      try {
        if (SuspectMapping.isKey(change.resource)) {
          lookUp(change);
        } else {
          lambda.apply(change);
          written.inc();
        }
      } catch (RuntimeException e) {
        if (LambdaTags.passes(e)) {
          queue.again(change);
        } else {
          dropped.inc();
          LOG.warn("{} goes without tags: {}", change.resource, e.toString());
        }
      }
    }

    private void lookUp(TagChange change) {
      List<String> mappings = lambda.of(SuspectMapping.of(change.resource));
      mappings.forEach(arn -> write(new TagChange(arn, change.tags)));
      if (mappings.isEmpty()) {
        dropped.inc();
        LOG.warn("no event source mapping is tagged: there is none of {}", change.resource);
      }
    }

    private void write(TagChange change) {
      if (!queue.offer(change)) {
        dropped.inc();
        LOG.warn("{} goes without tags: {} wait already", change.resource, queue.size());
      }
    }

    @Override
    public void flush(boolean endOfInput) {
      // Nobody waits for tags.
    }

    @Override
    public void close() {
      pace.shutdownNow();
      lambda.close();
    }
  }
}
