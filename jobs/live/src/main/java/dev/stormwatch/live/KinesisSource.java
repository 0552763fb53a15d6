package dev.stormwatch.live;

import dev.stormwatch.core.settings.ClockSettings;
import dev.stormwatch.stream.Topology;
import dev.stormwatch.stream.Uids;
import dev.stormwatch.telemetry.KinesisRecord;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.source.SourceFunction;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;
import org.apache.flink.streaming.connectors.kinesis.FlinkKinesisConsumer;
import org.apache.flink.streaming.connectors.kinesis.internals.KinesisDataFetcher;
import org.apache.flink.streaming.connectors.kinesis.internals.publisher.RecordPublisher;
import org.apache.flink.streaming.connectors.kinesis.model.KinesisStreamShardState;
import org.apache.flink.streaming.connectors.kinesis.model.SentinelSequenceNumber;
import org.apache.flink.streaming.connectors.kinesis.model.SequenceNumber;
import org.apache.flink.streaming.connectors.kinesis.model.StreamShardHandle;
import org.apache.flink.streaming.connectors.kinesis.serialization.KinesisDeserializationSchema;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Records from the Kinesis streams of one Region, on the arrival clock. The only class that knows
 * the connector: its consumer is of Flink 1.x and will be replaced here alone.
 */
@SuppressWarnings("deprecation") // the newer source of this connector loses order at a shard split
final class KinesisSource extends FlinkKinesisConsumer<KinesisRecord> {

  private static final long serialVersionUID = 1L;

  /** A stream that others read as well throttles for minutes: that is no reason to start anew. */
  private static final String THROTTLE_RETRIES = "200";

  private static final String THROTTLE_PAUSE_MILLIS = "2000";

  private final ClockSettings clock;
  private final Reading reading;

  private KinesisSource(
      LiveProperties live, List<String> streams, boolean named, Properties configuration) {
    super(streams, new AsRecord(named), configuration);
    this.clock = live.settings.clock;
    this.reading = live.reading;
  }

  static DataStream<KinesisRecord> open(
      StreamExecutionEnvironment environment, LiveProperties live, String region) {
    return environment
        .addSource(
            new KinesisSource(
                live,
                live.streams(region),
                live.streamArns.size() > 1,
                configuration(live, region)),
            Topology.RECORD)
        .name("kinesis " + region)
        .uid(Uids.in(Uids.SOURCE, region));
  }

  /** What the connector is told. */
  static Properties configuration(LiveProperties live, String region) {
    Properties all = new Properties();
    all.setProperty("aws.region", region);
    if (!live.endpoint.isEmpty()) {
      all.setProperty("aws.endpoint", live.endpoint);
    }
    if (live.initialInstant == null) {
      all.setProperty("flink.stream.initpos", "TRIM_HORIZON");
    } else {
      all.setProperty("flink.stream.initpos", "AT_TIMESTAMP");
      all.setProperty(
          "flink.stream.initpos.timestamp", epochSeconds(live.initialInstant.toEpochMilli()));
    }
    if (live.reading.pushed()) {
      all.setProperty("flink.stream.recordpublisher", "EFO");
      all.setProperty("flink.stream.efo.consumername", live.reading.fanOutConsumer);
      // By the main, once: readers who register it themselves take it from one another as they end.
      all.setProperty("flink.stream.efo.registration", "EAGER");
    }
    all.setProperty(
        "flink.shard.getrecords.intervalmillis", Long.toString(live.reading.pollMillis));
    all.setProperty(
        "flink.shard.discovery.intervalmillis", Long.toString(live.reading.discoveryMillis));
    for (String call :
        List.of("flink.shard.getrecords", "flink.shard.getiterator", "flink.list.shards")) {
      all.setProperty(call + ".maxretries", THROTTLE_RETRIES);
      all.setProperty(call + ".backoff.max", THROTTLE_PAUSE_MILLIS);
    }
    return all;
  }

  private static String epochSeconds(long millis) {
    return String.format(Locale.ROOT, "%d.%03d", millis / 1_000, millis % 1_000);
  }

  @Override
  protected KinesisDataFetcher<KinesisRecord> createFetcher(
      List<String> streams,
      SourceFunction.SourceContext<KinesisRecord> flink,
      RuntimeContext runtime,
      Properties configuration,
      KinesisDeserializationSchema<KinesisRecord> schema) {
    ShardTime time = new ShardTime(flink, clock, reading);
    Ticks.start(time, ((StreamingRuntimeContext) runtime).getProcessingTimeService());
    return new Fetcher(streams, time, runtime, configuration, (AsRecord) schema);
  }

  /**
   * Neighbouring shards go to different readers, also when there are few: their ids are counted.
   */
  private static int readerOf(StreamShardHandle shard, int readers) {
    return Math.floorMod(shard.getShard().getShardId().hashCode(), readers);
  }

  /** Tells the clock what is asked of Kinesis and what it answers. */
  private static final class Fetcher extends KinesisDataFetcher<KinesisRecord> {

    private final ShardTime time;
    private final AsRecord names;

    private Fetcher(
        List<String> streams,
        ShardTime time,
        RuntimeContext runtime,
        Properties configuration,
        AsRecord names) {
      super(streams, time, runtime, configuration, names, KinesisSource::readerOf, null, null);
      this.time = time;
      this.names = names;
    }

    private String name(StreamShardHandle shard) {
      return names.shard(shard.getStreamName(), shard.getShard().getShardId());
    }

    @Override
    public int registerNewSubscribedShardState(KinesisStreamShardState state) {
      boolean wasRead =
          SentinelSequenceNumber.SENTINEL_SHARD_ENDING_SEQUENCE_NUM
              .get()
              .equals(state.getLastProcessedSequenceNum());
      if (!wasRead) {
        time.open(name(state.getStreamShardHandle()));
      }
      return super.registerNewSubscribedShardState(state);
    }

    @Override
    protected RecordPublisher createRecordPublisher(
        SequenceNumber from, Properties configuration, MetricGroup metrics, StreamShardHandle shard)
        throws InterruptedException {
      RecordPublisher publisher = super.createRecordPublisher(from, configuration, metrics, shard);
      String name = name(shard);
      return consumer -> {
        RecordPublisher.RecordPublisherRunResult result =
            publisher.run(
                batch -> {
                  SequenceNumber last = consumer.accept(batch);
                  Long behind = batch.getMillisBehindLatest();
                  time.answered(name, behind != null && behind == 0);
                  return last;
                });
        if (result == RecordPublisher.RecordPublisherRunResult.COMPLETE) {
          time.ended(name);
        }
        return result;
      };
    }
  }

  /** Lets the clock see that time passes. */
  private static final class Ticks implements ProcessingTimeCallback {

    private static final long MILLIS = 500;

    private final ShardTime time;
    private final ProcessingTimeService timers;

    private Ticks(ShardTime time, ProcessingTimeService timers) {
      this.time = time;
      this.timers = timers;
    }

    private static void start(ShardTime time, ProcessingTimeService timers) {
      new Ticks(time, timers).again();
    }

    private void again() {
      // It is cancelled with the task.
      ScheduledFuture<?> unused =
          timers.registerTimer(timers.getCurrentProcessingTime() + MILLIS, this);
    }

    @Override
    public void onProcessingTime(long timestamp) {
      time.tick();
      again();
    }
  }

  /** Keeps the bytes as they are; decoding is the job's. */
  private static final class AsRecord implements KinesisDeserializationSchema<KinesisRecord> {
    private static final long serialVersionUID = 1L;

    /** With several streams a shard's id alone does not tell which it is. */
    private final boolean named;

    private AsRecord(boolean named) {
      this.named = named;
    }

    private String shard(String stream, String shardId) {
      return named ? stream + '/' + shardId : shardId;
    }

    @Override
    public KinesisRecord deserialize(
        byte[] data,
        String partitionKey,
        String sequenceNumber,
        long arrival,
        String stream,
        String shardId) {
      return new KinesisRecord(shard(stream, shardId), sequenceNumber, partitionKey, arrival, data);
    }

    @Override
    public TypeInformation<KinesisRecord> getProducedType() {
      return Topology.RECORD;
    }
  }
}
