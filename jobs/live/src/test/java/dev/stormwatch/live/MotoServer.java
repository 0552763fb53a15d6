package dev.stormwatch.live;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An emulator of AWS in a process of its own, where the machine has one. */
public final class MotoServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final int port;

  private MotoServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  public static Optional<Path> program() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(directory -> Path.of(directory, "moto_server"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it and waits until it answers. */
  public static MotoServer start(Path program) throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Process process =
        new ProcessBuilder(List.of(program.toString(), "-p", Integer.toString(port)))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    MotoServer server = new MotoServer(process, port);
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!server.answers()) {
      if (!process.isAlive() || System.nanoTime() > until) {
        server.close();
        throw new IOException("moto_server did not answer within " + PATIENCE);
      }
      // The process says by its port alone that it is ready.
      process.waitFor(100, TimeUnit.MILLISECONDS);
    }
    return server;
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  public String endpoint() {
    return "http://localhost:" + port;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
