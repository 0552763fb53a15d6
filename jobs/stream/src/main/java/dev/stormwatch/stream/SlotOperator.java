package dev.stormwatch.stream;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.model.AccountSlot;
import dev.stormwatch.core.model.Activity;
import dev.stormwatch.core.model.ApplicationSlot;
import dev.stormwatch.core.model.Codec;
import dev.stormwatch.core.model.DatabaseSlot;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.Mergeable;
import dev.stormwatch.core.model.TelemetrySlot;
import dev.stormwatch.core.slot.SlotLogic;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Hosts any {@link SlotLogic} on Flink: gathers what arrives into slots, hands each slot to the
 * logic once it is complete, and wakes it when it asked to be woken.
 *
 * <p>Two states a key: the open slots, merged piece by piece and therefore small, and the logic's
 * own, read once and written once a slot.
 *
 * <p>When the input ends, so does knowledge: timers beyond the last complete slot are not run,
 * since nothing says that the time they wait for ever came.
 *
 * <p>Flink restores timers but no watermark, so the operator keeps its own: else what is behind the
 * clock after a restore would open slots anew that were decided before it.
 *
 * <p>Slots and timers are stored in the order of time. Where there is a single key, an account,
 * each checkpoint adds a file to RocksDB that lies behind all before it; RocksDB merges files that
 * overlap, so it would never merge these, and had tens of thousands in a month. Hence with each
 * slot something is deleted at the end of time that never was there: a file with that in it
 * overlaps the others.
 */
final class SlotOperator<D extends Mergeable<D>, S, R> extends KeyedProcessFunction<String, D, R>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1L;

  private final SlotLogic<D, S, R> logic;
  private final Codec<D> slotCodec;
  private final Codec<S> stateCodec;
  private final long slotMillis;

  private transient MapState<Long, D> open;
  private transient ValueState<Held<S>> kept;
  private transient @Nullable ListState<Long> clock;
  private transient long restoredClock;
  private transient long overlapping;
  private transient @Nullable TimerService timers;
  private transient Counter late;
  private transient CountedBy findings;

  SlotOperator(SlotLogic<D, S, R> logic, Codec<D> slotCodec, Codec<S> stateCodec, long slotMillis) {
    this.logic = logic;
    this.slotCodec = slotCodec;
    this.stateCodec = stateCodec;
    this.slotMillis = slotMillis;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    ListState<Long> times =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>(StateNames.CLOCK, LongSerializer.INSTANCE));
    restoredClock = Long.MIN_VALUE;
    overlapping = Long.MIN_VALUE;
    // All say the same, unless barriers overtook watermarks; then the latest reopens no slot.
    for (long time : times.get()) {
      restoredClock = Math.max(restoredClock, time);
    }
    clock = times;
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    ListState<Long> times = Objects.requireNonNull(clock, "initializeState comes first");
    times.clear();
    long known = timers == null ? restoredClock : known(timers);
    if (known != Long.MAX_VALUE) {
      times.add(known);
    }
  }

  private long known(TimerService service) {
    return Math.max(restoredClock, service.currentWatermark());
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    late = Metric.group(metrics).counter(Metric.LATE.metric());
    findings = new CountedBy(metrics, Metric.FINDINGS, "kind");
    open =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    StateNames.OPEN_SLOTS,
                    LongSerializer.INSTANCE,
                    new CodecSerializer<>(slotCodec)));
    kept =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>(
                    StateNames.KEPT, new CodecSerializer<>(new Held.ByteCodec<>(stateCodec))));
  }

  @Override
  public void processElement(D piece, Context context, Collector<R> out) throws Exception {
    Long timestamp = context.timestamp();
    timers = context.timerService();
    long known = known(timers);
    // A straggler behind the clock joins the slot that is open now.
    long time = Math.max(timestamp, known == Long.MAX_VALUE ? timestamp : known + 1);
    if (time != timestamp) {
      late.inc();
    }
    long end = endOfSlot(time);
    D slot = open.get(end);
    if (slot == null) {
      timers.registerEventTimeTimer(end - 1);
      if (end > overlapping) {
        overlapping = end;
        timers.deleteEventTimeTimer(Long.MAX_VALUE);
        open.remove(Long.MAX_VALUE);
      }
    }
    open.put(end, slot == null ? piece : slot.merge(piece));
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<R> out) throws Exception {
    timers = context.timerService();
    if (context.timerService().currentWatermark() == Long.MAX_VALUE) {
      return;
    }
    long end = timestamp + 1;
    D slot = open.get(end);
    Held<S> held = kept.value();
    if (slot == null && held == null) {
      return;
    }
    HostEffects effects = new HostEffects(end, context, out);
    if (slot != null) {
      open.remove(end);
      held = held == null ? new Held<>(logic.newState()) : held;
      effects.held = held;
      logic.onSlot(end, slot, held.state, effects);
    }
    effects.held = held;
    if (held != null && !effects.forgotten) {
      wake(end, held, effects);
    }
    if (effects.forgotten || held == null) {
      kept.clear();
    } else {
      keepOneTimer(end, held, context);
      kept.update(held);
    }
  }

  private void wake(long end, Held<S> held, HostEffects effects) {
    if (held.wakeEnd != Held.NONE && held.wakeEnd <= end) {
      held.wakeEnd = Held.NONE;
      logic.onWake(end, held.state, effects);
    }
  }

  private void keepOneTimer(long end, Held<S> held, OnTimerContext context) {
    if (held.timerEnd <= end) {
      held.timerEnd = Held.NONE;
    }
    boolean sooner = held.timerEnd == Held.NONE || held.wakeEnd < held.timerEnd;
    if (held.wakeEnd != Held.NONE && sooner) {
      context.timerService().registerEventTimeTimer(held.wakeEnd - 1);
      held.timerEnd = held.wakeEnd;
    }
  }

  private long endOfSlot(long time) {
    return (Math.floorDiv(time, slotMillis) + 1) * slotMillis;
  }

  /** What the logic may do, in Flink's terms. */
  private final class HostEffects implements SlotLogic.Effects<R> {

    private final long end;
    private final OnTimerContext context;
    private final Collector<R> out;
    private @Nullable Held<S> held;
    private boolean forgotten;

    private HostEffects(long end, OnTimerContext context, Collector<R> out) {
      this.end = end;
      this.context = context;
      this.out = out;
    }

    @Override
    public void emit(R result) {
      if (result instanceof Finding) {
        findings.inc(((Finding) result).kind.wireName());
      }
      out.collect(result);
    }

    @Override
    public void report(Activity activity) {
      context.output(SideOutputs.ACTIVITY, activity);
    }

    @Override
    public void contribute(DatabaseSlot piece) {
      context.output(SideOutputs.DATABASE_PIECES, piece);
    }

    @Override
    public void contribute(TelemetrySlot piece) {
      context.output(SideOutputs.TELEMETRY_PIECES, piece);
    }

    @Override
    public void contribute(AccountSlot piece) {
      context.output(SideOutputs.ACCOUNT_PIECES, piece);
    }

    @Override
    public void contribute(EventSourceSlot piece) {
      context.output(SideOutputs.EVENT_SOURCES, piece);
    }

    @Override
    public void contribute(ApplicationSlot piece) {
      context.output(SideOutputs.APPLICATION_PIECES, piece);
    }

    @Override
    public void wakeAt(long arrivalMillis) {
      if (held != null) {
        // The slot that is being decided is over; the next chance is the one after it.
        held.wakeEnd = Math.max(endOfSlot(arrivalMillis), end + slotMillis);
      }
    }

    @Override
    public void forget() {
      forgotten = true;
    }
  }
}
