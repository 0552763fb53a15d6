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
import java.util.stream.Stream;

/** AWS in a process of its own, where the machine has one. */
final class Emulator implements AutoCloseable {

  static final String ABSENT = "moto_server is not on this machine: pip install 'moto[server]'";

  private final Process process;
  private final int port;

  private Emulator(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static Optional<Path> program() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(directory -> Path.of(directory, "moto_server"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Emulator start(Path program, Path log) throws IOException {
    int port = FlinkCluster.freePort();
    Process process =
        new ProcessBuilder(List.of(program.toString(), "-p", Integer.toString(port)))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Emulator emulator = new Emulator(process, port);
    Await.until("moto_server", Duration.ofSeconds(60), emulator::answers, Boolean::booleanValue);
    return emulator;
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
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
