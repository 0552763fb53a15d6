package dev.stormwatch.live;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.util.TestStreamEnvironment;

/** A cluster that outlives its job: one that ends with it takes the metrics along. */
final class MeasuredFlink implements AutoCloseable {

  private final InMemoryReporter reporter = InMemoryReporter.createWithRetainedMetrics();
  private final MiniCluster cluster;

  MeasuredFlink() throws Exception {
    Configuration configuration = new Configuration();
    reporter.addToConfiguration(configuration);
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumSlotsPerTaskManager(1)
                .withRandomPorts()
                .build());
    cluster.start();
  }

  /** Where a job is run with a parallelism of one. */
  StreamExecutionEnvironment environment(Configuration job) {
    return new TestStreamEnvironment(cluster, job, 1, List.of(), List.of());
  }

  /** All metrics of its jobs, ended ones too. */
  Collection<Map.Entry<MetricGroup, Map<String, Metric>>> metrics() {
    return reporter.getMetricsByGroup().entrySet();
  }

  @Override
  public void close() {
    cluster.closeAsync().join();
  }
}
