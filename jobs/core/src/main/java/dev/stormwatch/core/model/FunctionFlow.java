package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What one function of an account did in one slot: how much was called, and what it took. */
public final class FunctionFlow {

  /** Calls by the second in which they started, attempts at failed ones included. */
  public StartPanes starts = new StartPanes();

  /** Calls that ended, and how long they took together. */
  public long ended;

  public long durationMicros;

  /** Billed milliseconds times the memory size in MB. */
  public long billedMegabyteMillis;

  public long failures;

  /** Attempts under the id of a call that had failed before. */
  public long retries;

  /** Execution environments heard of within the idle time. */
  public long living;

  /** Of them, those heard of for the first time in this slot. */
  public long fresh;

  /** Mean concurrency in the newest complete pane of ten seconds, thousandths. */
  public long milliConcurrency;

  /** Calls of which a line told the trace. */
  public long traced;

  /** What calls that two deliveries share tell of those that were lost. */
  public CutCalls cut = new CutCalls();

  /** What its lines tell of calls of its own that were refused. */
  public Throttles throttles = new Throttles();

  /** Lines that tell of batches: something polls for it. */
  public long batches;

  /** The largest iterator age that they tell of, milliseconds. */
  public long oldestMillis;

  /** Two pieces of one function's slot; a function says it once, so this is for what comes late. */
  void add(FunctionFlow other) {
    starts.addAll(other.starts);
    ended += other.ended;
    durationMicros += other.durationMicros;
    billedMegabyteMillis += other.billedMegabyteMillis;
    failures += other.failures;
    retries += other.retries;
    living = Math.max(living, other.living);
    fresh += other.fresh;
    milliConcurrency = Math.max(milliConcurrency, other.milliConcurrency);
    traced += other.traced;
    cut.add(other.cut);
    throttles.addAll(other.throttles);
    batches += other.batches;
    oldestMillis = Math.max(oldestMillis, other.oldestMillis);
  }

  /** How much it weighs where not all functions of an account can be kept. */
  long weight() {
    return starts.total() + ended;
  }

  void write(DataOutput out) throws IOException {
    starts.write(out);
    Wire.writeLong(out, ended);
    Wire.writeLong(out, durationMicros);
    Wire.writeLong(out, billedMegabyteMillis);
    Wire.writeLong(out, failures);
    Wire.writeLong(out, retries);
    Wire.writeLong(out, living);
    Wire.writeLong(out, fresh);
    Wire.writeLong(out, milliConcurrency);
    Wire.writeLong(out, traced);
    cut.write(out);
    throttles.write(out);
    Wire.writeLong(out, batches);
    Wire.writeLong(out, oldestMillis);
  }

  /**
   * @param version of the account's slot
   */
  static FunctionFlow read(int version, DataInput in) throws IOException {
    FunctionFlow flow = new FunctionFlow();
    flow.starts = StartPanes.read(in);
    flow.ended = Wire.readLong(in);
    flow.durationMicros = Wire.readLong(in);
    flow.billedMegabyteMillis = Wire.readLong(in);
    flow.failures = Wire.readLong(in);
    flow.retries = Wire.readLong(in);
    flow.living = Wire.readLong(in);
    flow.fresh = Wire.readLong(in);
    flow.milliConcurrency = Wire.readLong(in);
    flow.traced = version >= 2 ? Wire.readLong(in) : 0;
    flow.cut = version >= 3 ? CutCalls.read(in) : flow.cut;
    if (version >= 4) {
      flow.throttles = Throttles.read(in);
      flow.batches = Wire.readLong(in);
    }
    flow.oldestMillis = version >= 5 ? Wire.readLong(in) : 0;
    return flow;
  }
}
