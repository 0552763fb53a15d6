package dev.stormwatch.live.tags;

import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.notify.SuspectTags;
import dev.stormwatch.core.settings.TagSettings;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.base.BooleanSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps, for one incident, what it ever named in the job's Region, and tells all of it of every
 * message: whoever was named once is to hear of the end, though the end names others.
 */
final class NamedFunction extends KeyedProcessFunction<String, Alert, Tuple2<String, Alert>> {

  private static final long serialVersionUID = 1L;

  private final TagSettings tags;
  private final String region;
  private transient MapState<String, Boolean> named;

  NamedFunction(TagSettings tags, String region) {
    this.tags = tags;
    this.region = region;
  }

  @Override
  public void open(OpenContext context) {
    named =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "named-v1", StringSerializer.INSTANCE, BooleanSerializer.INSTANCE));
  }

  @Override
  public void processElement(Alert alert, Context context, Collector<Tuple2<String, Alert>> out)
      throws Exception {
    if (!alert.finding.subject.region().equals(region)
        || alert.severity.wireName().equals("info")) {
      return;
    }
    for (String resource : suspects(alert)) {
      named.put(resource, true);
    }
    for (String resource : named.keys()) {
      out.collect(Tuple2.of(resource, alert));
    }
    if (alert.ends()) {
      named.clear();
    }
  }

  private List<String> suspects(Alert alert) {
    List<String> arns = SuspectTags.functions(alert);
    arns.removeIf(arn -> !tags.allows(SuspectTags.name(arn)));
    if (SuspectMapping.in(alert) && !arns.isEmpty()) {
      arns.add(SuspectMapping.key(arns.get(0), alert.finding.subject));
    }
    return arns;
  }
}
