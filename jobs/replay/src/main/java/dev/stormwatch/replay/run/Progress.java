package dev.stormwatch.replay.run;

import dev.stormwatch.replay.input.BadLines;
import dev.stormwatch.replay.input.Input;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How far the reading of an input has come. The reader runs on a thread of Flink's in this same
 * process and finds its run by number.
 */
public final class Progress {

  private static final Map<Integer, Progress> RUNS = new ConcurrentHashMap<>();
  private static final AtomicInteger NEXT = new AtomicInteger();

  private volatile long records;
  private volatile long recordBytes;
  private volatile long fileBytes;
  private volatile long firstArrival = Long.MIN_VALUE;
  private volatile long lastArrival = Long.MIN_VALUE;
  private volatile BadLines badLines = BadLines.NONE;

  private final Input input;

  private Progress(Input input) {
    this.input = input;
  }

  static int start(Input input) {
    int run = NEXT.incrementAndGet();
    RUNS.put(run, new Progress(input));
    return run;
  }

  static Progress of(int run) {
    return Objects.requireNonNull(RUNS.get(run), "the run has ended");
  }

  static void end(int run) {
    RUNS.remove(run);
  }

  /** What is read. */
  Input input() {
    return input;
  }

  /** Only the one thread that reads calls this; others only look. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  void read(long arrival, int bytes, long filePosition) {
    firstArrival = firstArrival == Long.MIN_VALUE ? arrival : Math.min(firstArrival, arrival);
    lastArrival = Math.max(lastArrival, arrival);
    recordBytes = recordBytes + bytes;
    fileBytes = filePosition;
    records = records + 1;
  }

  void bad(BadLines lines) {
    badLines = lines;
  }

  public long records() {
    return records;
  }

  /** Bytes of the records as Kinesis held them. */
  public long recordBytes() {
    return recordBytes;
  }

  /** Bytes read of the files. */
  public long fileBytes() {
    return fileBytes;
  }

  /** Epoch milliseconds, or {@link Long#MIN_VALUE} before the first record. */
  public long firstArrival() {
    return firstArrival;
  }

  public long lastArrival() {
    return lastArrival;
  }

  /** Lines of the files that were no record. */
  public BadLines badLines() {
    return badLines;
  }
}
