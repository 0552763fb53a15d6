package dev.stormwatch.stream;

import dev.stormwatch.core.settings.ClockSettings;
import dev.stormwatch.core.slot.ArrivalClock;
import dev.stormwatch.telemetry.KinesisRecord;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Runs Flink's event-time machinery on the arrival clock. A watermark goes out whenever the clock
 * leaves a slot, not every so many milliseconds of the machine's time: a replay reads hours in
 * seconds, and slots must close as they did live.
 */
public final class ArrivalWatermarks implements WatermarkStrategy<KinesisRecord> {

  private static final long serialVersionUID = 1L;

  private final long slotMillis;
  private final long holdbackMillis;

  public ArrivalWatermarks(ClockSettings settings) {
    this.slotMillis = settings.slotMillis;
    this.holdbackMillis = settings.holdbackMillis;
  }

  @Override
  public WatermarkGenerator<KinesisRecord> createWatermarkGenerator(
      WatermarkGeneratorSupplier.Context context) {
    ArrivalClock clock = new ArrivalClock(slotMillis, holdbackMillis);
    return new WatermarkGenerator<>() {
      @Override
      public void onEvent(KinesisRecord record, long timestamp, WatermarkOutput output) {
        clock.place(record.arrival);
        if (clock.leftSlot()) {
          output.emitWatermark(new Watermark(clock.boundary() - 1));
        }
      }

      @Override
      public void onPeriodicEmit(WatermarkOutput output) {
        // Only arrivals move this clock.
      }
    };
  }

  @Override
  public TimestampAssigner<KinesisRecord> createTimestampAssigner(
      TimestampAssignerSupplier.Context context) {
    ArrivalClock clock = new ArrivalClock(slotMillis, holdbackMillis);
    return (record, previous) -> clock.place(record.arrival);
  }
}
