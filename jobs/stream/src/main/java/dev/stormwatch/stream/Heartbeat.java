package dev.stormwatch.stream;

import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.settings.ClockSettings;
import java.util.Objects;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.jspecify.annotations.Nullable;

/**
 * The dead man's switch. Arrivals move the job's clock, so when nothing arrives at all it stands
 * still, and with it everything that would notice. Here alone the machine's clock has a say: once
 * every reader has been idle for {@code clock.heartbeatSeconds}, the arrival clock goes on as fast
 * as the machine's, that far behind where it would be. Then silence is found, told and ended by the
 * same rules as when another account's records had moved the clock.
 *
 * <p><b>Why so far behind.</b> A record that arrives now is read a second or two from now, or half
 * a minute in bad times. As long as that is less than the distance it finds its slot open, and a
 * replay, in which the next record moves the clock over the silence, decides the same at the same
 * times. If it is not, then we did not see what was there, which is worth a page as well; what
 * comes late then joins the open slot, and is seen to be old.
 *
 * <p><b>What it costs.</b> Nothing for a record: none comes here. It stands beside the stream,
 * hears the watermarks of all decoders and adds its own to the ones that the functions go by. A
 * catch-up is no silence, since a reader that has something to read is not idle; and a job that
 * starts anew counts from when it is idle, not from when it stopped.
 *
 * <p>A recording has no idle readers, so that replay, which has no heartbeat anyway, would not hear
 * one.
 */
final class Heartbeat extends AbstractStreamOperator<FunctionSlot>
    implements OneInputStreamOperator<FunctionSlot, FunctionSlot>, ProcessingTimeCallback {

  private static final long serialVersionUID = 1L;

  private static final long NEVER = Long.MIN_VALUE;

  private final long behindMillis;
  private final long everyMillis;

  private transient @Nullable ListState<Long> kept;
  private transient long clock;
  private transient long clockAtIdle;
  private transient long idleSince;
  private transient boolean toldIdle;

  Heartbeat(ClockSettings settings) {
    this.behindMillis = settings.heartbeatMillis;
    this.everyMillis = settings.slotMillis;
  }

  /** The slots, and with them a clock that does not stand still. */
  static DataStream<FunctionSlot> beside(DataStream<FunctionSlot> slots, ClockSettings settings) {
    return slots.union(
        slots
            .filter(slot -> false)
            .name("clock alone")
            .uid(Uids.CLOCK_ALONE)
            .global()
            .transform("heartbeat", slots.getType(), new Heartbeat(settings))
            .setParallelism(1)
            .uid(Uids.HEARTBEAT));
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    ListState<Long> times =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>(StateNames.CLOCK, LongSerializer.INSTANCE));
    clock = NEVER;
    for (long time : times.get()) {
      clock = Math.max(clock, time);
    }
    kept = times;
    idleSince = NEVER;
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    ListState<Long> times = Objects.requireNonNull(kept, "initializeState comes first");
    times.clear();
    if (clock != NEVER && clock != Long.MAX_VALUE) {
      times.add(clock);
    }
  }

  @Override
  public void processElement(StreamRecord<FunctionSlot> slot) {
    throw new IllegalStateException("only the clock comes here");
  }

  @Override
  public void processWatermark(Watermark mark) {
    emit(mark.getTimestamp());
  }

  private void emit(long time) {
    if (time > clock) {
      clock = time;
      output.emitWatermark(new Watermark(time));
    }
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) {
    if (status.isActive()) {
      idleSince = NEVER;
      tell(status);
      return;
    }
    idleSince = getProcessingTimeService().getCurrentProcessingTime();
    clockAtIdle = clock;
    tell(status);
    var unused =
        getProcessingTimeService().registerTimer(idleSince + behindMillis + everyMillis, this);
  }

  private void tell(WatermarkStatus status) {
    if (status.isIdle() != toldIdle) {
      toldIdle = status.isIdle();
      output.emitWatermarkStatus(status);
    }
  }

  @Override
  public void onProcessingTime(long now) {
    if (idleSince == NEVER || clockAtIdle == NEVER) {
      return;
    }
    // A timer of an earlier silence may come early in this one.
    long elapsed = now - idleSince - behindMillis;
    if (elapsed <= 0) {
      return;
    }
    tell(WatermarkStatus.ACTIVE);
    emit(clockAtIdle + elapsed);
    var unused = getProcessingTimeService().registerTimer(now + everyMillis, this);
  }
}
