package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** One call that had to wait for an environment: the evidence behind a count. */
public final class ColdCall {

  /** How many are kept of a slot or a window. */
  public static final int KEPT = 3;

  /** The longest wait first; ties are broken by content, so the choice is the same in any order. */
  public static final Comparator<ColdCall> LONGEST_FIRST =
      Comparator.comparingLong((ColdCall c) -> -c.waitMicros)
          .thenComparingLong(c -> c.at)
          .thenComparing(c -> c.logStream)
          .thenComparing(c -> c.requestId)
          .thenComparingLong(c -> c.durationMicros)
          .thenComparing(c -> c.restored);

  public final long at;
  public final String logStream;
  public final String requestId;
  public final long waitMicros;
  public final long durationMicros;
  public final boolean restored;

  /**
   * @param at event time of the report, epoch milliseconds
   * @param requestId empty when the line carried none that looks like one
   * @param waitMicros init or restore duration
   * @param restored true when a snapshot was restored (SnapStart) instead of an init
   */
  public ColdCall(
      long at,
      String logStream,
      String requestId,
      long waitMicros,
      long durationMicros,
      boolean restored) {
    this.at = at;
    this.logStream = logStream;
    this.requestId = requestId;
    this.waitMicros = waitMicros;
    this.durationMicros = durationMicros;
    this.restored = restored;
  }

  /** The few with the longest wait of two lists. */
  public static List<ColdCall> longest(List<ColdCall> one, List<ColdCall> other) {
    if (other.isEmpty()) {
      return one;
    }
    List<ColdCall> both = new ArrayList<>(one);
    both.addAll(other);
    Collections.sort(both, LONGEST_FIRST);
    return both.size() > KEPT ? new ArrayList<>(both.subList(0, KEPT)) : both;
  }

  private void write(DataOutput out) throws IOException {
    Wire.writeLong(out, at);
    Wire.writeString(out, logStream);
    Wire.writeString(out, requestId);
    Wire.writeLong(out, waitMicros);
    Wire.writeLong(out, durationMicros);
    out.writeBoolean(restored);
  }

  public static void writeList(List<ColdCall> calls, DataOutput out) throws IOException {
    Wire.writeInt(out, calls.size());
    for (ColdCall call : calls) {
      call.write(out);
    }
  }

  public static List<ColdCall> readList(DataInput in) throws IOException {
    int size = Wire.readLength(in);
    List<ColdCall> calls = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      calls.add(
          new ColdCall(
              Wire.readLong(in),
              Wire.readString(in),
              Wire.readString(in),
              Wire.readLong(in),
              Wire.readLong(in),
              in.readBoolean()));
    }
    return calls;
  }
}
