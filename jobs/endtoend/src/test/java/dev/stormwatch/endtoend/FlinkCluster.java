package dev.stormwatch.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.live.emulate.Child;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
  private final int rpcPort = freePort();
  private final HttpClient http = HttpClient.newHttpClient();
  private Process jobManager;
  private Process taskManager;
  private String jar = "";
  private int started;

  private FlinkCluster(Path folder, Map<String, String> more) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("conf"));
    Map<String, String> configuration = configuration();
    configuration.putAll(more);
    List<String> lines = new ArrayList<>();
    configuration.forEach((key, value) -> lines.add(key + ": " + value));
    Files.write(folder.resolve("conf/config.yaml"), lines);
    Files.writeString(folder.resolve("conf/log4j2.properties"), LOGGING);
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
    cluster.startJobManager();
    cluster.startTaskManager();
    cluster.awaitSlots();
    return cluster;
  }

  /** What the managed service sets, with shorter times. */
  private Map<String, String> configuration() {
    Map<String, String> all = new TreeMap<>();
    all.put("jobmanager.rpc.address", "localhost");
    all.put("jobmanager.rpc.port", Integer.toString(rpcPort));
    all.put("jobmanager.bind-host", "localhost");
    all.put("jobmanager.memory.process.size", "900m");
    all.put("taskmanager.host", "localhost");
    all.put("taskmanager.bind-host", "localhost");
    all.put("taskmanager.numberOfTaskSlots", Integer.toString(SLOTS));
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

  /** SIGKILL. */
  void killTaskManager() {
    Child.end(taskManager);
  }

  /** SIGKILL. */
  void killJobManager() {
    Child.end(jobManager);
    jar = "";
  }

  void awaitSlots() {
    Await.until(
        "slots of the TaskManager",
        PATIENCE,
        () -> get("/overview").path("slots-available").asInt(),
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
      jar = upload(Path.of(Objects.requireNonNull(System.getProperty("stormwatch.application"))));
    }
    ObjectNode run = JSON.createObjectNode();
    run.put("parallelism", SLOTS).putArray("programArgsList").add(properties.toString());
    if (!state.isEmpty()) {
      run.put("savepointPath", state);
    }
    return send("POST", "/jars/" + jar + "/run", run.toString()).path("jobid").asText();
  }

  private String upload(Path file) throws IOException, InterruptedException {
    String boundary = "stormwatch-jar";
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"%s\"\r\n"
            + "Content-Type: application/x-java-archive\r\n\r\n";
    body.write(head.formatted(boundary, file.getFileName()).getBytes(StandardCharsets.UTF_8));
    body.write(Files.readAllBytes(file));
    body.write("\r\n--%s--\r\n".formatted(boundary).getBytes(StandardCharsets.UTF_8));
    String name =
        send(
                "POST",
                "/jars/upload",
                BodyPublishers.ofByteArray(body.toByteArray()),
                "multipart/form-data; boundary=" + boundary)
            .path("filename")
            .asText();
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** Waits until every task of the job runs. */
  void awaitRunning(String job) {
    Await.until("job " + job + " runs", PATIENCE, () -> get("/jobs/" + job), this::runs);
  }

  private boolean runs(JsonNode job) {
    for (JsonNode vertex : job.path("vertices")) {
      if (!vertex.path("status").asText().equals("RUNNING")) {
        return false;
      }
    }
    return job.path("state").asText().equals("RUNNING");
  }

  boolean isRunning(String job) throws IOException, InterruptedException {
    return runs(get("/jobs/" + job));
  }

  /** How often the job was started anew. */
  int restarts(String job) throws IOException, InterruptedException {
    return get("/jobs/" + job + "/metrics?get=numRestarts").path(0).path("value").asInt();
  }

  void awaitCheckpoint(String job) throws IOException, InterruptedException {
    int before = checkpoints(job);
    Await.until("a checkpoint", PATIENCE, () -> checkpoints(job), after -> after > before);
  }

  private int checkpoints(String job) throws IOException, InterruptedException {
    return get("/jobs/" + job + "/checkpoints").path("counts").path("completed").asInt();
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
    String request = send("POST", "/jobs/" + job + "/stop", body).path("request-id").asText();
    JsonNode done =
        Await.until(
            "savepoint",
            PATIENCE,
            () -> get("/jobs/" + job + "/savepoints/" + request),
            answer -> answer.at("/status/id").asText().equals("COMPLETED"));
    String location = done.at("/operation/location").asText();
    if (location.isEmpty()) {
      throw new AssertionError("no savepoint: " + done);
    }
    return location;
  }

  void cancel(String job) throws IOException {
    try {
      send("PATCH", "/jobs/" + job + "?mode=cancel", "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    Await.until(
        "end of job " + job,
        PATIENCE,
        () -> get("/jobs/" + job).path("state").asText(),
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
    return taskManager.pid();
  }

  /** What RocksDB holds in its caches, of which each slot has one; write buffers are part of it. */
  long cachedBytes(String job) throws IOException, InterruptedException {
    Map<String, Long> bySlot = new TreeMap<>();
    for (JsonNode vertex : get("/jobs/" + job).path("vertices")) {
      String metrics = "/jobs/" + job + "/vertices/" + vertex.path("id").asText() + "/metrics";
      Map<String, String> one = new TreeMap<>();
      for (JsonNode metric : get(metrics)) {
        String id = metric.path("id").asText();
        if (id.endsWith("block-cache-usage")) {
          one.put(id.substring(0, id.indexOf('.')), id);
        }
      }
      for (Map.Entry<String, String> slot : one.entrySet()) {
        String query = "?get=" + URLEncoder.encode(slot.getValue(), StandardCharsets.UTF_8);
        bySlot.merge(slot.getKey(), get(metrics + query).at("/0/value").asLong(), Math::max);
      }
    }
    return bySlot.values().stream().mapToLong(Long::longValue).sum();
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return send("GET", path, "");
  }

  private JsonNode send(String method, String path, String body)
      throws IOException, InterruptedException {
    return send(method, path, BodyPublishers.ofString(body), "application/json");
  }

  private JsonNode send(String method, String path, BodyPublisher body, String type)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + restPort + path))
            .header("Content-Type", type)
            .timeout(PATIENCE)
            .method(method, body)
            .build();
    var response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() >= 400) {
      throw new IOException(method + ' ' + path + ": " + response.body());
    }
    return JSON.readTree(response.body());
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  @Override
  public void close() {
    Child.end(taskManager);
    Child.end(jobManager);
  }
}
