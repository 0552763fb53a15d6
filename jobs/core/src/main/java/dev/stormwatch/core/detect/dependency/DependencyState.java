package dev.stormwatch.core.detect.dependency;

import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is kept of one function's failures: the last minute by slot, and what is usual. */
public final class DependencyState {

  static final long NEVER = Long.MIN_VALUE;

  private static final int TOLD = 1;
  private static final int VETERANS_FAILED = 2;
  private static final int SLIGHT = 4;

  /** Slots kept; the window is as many, or a minute where slots are long. */
  static final int SLOTS = 12;

  /** Ends of slots, the newest at {@link #newest}; a slot not there has {@link #NEVER}. */
  final long[] ends = new long[SLOTS];

  final long[] calls = new long[SLOTS];
  final long[] failures = new long[SLOTS];
  final long[] timeouts = new long[SLOTS];
  final long[] exhaustion = new long[SLOTS];

  /** Environments older than the trouble: those with a failure, and those with answers alone. */
  final long[] veteransFailing = new long[SLOTS];

  final long[] veteransAnswering = new long[SLOTS];
  int newest;

  long since = NEVER;

  /** Decayed counts of calls and failures while nothing was wrong. */
  double usualCalls;

  double usualFailures;

  /** Slots that they came in, decayed alike; 0 while not known. */
  double usualSlots;

  /** End of the first slot of those that fail. */
  long failingSince = NEVER;

  /** End of the first slot in which all that makes an outage held. */
  long outageSince = NEVER;

  boolean told;

  /** Did environments from before the trouble show it, as far back as {@link #outageSince}? */
  boolean veteransFailed;

  /** Does {@link #outageSince} date a slight trouble, see {@link SlightRule}? */
  boolean slight;

  /** It logs about batches: {@code core.detect.shard} knows more of its failures. */
  boolean consumesBatches;

  /**
   * The same of its calls that failed or ended with a complaint; null until one complains, since
   * both are alike so far.
   */
  @Nullable DependencyState complaining;

  /** How long its calls take. */
  Slowness slowness = new Slowness();

  DependencyState() {
    Arrays.fill(ends, NEVER);
  }

  /** The state of a function of which nothing is known. */
  public static DependencyState create() {
    return new DependencyState();
  }

  /** Has all that makes an outage held, and holds on? A slight trouble is none. */
  boolean outage() {
    return outageSince != NEVER && !slight;
  }

  /** Usual calls of a slot that has any; 0 while not known. */
  double usualASlot() {
    return usualSlots == 0 ? 0 : usualCalls / usualSlots;
  }

  /** Of those, the ones that succeed. */
  double usuallyWellASlot() {
    return usualSlots == 0 ? 0 : (usualCalls - usualFailures) / usualSlots;
  }

  /** What is known of failures, as far as it holds for complaints while there was none. */
  DependencyState copy() {
    DependencyState copy = new DependencyState();
    System.arraycopy(ends, 0, copy.ends, 0, SLOTS);
    System.arraycopy(calls, 0, copy.calls, 0, SLOTS);
    System.arraycopy(failures, 0, copy.failures, 0, SLOTS);
    System.arraycopy(timeouts, 0, copy.timeouts, 0, SLOTS);
    System.arraycopy(exhaustion, 0, copy.exhaustion, 0, SLOTS);
    System.arraycopy(veteransFailing, 0, copy.veteransFailing, 0, SLOTS);
    System.arraycopy(veteransAnswering, 0, copy.veteransAnswering, 0, SLOTS);
    copy.newest = newest;
    copy.since = since;
    copy.usualCalls = usualCalls;
    copy.usualFailures = usualFailures;
    copy.usualSlots = usualSlots;
    copy.failingSince = failingSince;
    copy.outageSince = outageSince;
    copy.told = told;
    copy.veteransFailed = veteransFailed;
    copy.slight = slight;
    return copy;
  }

  public void write(DataOutput out) throws IOException {
    writeFailures(out);
    out.writeBoolean(complaining != null);
    if (complaining != null) {
      complaining.writeFailures(out);
    }
    slowness.write(out);
  }

  private void writeFailures(DataOutput out) throws IOException {
    for (int i = 0; i < SLOTS; i++) {
      Wire.writeLong(out, ends[i]);
      if (ends[i] != NEVER) {
        Wire.writeLong(out, calls[i]);
        Wire.writeLong(out, failures[i]);
        Wire.writeLong(out, timeouts[i]);
        Wire.writeLong(out, exhaustion[i]);
        Wire.writeLong(out, veteransFailing[i]);
        Wire.writeLong(out, veteransAnswering[i]);
      }
    }
    Wire.writeInt(out, newest);
    Wire.writeLong(out, since);
    out.writeDouble(usualCalls);
    out.writeDouble(usualFailures);
    out.writeDouble(usualSlots);
    Wire.writeLong(out, failingSince);
    Wire.writeLong(out, outageSince);
    // One byte, as before there was more than the first of them.
    out.writeByte(
        (told ? TOLD : 0) | (veteransFailed ? VETERANS_FAILED : 0) | (slight ? SLIGHT : 0));
    out.writeBoolean(consumesBatches);
  }

  /**
   * @param withComplaints false for the form of before
   * @param withSlots false for the form before it was kept in how many slots calls came
   * @param withSlowness false for the form before it was kept how long calls take
   */
  public static DependencyState read(
      DataInput in, boolean withComplaints, boolean withSlots, boolean withSlowness)
      throws IOException {
    DependencyState state = readFailures(in, withSlots);
    if (!withComplaints) {
      // Nobody counted them so far: what is usual of them is yet to be learned.
      state.complaining = new DependencyState();
    } else if (in.readBoolean()) {
      state.complaining = readFailures(in, withSlots);
    }
    if (withSlowness) {
      state.slowness = Slowness.read(in);
    }
    return state;
  }

  private static DependencyState readFailures(DataInput in, boolean withSlots) throws IOException {
    DependencyState state = new DependencyState();
    for (int i = 0; i < SLOTS; i++) {
      state.ends[i] = Wire.readLong(in);
      if (state.ends[i] != NEVER) {
        state.calls[i] = Wire.readLong(in);
        state.failures[i] = Wire.readLong(in);
        state.timeouts[i] = Wire.readLong(in);
        state.exhaustion[i] = Wire.readLong(in);
        state.veteransFailing[i] = Wire.readLong(in);
        state.veteransAnswering[i] = Wire.readLong(in);
      }
    }
    state.newest = Wire.readInt(in);
    if (state.newest < 0 || state.newest >= SLOTS) {
      throw new IOException("slot " + state.newest + " of " + SLOTS + ": the bytes are damaged");
    }
    state.since = Wire.readLong(in);
    state.usualCalls = in.readDouble();
    state.usualFailures = in.readDouble();
    state.usualSlots = withSlots ? in.readDouble() : 0;
    state.failingSince = Wire.readLong(in);
    state.outageSince = Wire.readLong(in);
    byte flags = in.readByte();
    state.told = (flags & TOLD) != 0;
    state.veteransFailed = (flags & VETERANS_FAILED) != 0;
    state.slight = (flags & SLIGHT) != 0;
    state.consumesBatches = in.readBoolean();
    return state;
  }
}
