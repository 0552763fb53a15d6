package dev.stormwatch.stream;

import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.incident.PagerSlot;
import dev.stormwatch.core.incident.Silences;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.BooleanSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Tells each pager of the silences: with every alert those that are known, and at once when they
 * change, to every account and region that ever had an alert.
 */
final class WithSilences extends KeyedBroadcastProcessFunction<String, Alert, Silences, PagerSlot> {

  private static final long serialVersionUID = 1L;

  private static final String ALL = "all";

  static final MapStateDescriptor<String, Silences> BROADCAST =
      new MapStateDescriptor<>(
          StateNames.SILENCES,
          StringSerializer.INSTANCE,
          new CodecSerializer<>(new Silences.ByteCodec()));

  private static final ValueStateDescriptor<Boolean> PAGED =
      new ValueStateDescriptor<>(StateNames.PAGED, BooleanSerializer.INSTANCE);

  private transient ValueState<Boolean> paged;

  @Override
  public void open(OpenContext context) {
    paged = getRuntimeContext().getState(PAGED);
  }

  @Override
  public void processElement(Alert alert, ReadOnlyContext context, Collector<PagerSlot> out)
      throws Exception {
    if (paged.value() == null) {
      paged.update(true);
    }
    ReadOnlyBroadcastState<String, Silences> known = context.getBroadcastState(BROADCAST);
    out.collect(PagerSlot.of(alert, orNone(known.get(ALL))));
  }

  @Override
  public void processBroadcastElement(Silences told, Context context, Collector<PagerSlot> out)
      throws Exception {
    BroadcastState<String, Silences> known = context.getBroadcastState(BROADCAST);
    if (told.revision <= orNone(known.get(ALL)).revision) {
      return;
    }
    known.put(ALL, told);
    context.applyToKeyedState(PAGED, (key, state) -> out.collect(new PagerSlot(key, told)));
  }

  private static Silences orNone(@Nullable Silences silences) {
    return silences == null ? Silences.NONE : silences;
  }
}
