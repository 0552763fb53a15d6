package dev.stormwatch.stream;

import dev.stormwatch.core.fold.RecentRecords;
import dev.stormwatch.core.model.DatabaseSlot;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.GaugeReading;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.telemetry.DeadRecordException;
import dev.stormwatch.telemetry.DeadRecordException.Reason;
import dev.stormwatch.telemetry.FoldingDecoder;
import dev.stormwatch.telemetry.FoldingDecoder.Result;
import dev.stormwatch.telemetry.KinesisRecord;
import dev.stormwatch.telemetry.json.DeadLetterJson;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in, slots out. A record that cannot be read is counted by reason and sampled as a dead
 * letter; it never stops the job.
 *
 * <p>Kept in checkpoints: which records came of late, by shard, to know one that comes again. Any
 * subtask may read any shard after a restart, so each is shown the memory of all.
 */
public final class DecodeFunction extends ProcessFunction<KinesisRecord, FunctionSlot>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1L;

  private final Settings settings;
  private final String region;

  private transient FoldingDecoder decoder;
  private transient @Nullable ListState<RecentRecords> memories;
  private transient long genericLines;
  private transient long deliveryLag;
  private transient long ingestionLag;
  private transient long readLag;
  private transient Map<DecodeCounter, Counter> counters;
  private transient Map<DecodeCounter, LongCounter> totals;
  private transient Map<Reason, LongCounter> deadByReason;
  private transient CountedBy deadByReasonMetric;

  DecodeFunction(Settings settings, String region) {
    this.settings = settings;
    this.region = region;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    memories =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>(
                    StateNames.RECENT_RECORDS,
                    new CodecSerializer<>(
                        new RecentRecords.ByteCodec(settings.decode.duplicateMemory))));
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    boolean first = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
    Objects.requireNonNull(memories, "initializeState comes first").update(decoder.memories(first));
  }

  @Override
  public void open(OpenContext context) throws Exception {
    decoder = new FoldingDecoder(settings, region);
    for (RecentRecords memory : Objects.requireNonNull(memories).get()) {
      decoder.restore(memory);
    }
    counters = new EnumMap<>(DecodeCounter.class);
    totals = new EnumMap<>(DecodeCounter.class);
    deadByReason = new EnumMap<>(Reason.class);
    MetricGroup group = Metric.group(getRuntimeContext().getMetricGroup());
    for (DecodeCounter counter : DecodeCounter.values()) {
      counters.put(counter, group.counter(counter.metric()));
      totals.put(counter, total(counter.metric()));
    }
    group.gauge(Metric.INGESTION_LAG.metric(), () -> ingestionLag);
    group.gauge(Metric.DELIVERY_LAG.metric(), () -> deliveryLag);
    group.gauge(Metric.READ_LAG.metric(), () -> readLag);
    deadByReasonMetric =
        new CountedBy(getRuntimeContext().getMetricGroup(), DecodeCounter.DEAD.metric(), "reason");
    for (Reason reason : Reason.values()) {
      deadByReason.put(reason, total(deadTotal(reason)));
    }
  }

  private LongCounter total(String name) {
    LongCounter total = new LongCounter();
    getRuntimeContext().addAccumulator(name, total);
    return total;
  }

  /** Name of the job's accumulator that counts the dead records of one reason. */
  public static String deadTotal(Reason reason) {
    return DecodeCounter.DEAD.metric() + "." + reason.wireName();
  }

  @Override
  public void processElement(KinesisRecord record, Context context, Collector<FunctionSlot> out) {
    if (record.isClockTick()) {
      return;
    }
    count(DecodeCounter.RECORDS, 1);
    readLag = context.timerService().currentProcessingTime() - record.arrival;
    try {
      FunctionSlot slot = fold(record);
      if (slot == null) {
        countNothing(decoder.result());
        decoder.processorUse().forEach(out::collect);
        return;
      }
      countLines(slot);
      for (GaugeReading reading : decoder.gauges()) {
        DatabaseSlot.of(slot.function, reading, settings.database(reading.database) != null)
            .forEach(piece -> context.output(SideOutputs.DATABASE_PIECES, piece));
      }
      out.collect(slot);
      for (EventSourceSlot source : decoder.eventSources()) {
        context.output(SideOutputs.EVENT_SOURCES, source);
      }
    } catch (DeadRecordException e) {
      dead(record, e, context);
    }
  }

  private void countNothing(Result result) {
    switch (result) {
      case CONTROL_MESSAGE:
        count(DecodeCounter.CONTROL, 1);
        break;
      case DUPLICATE:
        count(DecodeCounter.DUPLICATES, 1);
        break;
      case TOO_MANY_FUNCTIONS:
        count(DecodeCounter.TOO_MANY_FUNCTIONS, 1);
        break;
      default:
        count(DecodeCounter.OTHER, 1);
    }
  }

  private void countLines(FunctionSlot slot) {
    count(DecodeCounter.EVENTS, slot.events);
    count(DecodeCounter.TOO_LARGE_LINES, slot.tooLargeLines);
    count(DecodeCounter.LINES_NOT_UNDERSTOOD, slot.linesNotUnderstood);
    count(DecodeCounter.FORGED_LINES, slot.forgedLines);
    count(DecodeCounter.DROPPED_EVENTS, slot.droppedRecords);
    count(DecodeCounter.GENERIC_LINES, decoder.genericLines() - genericLines);
    genericLines = decoder.genericLines();
    deliveryLag = slot.lags.quantile(1);
    if (slot.ingestionLags.total() > 0) {
      ingestionLag = slot.ingestionLags.quantile(1);
    }
  }

  /** Whatever a record does to the decoder, it does it to itself alone. */
  private @Nullable FunctionSlot fold(KinesisRecord record) throws DeadRecordException {
    try {
      return decoder.fold(record);
    } catch (RuntimeException | StackOverflowError e) {
      throw new DeadRecordException(Reason.INTERNAL_ERROR, e.toString(), e);
    }
  }

  private void dead(KinesisRecord record, DeadRecordException why, Context context) {
    count(DecodeCounter.DEAD, 1);
    LongCounter byReason = deadByReason.get(why.reason());
    if (byReason == null) {
      throw new IllegalStateException("no counter for " + why.reason());
    }
    byReason.add(1);
    deadByReasonMetric.inc(why.reason().wireName());
    if (byReason.getLocalValuePrimitive() <= settings.decode.maxDeadLetterSamples) {
      context.output(SideOutputs.DEAD_LETTERS, DeadLetterJson.write(record, why));
    }
  }

  private void count(DecodeCounter counter, long by) {
    if (by == 0) {
      return;
    }
    Counter metric = counters.get(counter);
    LongCounter total = totals.get(counter);
    if (metric == null || total == null) {
      throw new IllegalStateException("no counter for " + counter);
    }
    metric.inc(by);
    total.add(by);
  }
}
