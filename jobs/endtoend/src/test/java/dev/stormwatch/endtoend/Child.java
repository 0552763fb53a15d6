package dev.stormwatch.endtoend;

import java.io.IOException;
import java.nio.file.Path;

/** Processes that do not outlive this one, whichever way it ends. */
final class Child {

  private Child() {}

  static Process start(ProcessBuilder command, Path log) throws IOException {
    Process process = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
    return process;
  }

  /** Kills it and what it started, and waits until it is gone. */
  static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
