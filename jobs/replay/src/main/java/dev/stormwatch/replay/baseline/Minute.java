package dev.stormwatch.replay.baseline;

import dev.stormwatch.core.model.LogHistogram;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the metrics of one function say of one minute, or of several together. Throttles are not
 * among them: a call that was throttled writes no log line.
 */
final class Minute {

  /** Nothing was published. */
  static final Minute EMPTY = new Minute();

  /** No such thing was reported. */
  static final long NONE = -1;

  long invocations;

  /** Invocations that failed, each attempt once. */
  long failures;

  long timeouts;
  long outOfMemory;
  long coldStarts;
  long durationMicros;
  long maxDurationMicros;

  /** Durations, microseconds. */
  final LogHistogram durations = new LogHistogram();

  /** Largest memory used by an invocation, MB; and the size it had. */
  long memoryUsedMegabytes;

  long memoryMegabytes;

  /** Highest mean concurrency of any ten seconds. */
  double concurrency;

  /** Highest iterator age that the function logged, milliseconds, or {@link #NONE}. */
  long iteratorAgeMillis = NONE;

  final Set<String> errorTypes = new TreeSet<>();

  void add(Minute other) {
    invocations += other.invocations;
    failures += other.failures;
    timeouts += other.timeouts;
    outOfMemory += other.outOfMemory;
    coldStarts += other.coldStarts;
    durationMicros += other.durationMicros;
    maxDurationMicros = Math.max(maxDurationMicros, other.maxDurationMicros);
    durations.addAll(other.durations);
    memoryUsedMegabytes = Math.max(memoryUsedMegabytes, other.memoryUsedMegabytes);
    memoryMegabytes = Math.max(memoryMegabytes, other.memoryMegabytes);
    concurrency = Math.max(concurrency, other.concurrency);
    iteratorAgeMillis = Math.max(iteratorAgeMillis, other.iteratorAgeMillis);
    errorTypes.addAll(other.errorTypes);
  }

  /** From 0 to 1; 0 when there was no invocation. */
  double errorShare() {
    return invocations == 0 ? 0 : Math.min(1, (double) failures / invocations);
  }

  double coldShare() {
    return invocations == 0 ? 0 : (double) coldStarts / invocations;
  }

  double meanDurationMicros() {
    return invocations == 0 ? 0 : (double) durationMicros / invocations;
  }

  /** Of the memory that the function has, what its hungriest invocation used; 0 when not known. */
  double memoryShare() {
    return memoryMegabytes == 0 ? 0 : (double) memoryUsedMegabytes / memoryMegabytes;
  }
}
