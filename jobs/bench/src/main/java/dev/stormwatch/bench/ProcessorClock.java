package dev.stormwatch.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Processor time of the whole process: the collector's and the compiler's threads belong to what a
 * contender costs. Never the wall clock, which also tells what the neighbours did.
 */
final class ProcessorClock {

  private static final Path TASKS = Path.of("/proc/self/task");

  private final boolean perTask = Files.isReadable(Path.of("/proc/self/schedstat"));

  /** Where the numbers come from. */
  String source() {
    return perTask ? "schedstat of all threads" : "process CPU time";
  }

  /** Nanoseconds of processor time since the process began. */
  @SuppressWarnings("ThreadPriorityCheck") // nothing relies on who runs next
  long nanos() {
    // Has the kernel write down what this thread has used so far, not what it had at the last tick.
    Thread.yield();
    return perTask ? allTasks() : ofTheProcess();
  }

  private static long allTasks() {
    long sum = 0;
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) {
        sum += ofTask(task.resolve("schedstat"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sum;
  }

  private static long ofTask(Path schedstat) throws IOException {
    try {
      String text = Files.readString(schedstat);
      return Long.parseLong(text.substring(0, text.indexOf(' ')));
    } catch (NoSuchFileException e) {
      return 0; // a thread that ended since the folder was listed
    }
  }

  private static long ofTheProcess() {
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      return system.getProcessCpuTime();
    }
    throw new IllegalStateException("this JVM does not tell the process's CPU time");
  }
}
