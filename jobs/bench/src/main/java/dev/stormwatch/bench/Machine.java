package dev.stormwatch.bench;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** What the numbers were measured on. */
record Machine(String java, String processor, String collector, int processors) {

  static Machine here() {
    return new Machine(
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        processorModel(),
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(GarbageCollectorMXBean::getName)
            .collect(Collectors.joining(", ")),
        Runtime.getRuntime().availableProcessors());
  }

  private static String processorModel() {
    try {
      return Files.readString(Path.of("/proc/cpuinfo"))
          .lines()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch"); // not Linux
    }
  }

  @Override
  public String toString() {
    return java + "; " + processor + "; " + collector + "; " + processors + " processor(s) used";
  }
}
