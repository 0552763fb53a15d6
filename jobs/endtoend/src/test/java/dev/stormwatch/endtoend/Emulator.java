package dev.stormwatch.endtoend;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A part of AWS in a process of its own. */
final class Emulator implements AutoCloseable {

  static final String MOTO = "moto_server";
  static final String ABSENT = "moto_server is not on this machine: pip install 'moto[server]'";

  private static final Path ROOM = Path.of("target", "emulators").toAbsolutePath();
  private static final String KINESIS_LOCAL = "kinesis-local@0.6.2";
  private static final int INSTALL_MINUTES = 3;

  private final Process process;
  private final int port;

  private Emulator(ProcessBuilder command, int port, Path log) throws IOException {
    this.port = port;
    process = Child.start(command, log);
    Await.until(
        String.join(" ", command.command()),
        Duration.ofSeconds(60),
        this::answers,
        Boolean::booleanValue);
  }

  static boolean has(String program) {
    return program(program).isPresent();
  }

  private static Optional<Path> program(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Kinesis, SNS, SQS and Lambda. */
  static Emulator moto(Path log) throws IOException {
    int port = FlinkCluster.freePort();
    return new Emulator(
        new ProcessBuilder(program(MOTO).orElseThrow().toString(), "-p", Integer.toString(port)),
        port,
        log);
  }

  /** A Kinesis whose shards keep their records when they are split, and end. */
  static Emulator kinesisLocal(Path log) throws IOException, InterruptedException {
    Files.createDirectories(ROOM);
    Path script = ROOM.resolve("node_modules/kinesis-local/main.js");
    if (!Files.exists(script)) {
      Process npm =
          new ProcessBuilder(
                  "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", KINESIS_LOCAL)
              .directory(ROOM.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ROOM.resolve("npm.txt").toFile())
              .start();
      if (!npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) || npm.exitValue() != 0) {
        throw new IOException(
            "npm does not install " + KINESIS_LOCAL + ": see " + ROOM.resolve("npm.txt"));
      }
    }
    int port = FlinkCluster.freePort();
    ProcessBuilder command =
        new ProcessBuilder(List.of("node", script.toString())).directory(ROOM.toFile());
    command.environment().put("KINESIS_MOCK_PLAIN_PORT", Integer.toString(port));
    command.environment().put("KINESIS_MOCK_TLS_PORT", Integer.toString(FlinkCluster.freePort()));
    command
        .environment()
        .put("KINESIS_MOCK_CERT_PATH", script.resolveSibling("server.json").toString());
    command.environment().put("AWS_REGION", AwsJson.REGION);
    return new Emulator(command, port, log);
  }

  private boolean answers() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    }
  }

  String endpoint() {
    return "http://localhost:" + port;
  }

  @Override
  public void close() {
    Child.end(process);
  }
}
