package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How much of their processor calls used, where something measures it: default logs do not tell.
 * Lambda gives a call a processor's time in proportion to its memory size.
 */
public final class ProcessorUse {

  /** Memory size that has one vCPU (AWS Lambda Developer Guide, Configure memory). */
  public static final double MEGABYTES_PER_VCPU = 1769;

  /** Processor time that measured calls used, microseconds. */
  public long usedMicros;

  /** Processor time that their memory size gave them while they ran, microseconds. */
  public long givenMicros;

  /** Adds a call; what cannot be is left out. */
  public void add(long processorMicros, long durationMicros, long memoryMegabytes) {
    if (processorMicros < 0 || durationMicros <= 0 || memoryMegabytes <= 0) {
      return;
    }
    long given = Math.round(durationMicros * (memoryMegabytes / MEGABYTES_PER_VCPU));
    usedMicros += Math.min(processorMicros, given);
    givenMicros += given;
  }

  void clear() {
    usedMicros = 0;
    givenMicros = 0;
  }

  void addAll(ProcessorUse other) {
    usedMicros += other.usedMicros;
    givenMicros += other.givenMicros;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeLong(out, usedMicros);
    Wire.writeLong(out, givenMicros);
  }

  static ProcessorUse read(DataInput in) throws IOException {
    ProcessorUse use = new ProcessorUse();
    use.usedMicros = Wire.readLong(in);
    use.givenMicros = Wire.readLong(in);
    return use;
  }
}
