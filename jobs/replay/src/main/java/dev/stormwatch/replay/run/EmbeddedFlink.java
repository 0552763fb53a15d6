package dev.stormwatch.replay.run;

import java.time.Duration;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ResourceManagerOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A Flink inside this process that runs one job after another, or several at once. To start it
 * takes longer than to replay an hour of telemetry, so who replays many recordings starts it once.
 *
 * <p>Safe for threads.
 */
public final class EmbeddedFlink implements AutoCloseable {

  /** Memory for state that RocksDB keeps, for all jobs together. */
  private static final MemorySize STATE_MEMORY = MemorySize.ofMebiBytes(256);

  /** Buffers between operators: some for every slot, and never fewer than Flink starts with. */
  private static final long NETWORK_MEBIBYTES_PER_SLOT = 4;

  private static final long LEAST_NETWORK_MEBIBYTES = 64;

  /**
   * A job that comes when the one before it has not given back its slots yet waits for them. After
   * five minutes, which Flink calls the start of a cluster, it would fail at once. With a year for
   * that a cluster of Flink 1.20.5 was seen to end at its first job; a week is more than any run.
   */
  private static final Duration WAITS_FOR_SLOTS = Duration.ofDays(7);

  private final MiniCluster cluster;

  private EmbeddedFlink(MiniCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Starts it.
   *
   * @param slots the parallelisms of all jobs that run at once, added up; at least 1
   */
  public static EmbeddedFlink start(int slots) {
    Configuration configuration = new Configuration();
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, STATE_MEMORY);
    MemorySize network =
        MemorySize.ofMebiBytes(
            Math.max(LEAST_NETWORK_MEBIBYTES, slots * NETWORK_MEBIBYTES_PER_SLOT));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, network);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, network);
    configuration.set(
        ResourceManagerOptions.STANDALONE_CLUSTER_STARTUP_PERIOD_TIME, WAITS_FOR_SLOTS);
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .setRpcServiceSharing(RpcServiceSharing.SHARED)
                .withRandomPorts()
                .build());
    try {
      cluster.start();
    } catch (Exception e) {
      throw new IllegalStateException("Flink does not start in this process", e);
    }
    return new EmbeddedFlink(cluster);
  }

  /**
   * Runs a job to its end.
   *
   * @throws Exception what ended it early, with the job's own exception among its causes
   */
  JobExecutionResult execute(StreamExecutionEnvironment job) throws Exception {
    return cluster.executeJobBlocking(job.getStreamGraph().getJobGraph());
  }

  @Override
  public void close() {
    try {
      cluster.close();
    } catch (Exception e) {
      throw new IllegalStateException("Flink does not stop in this process", e);
    }
  }
}
