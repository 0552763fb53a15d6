package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one function of a database did in one slot: all that its database's detector needs to know,
 * in some dozens of bytes.
 */
public final class FunctionShare {

  /** Of {@link #usualRefusals}. */
  public static final double UNKNOWN = -1;

  /** Execution environments heard of within the idle time. */
  public long living;

  /** Of them, those heard of for the first time in this slot. */
  public long fresh;

  /** Calls that have started and not ended. */
  public long open;

  /** Calls that started in this slot, attempts at failed ones included. */
  public long attempts;

  /** Calls that ended in this slot, and how long they took together. */
  public long ended;

  public long durationMicros;
  public long failures;

  /** Attempts under the id of a call that had failed before. */
  public long retries;

  /** Lines by which a server or proxy refuses a connection. */
  public long refused;

  /** Lines that say that a pool inside a process is empty. */
  public long poolEmpty;

  public long memoryMegabytes;

  /** The first lines that say so. */
  public List<ExhaustionLine> lines = new ArrayList<>();

  public Refusals refusals = new Refusals();

  /** Lines a call that are usual for the function and by which a server refuses. */
  public double usualRefusals = UNKNOWN;

  /** Thousandths of calls that ran at a time lately, and in the usual minute of the last hour. */
  public long milliConcurrency;

  public long usualMilliConcurrency;

  /** The function's latest release, if it is of the last hour. */
  public @Nullable Release release;

  /** Two pieces of one function's slot; a function says it once, so this is for what comes late. */
  void add(FunctionShare other) {
    living = Math.max(living, other.living);
    fresh += other.fresh;
    open = Math.max(open, other.open);
    attempts += other.attempts;
    ended += other.ended;
    durationMicros += other.durationMicros;
    failures += other.failures;
    retries += other.retries;
    refused += other.refused;
    poolEmpty += other.poolEmpty;
    memoryMegabytes = Math.max(memoryMegabytes, other.memoryMegabytes);
    lines = ExhaustionLine.first(lines, other.lines);
    refusals.addAll(other.refusals);
    usualRefusals = Math.max(usualRefusals, other.usualRefusals);
    milliConcurrency = Math.max(milliConcurrency, other.milliConcurrency);
    usualMilliConcurrency = Math.max(usualMilliConcurrency, other.usualMilliConcurrency);
    release = Release.newer(release, other.release);
  }

  void write(DataOutput out) throws IOException {
    Wire.writeLong(out, living);
    Wire.writeLong(out, fresh);
    Wire.writeLong(out, open);
    Wire.writeLong(out, attempts);
    Wire.writeLong(out, ended);
    Wire.writeLong(out, durationMicros);
    Wire.writeLong(out, failures);
    Wire.writeLong(out, retries);
    Wire.writeLong(out, refused);
    Wire.writeLong(out, poolEmpty);
    Wire.writeLong(out, memoryMegabytes);
    ExhaustionLine.writeList(lines, out);
    refusals.write(out);
    out.writeDouble(usualRefusals);
    Wire.writeLong(out, milliConcurrency);
    Wire.writeLong(out, usualMilliConcurrency);
    out.writeBoolean(release != null);
    if (release != null) {
      release.write(out);
    }
  }

  /**
   * @param version of the slot: 2 added which database refuses, 3 how usual that is, 4 how many
   *     calls run at a time, 5 its release
   */
  static FunctionShare read(DataInput in, int version) throws IOException {
    FunctionShare share = new FunctionShare();
    share.living = Wire.readLong(in);
    share.fresh = Wire.readLong(in);
    share.open = Wire.readLong(in);
    share.attempts = Wire.readLong(in);
    share.ended = Wire.readLong(in);
    share.durationMicros = Wire.readLong(in);
    share.failures = Wire.readLong(in);
    share.retries = Wire.readLong(in);
    share.refused = Wire.readLong(in);
    share.poolEmpty = Wire.readLong(in);
    share.memoryMegabytes = Wire.readLong(in);
    share.lines = ExhaustionLine.readList(in);
    if (version >= 2) {
      share.refusals = Refusals.read(in);
    }
    if (version >= 3) {
      share.usualRefusals = in.readDouble();
    }
    if (version >= 4) {
      share.milliConcurrency = Wire.readLong(in);
      share.usualMilliConcurrency = Wire.readLong(in);
    }
    if (version >= 5 && in.readBoolean()) {
      share.release = Release.read(in);
    }
    return share;
  }
}
