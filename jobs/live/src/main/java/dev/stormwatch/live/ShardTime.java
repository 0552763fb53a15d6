package dev.stormwatch.live;

import dev.stormwatch.core.settings.ClockSettings;
import dev.stormwatch.core.slot.ShardClocks;
import dev.stormwatch.telemetry.KinesisRecord;
import org.apache.flink.streaming.api.functions.source.SourceFunction;
import org.apache.flink.streaming.api.watermark.Watermark;

/**
 * Stands between the connector and Flink and keeps the time. The connector's own watermarks forget
 * every shard that it has not read yet, so that after a restart the first shard to answer takes the
 * clock past the records of all others.
 *
 * <p>Safe for threads: each shard is read by its own.
 */
@SuppressWarnings("deprecation") // what the connector speaks to
final class ShardTime implements SourceFunction.SourceContext<KinesisRecord> {

  private final SourceFunction.SourceContext<KinesisRecord> flink;
  private final ShardClocks clocks;
  private long emitted = Long.MIN_VALUE;
  private boolean idle;

  /** Before the shards are known, that there are none says nothing. */
  private boolean begun;

  ShardTime(
      SourceFunction.SourceContext<KinesisRecord> flink, ClockSettings settings, Reading reading) {
    this.flink = flink;
    this.clocks =
        new ShardClocks(
            settings.slotMillis,
            settings.holdbackMillis,
            new ShardClocks.Patience(
                Math.max(reading.answerMillis(), settings.holdbackMillis),
                reading.silenceMillis,
                reading.childrenMillis(),
                reading.idleMillis));
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }

  void open(String shard) {
    synchronized (getCheckpointLock()) {
      begun = true;
      clocks.open(shard, now());
    }
  }

  void answered(String shard, boolean upToDate) {
    synchronized (getCheckpointLock()) {
      clocks.answered(shard, upToDate, now());
      tick();
    }
  }

  void ended(String shard) {
    synchronized (getCheckpointLock()) {
      clocks.ended(shard, now());
    }
  }

  /** To be called now and then, since time passes without records as well. */
  void tick() {
    synchronized (getCheckpointLock()) {
      long now = now();
      long watermark = clocks.watermark(now);
      if (watermark > emitted) {
        emitted = watermark;
        idle = false;
        flink.emitWatermark(new Watermark(watermark));
      }
      if (begun && !idle && clocks.quiet(now)) {
        idle = true;
        flink.markAsTemporarilyIdle();
      }
    }
  }

  @Override
  public void collectWithTimestamp(KinesisRecord record, long connectorsTimestamp) {
    synchronized (getCheckpointLock()) {
      idle = false;
      flink.collectWithTimestamp(record, clocks.place(record.shardId, record.arrival, now()));
      if (clocks.leftSlot(record.shardId)) {
        // A catch-up reads minutes in one answer, and slots must close as they did live.
        tick();
      }
    }
  }

  @Override
  public void collect(KinesisRecord record) {
    collectWithTimestamp(record, record.arrival);
  }

  /** What the connector has to say of the time is no more than a moment to look. */
  @Override
  public void emitWatermark(Watermark mark) {
    tick();
  }

  @Override
  public void markAsTemporarilyIdle() {
    synchronized (getCheckpointLock()) {
      begun = true;
      tick();
    }
  }

  @Override
  public Object getCheckpointLock() {
    return flink.getCheckpointLock();
  }

  @Override
  public void close() {
    flink.close();
  }
}
