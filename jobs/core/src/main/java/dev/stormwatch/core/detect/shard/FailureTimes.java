package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.model.FailedBatch;
import dev.stormwatch.core.model.Hash64;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** When calls failed with one error, and in which environments: the newest, in order of time. */
final class FailureTimes {

  /** For how long there were none before the first, where all that there were are kept. */
  private static final long CALM_MILLIS = 600_000;

  /** Lambda's longest call. */
  private static final long LONGEST_MILLIS = 900_000;

  /** Enough for an hour of a mapping's longest pause, or a quarter with three others to each. */
  static final int KEPT = 48;

  private long[] at = new long[0];
  private int[] environments = new int[0];

  /** How long each of the calls took; 0 when not told. */
  private int[] took = new int[0];

  /**
   * Notes a failure.
   *
   * @return whether it is new; one that is older than all that are kept is not
   */
  boolean add(FailedBatch failure) {
    int environment = (int) Hash64.of(failure.logStream);
    int place = at.length;
    while (place > 0 && at[place - 1] >= failure.at) {
      place--;
      if (at[place] == failure.at && environments[place] == environment) {
        return false;
      }
    }
    if (at.length == KEPT && place == 0) {
      return false;
    }
    int dropped = at.length == KEPT ? 1 : 0;
    long[] times = new long[at.length + 1 - dropped];
    int[] hashes = new int[times.length];
    int[] durations = new int[times.length];
    int duration = (int) Math.max(0, Math.min(LONGEST_MILLIS, failure.durationMillis));
    for (int i = 0; i < times.length; i++) {
      int from = i + dropped;
      times[i] = from == place ? failure.at : at[from < place ? from : from - 1];
      hashes[i] = from == place ? environment : environments[from < place ? from : from - 1];
      durations[i] = from == place ? duration : took[from < place ? from : from - 1];
    }
    at = times;
    environments = hashes;
    took = durations;
    return true;
  }

  /** All of them, epoch milliseconds. */
  long[] all() {
    return at.clone();
  }

  /** When the calls began, in the order in which they failed. */
  long[] begins() {
    long[] begins = new long[at.length];
    for (int i = 0; i < at.length; i++) {
      begins[i] = at[i] - took[i];
    }
    return begins;
  }

  /** Those of the times that are of the environment that failed last. */
  long[] ofLatestEnvironment(long[] all) {
    long[] times = new long[at.length];
    int found = 0;
    for (int i = 0; i < at.length; i++) {
      if (environments[i] == environments[at.length - 1]) {
        times[found++] = all[i];
      }
    }
    return Arrays.copyOf(times, found);
  }

  /** How many environments they are of. */
  int environments() {
    return (int) Arrays.stream(environments).distinct().count();
  }

  /** How long a time they tell of. */
  long spanMillis() {
    long span = at[at.length - 1] - at[0];
    return at.length == KEPT ? span : Math.max(CALM_MILLIS, span);
  }

  void write(DataOutput out) throws IOException {
    Wire.writeInt(out, at.length);
    long previous = 0;
    for (int i = 0; i < at.length; i++) {
      Wire.writeLong(out, at[i] - previous);
      out.writeInt(environments[i]);
      Wire.writeInt(out, took[i]);
      previous = at[i];
    }
  }

  /**
   * @param timed whether the bytes tell how long calls took
   */
  static FailureTimes read(DataInput in, boolean timed) throws IOException {
    FailureTimes times = new FailureTimes();
    int size = Wire.readLength(in);
    if (size > KEPT) {
      throw new IOException(size + " failing calls of " + KEPT + ": the bytes are damaged");
    }
    times.at = new long[size];
    times.environments = new int[size];
    times.took = new int[size];
    long previous = 0;
    for (int i = 0; i < size; i++) {
      previous += Wire.readLong(in);
      times.at[i] = previous;
      times.environments[i] = in.readInt();
      times.took[i] = timed ? Wire.readLength(in) : 0;
    }
    return times;
  }
}
