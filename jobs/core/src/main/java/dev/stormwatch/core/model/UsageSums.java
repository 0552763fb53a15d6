package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What billed calls used of what was paid for: what a container would have to provide. */
public final class UsageSums {

  /** Inits among what was billed, microseconds. */
  public long initMicros;

  /** Calls whose REPORT told the most memory that their environment has used. */
  public long calls;

  /** That memory over these calls, MB. */
  public long usedMegabytes;

  void clear() {
    initMicros = 0;
    calls = 0;
    usedMegabytes = 0;
  }

  void addAll(UsageSums other) {
    initMicros += other.initMicros;
    calls += other.calls;
    usedMegabytes += other.usedMegabytes;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeLong(out, initMicros);
    Wire.writeLong(out, calls);
    Wire.writeLong(out, usedMegabytes);
  }

  static UsageSums read(DataInput in) throws IOException {
    UsageSums sums = new UsageSums();
    sums.initMicros = Wire.readLong(in);
    sums.calls = Wire.readLong(in);
    sums.usedMegabytes = Wire.readLong(in);
    return sums;
  }
}
