package dev.stormwatch.core.fold;

import dev.stormwatch.core.model.MappingCounts.Metric;
import java.util.Arrays;

/**
 * What a metric document told of an event source mapping: Lambda's own counts, shipped by somebody.
 * A number not told is {@link Observation#NONE}.
 */
public final class MappingMetrics {

  /** Of each {@link Metric} at its place. */
  public final long[] events = new long[Metric.values().length];

  public void set(Metric metric, long value) {
    events[metric.place] = value;
  }

  public long get(Metric metric) {
    return events[metric.place];
  }

  /** Did the line tell of any? */
  boolean told() {
    return Arrays.stream(events).anyMatch(value -> value != Observation.NONE);
  }

  void reset() {
    Arrays.fill(events, Observation.NONE);
  }
}
