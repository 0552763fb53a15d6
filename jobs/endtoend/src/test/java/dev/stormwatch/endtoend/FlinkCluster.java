package dev.stormwatch.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A Flink of two processes, as it would run elsewhere: the jar goes in through the REST interface,
 * as the managed service hands it in, and is loaded by a class loader of its own.
 */
final class FlinkCluster implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final int SLOTS = 2;

  private final Path folder;
  private final int restPort = freePort();
  private final FlinkRest rest = new FlinkRest(restPort, PATIENCE);
  private final FlinkProcesses processes;
  private String jar = "";

  private FlinkCluster(Path folder, Map<String, String> more) throws IOException {
    this.folder = folder;
    this.processes = new FlinkProcesses(folder, restPort, SLOTS, more);
  }

  static FlinkCluster start(Path folder) throws IOException, InterruptedException {
    return start(folder, Map.of());
  }

  /**
   * Starts it.
   *
   * @param more of its configuration
   */
  static FlinkCluster start(Path folder, Map<String, String> more)
      throws IOException, InterruptedException {
    FlinkCluster cluster = new FlinkCluster(folder, more);
    cluster.processes.startJobManager();
    cluster.processes.startTaskManager();
    cluster.awaitSlots();
    return cluster;
  }

  /** SIGKILL. */
  void killTaskManager() {
    processes.endTaskManager();
  }

  /** SIGKILL. */
  void killJobManager() {
    processes.endJobManager();
    jar = "";
  }

  void startJobManager() throws IOException {
    processes.startJobManager();
  }

  void startTaskManager() throws IOException {
    processes.startTaskManager();
  }

  void awaitSlots() {
    Await.until(
        "slots of the TaskManager",
        PATIENCE,
        () -> rest.get("/overview").path("slots-available").asInt(),
        slots -> slots == SLOTS);
  }

  /**
   * Hands the jar in and starts it.
   *
   * @param properties file of the application's properties
   * @param state savepoint or checkpoint to start from; empty for none
   * @return the job's id
   */
  String submit(Path properties, String state) throws IOException, InterruptedException {
    if (jar.isEmpty()) {
      jar =
          rest.upload(
              Path.of(Objects.requireNonNull(System.getProperty("stormwatch.application"))));
    }
    ObjectNode run = JSON.createObjectNode();
    run.put("parallelism", SLOTS).putArray("programArgsList").add(properties.toString());
    if (!state.isEmpty()) {
      run.put("savepointPath", state);
    }
    return rest.send("POST", "/jars/" + jar + "/run", run.toString()).path("jobid").asText();
  }

  /** Waits until every task of the job runs. */
  void awaitRunning(String job) {
    Await.until("job " + job + " runs", PATIENCE, () -> rest.get("/jobs/" + job), this::runs);
  }

  private boolean runs(JsonNode job) {
    for (JsonNode vertex : job.path("vertices")) {
      if (!vertex.path("status").asText().equals("RUNNING")) {
        return false;
      }
    }
    return job.path("state").asText().equals("RUNNING");
  }

  /** How often the job was started anew. */
  int restarts(String job) throws IOException, InterruptedException {
    return rest.get("/jobs/" + job + "/metrics?get=numRestarts").path(0).path("value").asInt();
  }

  void awaitCheckpoint(String job) throws IOException, InterruptedException {
    int before = checkpoints(job);
    Await.until("a checkpoint", PATIENCE, () -> checkpoints(job), after -> after > before);
  }

  private int checkpoints(String job) throws IOException, InterruptedException {
    return rest.get("/jobs/" + job + "/checkpoints").path("counts").path("completed").asInt();
  }

  /**
   * Stops the job.
   *
   * @return the savepoint
   */
  String stop(String job) throws IOException, InterruptedException {
    String body =
        JSON.createObjectNode()
            .put("targetDirectory", folder.resolve("savepoints").toUri().toString())
            .toString();
    String request = rest.send("POST", "/jobs/" + job + "/stop", body).path("request-id").asText();
    JsonNode done =
        Await.until(
            "savepoint",
            PATIENCE,
            () -> rest.get("/jobs/" + job + "/savepoints/" + request),
            answer -> answer.at("/status/id").asText().equals("COMPLETED"));
    String location = done.at("/operation/location").asText();
    if (location.isEmpty()) {
      throw new AssertionError("no savepoint: " + done);
    }
    return location;
  }

  void cancel(String job) throws IOException {
    try {
      rest.send("PATCH", "/jobs/" + job + "?mode=cancel", "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    Await.until(
        "end of job " + job,
        PATIENCE,
        () -> rest.get("/jobs/" + job).path("state").asText(),
        state -> state.equals("CANCELED"));
  }

  /** The newest complete checkpoint of a job whose JobManager may be gone. */
  String latestCheckpoint(String job) throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("checkpoints").resolve(job))) {
      return all.filter(path -> Files.exists(path.resolve("_metadata")))
          .max(Comparator.comparing(FlinkCluster::age))
          .map(path -> path.toUri().toString())
          .orElseThrow(() -> new AssertionError("job " + job + " has no checkpoint"));
    }
  }

  private static FileTime age(Path checkpoint) {
    try {
      return Files.getLastModifiedTime(checkpoint.resolve("_metadata"));
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  long taskManagerPid() {
    return processes.taskManagerPid();
  }

  /** What RocksDB holds in its caches, of which each slot has one; write buffers are part of it. */
  long cachedBytes(String job) throws IOException, InterruptedException {
    Map<String, Long> bySlot = new TreeMap<>();
    for (JsonNode vertex : rest.get("/jobs/" + job).path("vertices")) {
      String metrics = "/jobs/" + job + "/vertices/" + vertex.path("id").asText() + "/metrics";
      Map<String, String> one = new TreeMap<>();
      for (JsonNode metric : rest.get(metrics)) {
        String id = metric.path("id").asText();
        if (id.endsWith("block-cache-usage")) {
          one.put(id.substring(0, id.indexOf('.')), id);
        }
      }
      for (Map.Entry<String, String> slot : one.entrySet()) {
        String query = "?get=" + URLEncoder.encode(slot.getValue(), StandardCharsets.UTF_8);
        bySlot.merge(slot.getKey(), rest.get(metrics + query).at("/0/value").asLong(), Math::max);
      }
    }
    return bySlot.values().stream().mapToLong(Long::longValue).sum();
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return rest.get(path);
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  @Override
  public void close() {
    processes.endTaskManager();
    processes.endJobManager();
  }
}
