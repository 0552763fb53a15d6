package dev.stormwatch.stream;

import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.incident.PagerSlot;
import dev.stormwatch.core.incident.Silences;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.settings.ClockSettings;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.telemetry.KinesisRecord;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * What a job goes by. A replay goes by its records alone; a live job also by silences, which people
 * make and lift while it runs, and by the machine's clock when no records come.
 */
public abstract class Sources {

  static final TypeInformation<FunctionSlot> SLOT =
      new CodecTypeInfo<>(FunctionSlot.class, new FunctionSlot.ByteCodec());

  private static final TypeInformation<PagerSlot> PAGER_SLOT =
      new CodecTypeInfo<>(PagerSlot.class, new PagerSlot.ByteCodec());

  private final List<Feed> feeds;
  final String streamArn;

  private Sources(List<Feed> feeds, String streamArn) {
    this.feeds = List.copyOf(feeds);
    this.streamArn = streamArn;
  }

  /**
   * @param feed with whose end the job ends
   * @param streamArn of the stream that was recorded; empty where it is not known
   */
  public static Sources replay(Feed feed, String streamArn) {
    return new Replay(feed, streamArn);
  }

  /**
   * @param feeds one for each Region that is read
   * @param streamArn of the stream that is read; empty where it is not the only one
   * @param silences beside those of the settings; with no say in the time: idle from the beginning,
   *     and without a watermark at its end, which would be everybody's as soon as no records come
   */
  public static Sources live(List<Feed> feeds, String streamArn, DataStream<Silences> silences) {
    return new Live(feeds, streamArn, silences);
  }

  /** Records of one Region, with timestamps and watermarks on the arrival clock. */
  public static final class Feed {

    private final DataStream<KinesisRecord> records;
    private final String region;

    /**
     * @param records see {@link ArrivalWatermarks}
     * @param region where the functions are whose logs do not say it
     */
    public Feed(DataStream<KinesisRecord> records, String region) {
      this.records = records;
      this.region = region;
    }

    private SingleOutputStreamOperator<FunctionSlot> decode(Settings settings) {
      return records
          .process(new DecodeFunction(settings, region))
          .returns(SLOT)
          .name("decode and fold")
          .uid(Uids.in(Uids.DECODE, region));
    }
  }

  final List<SingleOutputStreamOperator<FunctionSlot>> decode(Settings settings) {
    return feeds.stream().map(feed -> feed.decode(settings)).collect(Collectors.toList());
  }

  /** The slots, with whatever else moves the clock that functions go by. */
  abstract DataStream<FunctionSlot> withClock(
      DataStream<FunctionSlot> slots, ClockSettings settings);

  /** What pagers hear. */
  abstract DataStream<PagerSlot> withSilences(DataStream<Alert> incidents);

  /**
   * Another source that has not begun when the records end would hold the clock back to its own.
   */
  private static final class Replay extends Sources {

    private Replay(Feed feed, String streamArn) {
      super(List.of(feed), streamArn);
    }

    @Override
    DataStream<FunctionSlot> withClock(DataStream<FunctionSlot> slots, ClockSettings settings) {
      return slots;
    }

    @Override
    DataStream<PagerSlot> withSilences(DataStream<Alert> incidents) {
      return incidents
          .map(alert -> PagerSlot.of(alert, Silences.NONE))
          .returns(PAGER_SLOT)
          .name("no silences")
          .uid(Uids.NO_SILENCES);
    }
  }

  private static final class Live extends Sources {

    private final DataStream<Silences> silences;

    private Live(List<Feed> feeds, String streamArn, DataStream<Silences> silences) {
      super(feeds, streamArn);
      this.silences = silences;
    }

    @Override
    DataStream<FunctionSlot> withClock(DataStream<FunctionSlot> slots, ClockSettings settings) {
      return Heartbeat.beside(slots, settings);
    }

    @Override
    DataStream<PagerSlot> withSilences(DataStream<Alert> incidents) {
      return incidents
          .keyBy(PagerSlot::keyOf, Types.STRING)
          .connect(silences.broadcast(WithSilences.BROADCAST))
          .process(new WithSilences(), PAGER_SLOT)
          .name("silences")
          .uid(Uids.SILENCES);
    }
  }
}
