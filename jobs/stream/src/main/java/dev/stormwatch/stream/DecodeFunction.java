package dev.stormwatch.stream;

import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.telemetry.DeadRecordException;
import dev.stormwatch.telemetry.DeadRecordException.Reason;
import dev.stormwatch.telemetry.FoldingDecoder;
import dev.stormwatch.telemetry.KinesisRecord;
import dev.stormwatch.telemetry.RecordDecoder.Outcome;
import dev.stormwatch.telemetry.json.DeadLetterJson;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in, slots out. A record that cannot be read is counted by reason and sampled as a dead
 * letter; it never stops the job.
 */
public final class DecodeFunction extends ProcessFunction<KinesisRecord, FunctionSlot> {

  private static final long serialVersionUID = 1L;

  /** The only group whose metrics Managed Service for Apache Flink hands on to CloudWatch. */
  private static final String METRIC_GROUP = "kinesisanalytics";

  private final Settings settings;
  private final String region;

  private transient FoldingDecoder decoder;
  private transient Map<DecodeCounter, Counter> counters;
  private transient Map<DecodeCounter, LongCounter> totals;
  private transient Map<Reason, LongCounter> deadByReason;

  DecodeFunction(Settings settings, String region) {
    this.settings = settings;
    this.region = region;
  }

  @Override
  public void open(OpenContext context) {
    decoder = new FoldingDecoder(settings, region);
    counters = new EnumMap<>(DecodeCounter.class);
    totals = new EnumMap<>(DecodeCounter.class);
    deadByReason = new EnumMap<>(Reason.class);
    MetricGroup group = getRuntimeContext().getMetricGroup().addGroup(METRIC_GROUP);
    for (DecodeCounter counter : DecodeCounter.values()) {
      counters.put(counter, group.counter(counter.metric()));
      totals.put(counter, total(counter.metric()));
    }
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
    try {
      FunctionSlot slot = fold(record);
      if (slot == null) {
        boolean control = decoder.outcome() == Outcome.CONTROL_MESSAGE;
        count(control ? DecodeCounter.CONTROL : DecodeCounter.OTHER, 1);
        return;
      }
      count(DecodeCounter.EVENTS, slot.events);
      out.collect(slot);
    } catch (DeadRecordException e) {
      dead(record, e, context);
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
    if (byReason.getLocalValuePrimitive() <= settings.decode.maxDeadLetterSamples) {
      context.output(Topology.DEAD_LETTERS, DeadLetterJson.write(record, why));
    }
  }

  private void count(DecodeCounter counter, long by) {
    Counter metric = counters.get(counter);
    LongCounter total = totals.get(counter);
    if (metric == null || total == null) {
      throw new IllegalStateException("no counter for " + counter);
    }
    metric.inc(by);
    total.add(by);
  }
}
