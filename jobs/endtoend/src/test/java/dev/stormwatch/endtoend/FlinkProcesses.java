package dev.stormwatch.endtoend;

import dev.stormwatch.live.emulate.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A JobManager and a TaskManager, each a process of its own, of one configuration. */
final class FlinkProcesses {

  private static final String LOGGING =
      """
      rootLogger.level = INFO
      rootLogger.appenderRef.file.ref = file
      appender.file.name = file
      appender.file.type = FILE
      appender.file.fileName = ${sys:log.file}
      appender.file.layout.type = PatternLayout
      appender.file.layout.pattern = %d %-5p %-40c{1.} %m%n
      """;

  private final Path folder;
  private Process jobManager;
  private Process taskManager;
  private int started;

  /**
   * @param folder for configuration, logs and checkpoints
   * @param more of the configuration
   */
  FlinkProcesses(Path folder, int restPort, int slots, Map<String, String> more)
      throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("conf"));
    Map<String, String> configuration = configuration(restPort, slots);
    configuration.putAll(more);
    List<String> lines = new ArrayList<>();
    configuration.forEach((key, value) -> lines.add(key + ": " + value));
    Files.write(folder.resolve("conf/config.yaml"), lines);
    Files.writeString(folder.resolve("conf/log4j2.properties"), LOGGING);
  }

  /** What the managed service sets, with shorter times. */
  private Map<String, String> configuration(int restPort, int slots) throws IOException {
    Map<String, String> all = new TreeMap<>();
    all.put("jobmanager.rpc.address", "localhost");
    all.put("jobmanager.rpc.port", Integer.toString(FlinkCluster.freePort()));
    all.put("jobmanager.bind-host", "localhost");
    all.put("jobmanager.memory.process.size", "900m");
    all.put("taskmanager.host", "localhost");
    all.put("taskmanager.bind-host", "localhost");
    all.put("taskmanager.numberOfTaskSlots", Integer.toString(slots));
    all.put("rest.address", "localhost");
    all.put("rest.bind-address", "localhost");
    all.put("rest.port", Integer.toString(restPort));
    all.put("web.upload.dir", folder.toString());
    all.put("heartbeat.interval", "1000");
    all.put("heartbeat.timeout", "30000");
    all.put("state.backend.type", "rocksdb");
    all.put("state.backend.rocksdb.metrics.block-cache-usage", "true");
    all.put("execution.checkpointing.incremental", "true");
    all.put("execution.checkpointing.dir", folder.resolve("checkpoints").toUri().toString());
    all.put("execution.checkpointing.interval", "2000");
    all.put("execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
    all.put("restart-strategy.type", "fixed-delay");
    all.put("restart-strategy.fixed-delay.attempts", "1000");
    all.put("restart-strategy.fixed-delay.delay", "1000");
    return all;
  }

  void startJobManager() throws IOException {
    jobManager =
        java(
            "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
            "jobmanager",
            List.of("-Xmx448m"),
            List.of());
  }

  void startTaskManager() throws IOException {
    List<String> resources = new ArrayList<>();
    for (String resource :
        List.of(
            "taskmanager.cpu.cores=2",
            "taskmanager.memory.framework.heap.size=128m",
            "taskmanager.memory.framework.off-heap.size=128m",
            "taskmanager.memory.task.heap.size=512m",
            "taskmanager.memory.task.off-heap.size=0",
            "taskmanager.memory.network.min=96m",
            "taskmanager.memory.network.max=96m",
            "taskmanager.memory.managed.size=300m",
            "taskmanager.memory.jvm-metaspace.size=256m",
            "taskmanager.memory.jvm-overhead.min=192m",
            "taskmanager.memory.jvm-overhead.max=192m")) {
      resources.add("-D");
      resources.add(resource);
    }
    taskManager =
        java(
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
            "taskmanager",
            List.of("-Xmx640m", "-XX:MaxDirectMemorySize=224m"),
            resources);
  }

  private Process java(String main, String name, List<String> options, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    for (String opened : List.of("java.util", "java.lang", "java.net", "java.nio", "sun.nio.ch")) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.add("--add-exports=java.base/sun.net.util=ALL-UNNAMED");
    command.add("-Dlog.file=" + folder.resolve(name + '-' + started++ + ".log"));
    command.add("-Dlog4j.configurationFile=" + folder.resolve("conf/log4j2.properties"));
    command.add("-cp");
    command.add(Objects.requireNonNull(System.getProperty("stormwatch.cluster")) + "/*");
    command.add(main);
    command.add("--configDir");
    command.add(folder.resolve("conf").toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .put("FLINK_PLUGINS_DIR", Objects.requireNonNull(System.getProperty("stormwatch.plugins")));
    builder.environment().put("AWS_ACCESS_KEY_ID", AwsJson.ACCOUNT);
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "test");
    // Emulators do not speak the binary form, and the gate in front of Kinesis reads the other.
    builder.environment().put("AWS_CBOR_DISABLE", "true");
    return Child.start(builder, folder.resolve(name + ".out"));
  }

  long taskManagerPid() {
    return taskManager.pid();
  }

  /** SIGKILL. */
  void endTaskManager() {
    Child.end(taskManager);
  }

  /** SIGKILL. */
  void endJobManager() {
    Child.end(jobManager);
  }
}
