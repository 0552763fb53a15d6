package dev.stormwatch.stream;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** A counter for each combination of words that comes up, made when it does. */
public final class CountedBy {

  private final MetricGroup group;
  private final String metric;
  private final String[] dimensions;
  private final Map<String, Counter> counters = new HashMap<>();

  /**
   * @param operator whose metric it is
   * @param dimensions what the words mean, in the order in which they will be given; few words each
   */
  public CountedBy(MetricGroup operator, Metric metric, String... dimensions) {
    this(operator, metric.metric(), dimensions);
  }

  CountedBy(MetricGroup operator, String metric, String... dimensions) {
    this.group = Metric.group(operator);
    this.metric = metric;
    this.dimensions = dimensions;
  }

  public void inc(String... words) {
    String key = words.length == 1 ? words[0] : String.join(" ", words);
    counters.computeIfAbsent(key, unseen -> counter(words)).inc();
  }

  private Counter counter(String... words) {
    MetricGroup of = group;
    for (int i = 0; i < dimensions.length; i++) {
      of = of.addGroup(dimensions[i], words[i]);
    }
    return of.counter(metric);
  }
}
