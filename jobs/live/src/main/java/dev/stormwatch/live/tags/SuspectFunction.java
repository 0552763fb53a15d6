package dev.stormwatch.live.tags;

import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.notify.SuspectTags;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Keeps, for one function, the incidents that name it, and says when its tags have to change. */
final class SuspectFunction extends KeyedProcessFunction<String, Tuple2<String, Alert>, TagChange> {

  private static final long serialVersionUID = 1L;

  private final long expireMillis;
  private transient MapState<String, String> open;
  private transient ValueState<Long> since;
  private transient ValueState<Long> expires;

  SuspectFunction(long expireMillis) {
    this.expireMillis = expireMillis;
  }

  @Override
  public void open(OpenContext context) {
    open =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "open-v1", StringSerializer.INSTANCE, StringSerializer.INSTANCE));
    since =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("since-v1", LongSerializer.INSTANCE));
    expires =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("expires-v1", LongSerializer.INSTANCE));
  }

  @Override
  public void processElement(Tuple2<String, Alert> named, Context context, Collector<TagChange> out)
      throws Exception {
    Alert alert = named.f1;
    Map<String, String> before = incidents();
    if (alert.ends()) {
      open.remove(alert.incidentId);
    } else {
      open.put(alert.incidentId, alert.finding.kind.wireName());
    }
    Map<String, String> now = incidents();
    if (now.isEmpty()) {
      since.clear();
      expires.clear();
      if (!before.isEmpty()) {
        out.collect(new TagChange(named.f0, Map.of()));
      }
      return;
    }
    if (since.value() == null) {
      since.update(alert.onset);
    }
    long stale = Objects.requireNonNullElse(expires.value(), Long.MIN_VALUE) - expireMillis / 2;
    if (now.equals(before) && alert.decidedAt < stale) {
      return; // it has these tags
    }
    expires.update(alert.decidedAt + expireMillis);
    out.collect(new TagChange(named.f0, SuspectTags.of(now, since.value(), expires.value())));
  }

  private Map<String, String> incidents() throws Exception {
    Map<String, String> incidents = new TreeMap<>();
    for (Map.Entry<String, String> incident : open.entries()) {
      incidents.put(incident.getKey(), incident.getValue());
    }
    return incidents;
  }
}
