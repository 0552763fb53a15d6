package dev.stormwatch.live.emulate;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server in a process of its own, ready when its port answers. */
final class EmulatorProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LOG_TAIL = 2_000;

  private final Process process;
  private final int port;

  private EmulatorProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Where the machine has a program of that name. */
  static Optional<Path> program(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A port that nobody has at the moment. */
  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  /** Starts it and waits until its port answers; what it prints goes to a file. */
  static EmulatorProcess start(ProcessBuilder command, int port, Path log)
      throws IOException, InterruptedException {
    Files.createDirectories(log.toAbsolutePath().getParent());
    Process process = Child.start(command, log);
    EmulatorProcess server = new EmulatorProcess(process, port);
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!server.answers()) {
      if (!process.isAlive() || System.nanoTime() > until) {
        server.close();
        throw new IOException(
            String.join(" ", command.command())
                + (process.isAlive() ? " did not answer within " + PATIENCE : " ended")
                + ", it said: "
                + tail(log));
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

  /** The end of what a program printed. */
  static String tail(Path log) throws IOException {
    String all = Files.exists(log) ? Files.readString(log) : "";
    return all.substring(Math.max(0, all.length() - LOG_TAIL)).strip();
  }

  String endpoint() {
    return "http://localhost:" + port;
  }

  @Override
  public void close() {
    Child.end(process);
  }
}
