package dev.stormwatch.replay.run;

import dev.stormwatch.core.model.Activity;
import java.util.TreeMap;
import org.apache.flink.api.common.accumulators.Accumulator;

/** Adds up activity by function, in parts that Flink puts together at the end. */
@SuppressWarnings("NonApiType") // Flink asks for a result that is Serializable, which Map is not
final class TotalsAccumulator implements Accumulator<Activity, TreeMap<String, FunctionTotals>> {

  private static final long serialVersionUID = 1L;

  private final TreeMap<String, FunctionTotals> totals = new TreeMap<>();

  @Override
  public void add(Activity activity) {
    totals
        .computeIfAbsent(activity.function.key(), key -> new FunctionTotals(activity.function))
        .add(activity);
  }

  @Override
  public TreeMap<String, FunctionTotals> getLocalValue() {
    return totals;
  }

  @Override
  public void resetLocal() {
    totals.clear();
  }

  @Override
  public void merge(Accumulator<Activity, TreeMap<String, FunctionTotals>> other) {
    other
        .getLocalValue()
        .forEach(
            (key, value) -> {
              FunctionTotals known = totals.get(key);
              if (known == null) {
                totals.put(key, value.copy());
              } else {
                known.add(value);
              }
            });
  }

  @Override
  public TotalsAccumulator clone() {
    TotalsAccumulator copy = new TotalsAccumulator();
    copy.merge(this);
    return copy;
  }
}
