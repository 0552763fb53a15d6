package dev.stormwatch.live.emulate;

import java.io.IOException;
import java.nio.file.Path;

/** Processes that do not outlive this one, whichever way it ends. */
public final class Child {

  private Child() {}

  /** Starts it; what it prints goes to a file. */
  public static Process start(ProcessBuilder command, Path log) throws IOException {
    Process process = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
    return process;
  }

  /** Kills it and what it started, and waits until it is gone. */
  public static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
