package dev.stormwatch.live;

import java.nio.file.Path;
import java.time.Clock;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.kinesis.shaded.com.amazonaws.SdkClientException;
import org.apache.flink.kinesis.shaded.com.amazonaws.auth.DefaultAWSCredentialsProviderChain;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The whole application in this process: the same job, to which Flink says that it runs in a
 * cluster of its own. What the managed service decides, and the application therefore never sets,
 * is decided here.
 */
public final class LocalJob {

  /** For what RocksDB keeps, of all stages together. */
  private static final String STATE_MEMORY = "256 mb";

  private static final String NETWORK_MEMORY = "128 mb";

  private final LiveProperties properties;

  private LocalJob(LiveProperties properties) {
    this.properties = properties;
  }

  /**
   * Reads its properties and looks for credentials: else its tasks would miss them one restart
   * after another.
   *
   * @param file of the application's runtime properties
   * @throws IllegalArgumentException when the properties are wrong, naming what, or when there are
   *     no credentials
   */
  public static LocalJob of(Path file) {
    LiveProperties properties = new LiveProperties(PropertiesFile.read(file), Clock.systemUTC());
    try {
      // The chain that the connector asks; it knows fewer places than the AWS CLI.
      DefaultAWSCredentialsProviderChain.getInstance().getCredentials();
    } catch (SdkClientException e) {
      throw new IllegalArgumentException(
          "no credentials were found; set AWS_PROFILE, or after a login with SSO"
              + " eval \"$(aws configure export-credentials --format env)\"",
          e);
    }
    return new LocalJob(properties);
  }

  /**
   * Runs until it is stopped or fails.
   *
   * @param port of Flink's web pages
   * @param state folder for checkpoints
   * @param checkpointSeconds from one checkpoint to the next
   */
  public void run(int port, int parallelism, Path state, int checkpointSeconds) throws Exception {
    Configuration ours = new Configuration();
    ours.setString("rest.address", "localhost");
    ours.setString("rest.port", Integer.toString(port));
    ours.setString("rest.bind-port", Integer.toString(port));
    ours.setString("local.start-webserver", "true");
    ours.setString("execution.target", "local");
    ours.setString("execution.attached", "true");
    ours.setString("parallelism.default", Integer.toString(parallelism));
    ours.setString("taskmanager.numberOfTaskSlots", Integer.toString(parallelism));
    ours.setString("taskmanager.memory.managed.size", STATE_MEMORY);
    ours.setString("taskmanager.memory.network.min", NETWORK_MEMORY);
    ours.setString("taskmanager.memory.network.max", NETWORK_MEMORY);
    ours.setString("state.backend.type", "rocksdb");
    ours.setString("execution.checkpointing.incremental", "true");
    ours.setString("execution.checkpointing.dir", state.toAbsolutePath().toUri().toString());
    ours.setString("execution.checkpointing.interval", checkpointSeconds + " s");
    ours.setString("restart-strategy.type", "exponential-delay");
    Context.install(ours);
    try {
      Main.run(properties);
    } finally {
      Context.remove();
    }
  }

  /** Flink's own door to where a main runs; there is never an object of it to close. */
  @SuppressWarnings("try")
  private abstract static class Context extends StreamExecutionEnvironment {

    static void install(Configuration ours) {
      initializeContextEnvironment(
          applications -> {
            Configuration all = new Configuration(ours);
            all.addAll(applications);
            return new StreamExecutionEnvironment(all);
          });
    }

    static void remove() {
      resetContextEnvironment();
    }
  }
}
