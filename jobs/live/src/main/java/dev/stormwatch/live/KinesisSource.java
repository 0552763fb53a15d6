package dev.stormwatch.live;

import dev.stormwatch.core.settings.ClockSettings;
import dev.stormwatch.core.slot.ArrivalClock;
import dev.stormwatch.stream.Topology;
import dev.stormwatch.stream.Uids;
import dev.stormwatch.telemetry.KinesisRecord;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.AssignerWithPeriodicWatermarks;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.connectors.kinesis.FlinkKinesisConsumer;
import org.apache.flink.streaming.connectors.kinesis.serialization.KinesisDeserializationSchema;
import org.jspecify.annotations.Nullable;

/**
 * Records from a Kinesis stream, with the arrival clock kept for each shard. The only class that
 * knows the connector: its consumer is of Flink 1.x and will be replaced here alone.
 */
@SuppressWarnings("deprecation") // the newer source of this connector loses order at a shard split
final class KinesisSource {

  /** One call a second leaves four of each shard's five to other readers. */
  private static final String POLL_MILLIS = "1000";

  /** A shard without records for so long no longer holds the clock back. */
  private static final String IDLE_MILLIS = "10000";

  private KinesisSource() {}

  static DataStream<KinesisRecord> open(
      StreamExecutionEnvironment environment, LiveProperties properties) {
    Properties configuration = new Properties();
    configuration.setProperty("aws.region", properties.region);
    configuration.setProperty("flink.stream.initpos", properties.initialPosition);
    configuration.setProperty("flink.shard.getrecords.intervalmillis", POLL_MILLIS);
    configuration.setProperty("flink.shard.idle.interval", IDLE_MILLIS);
    FlinkKinesisConsumer<KinesisRecord> consumer =
        new FlinkKinesisConsumer<>(properties.stream, new AsRecord(), configuration);
    consumer.setPeriodicWatermarkAssigner(new ShardClock(properties.settings.clock));
    return environment.addSource(consumer, Topology.RECORD).name("kinesis").uid(Uids.SOURCE);
  }

  /** Keeps the bytes as they are; decoding is the job's. */
  private static final class AsRecord implements KinesisDeserializationSchema<KinesisRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    public KinesisRecord deserialize(
        byte[] data,
        String partitionKey,
        String sequenceNumber,
        long arrival,
        String stream,
        String shardId) {
      return new KinesisRecord(shardId, sequenceNumber, partitionKey, arrival, data);
    }

    @Override
    public TypeInformation<KinesisRecord> getProducedType() {
      return Topology.RECORD;
    }
  }

  /** The connector makes a copy for each shard. */
  private static final class ShardClock implements AssignerWithPeriodicWatermarks<KinesisRecord> {
    private static final long serialVersionUID = 1L;

    private final long slotMillis;
    private final long holdbackMillis;
    private transient @Nullable ArrivalClock clock;

    private ShardClock(ClockSettings settings) {
      slotMillis = settings.slotMillis;
      holdbackMillis = settings.holdbackMillis;
    }

    private ArrivalClock clock() {
      ArrivalClock known = clock;
      if (known == null) {
        known = new ArrivalClock(slotMillis, holdbackMillis);
        clock = known;
      }
      return known;
    }

    @Override
    public long extractTimestamp(KinesisRecord record, long previous) {
      return clock().place(record.arrival);
    }

    @Override
    public @Nullable Watermark getCurrentWatermark() {
      long newest = clock().newest();
      return newest == Long.MIN_VALUE ? null : new Watermark(newest - holdbackMillis - 1);
    }
  }
}
