package dev.stormwatch.core.function;

import dev.stormwatch.core.model.FunctionShare;
import dev.stormwatch.core.model.FunctionSlot;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How many lines a call a function usually logs by which a server refuses connections. */
final class UsualRefusals {

  /** Calls of about so long count as usual. */
  private static final double USUAL_MILLIS = 1_800_000;

  /** So many calls tell what is usual. */
  private static final double KNOWN_CALLS = 50;

  private long since = Long.MIN_VALUE;
  private double calls;
  private double lines;

  /** Lines a call; unknown of a function that was heard of too late or called too seldom. */
  double share(long end, long learningMillis) {
    boolean known = since != Long.MIN_VALUE && end - since >= learningMillis;
    // Half a line and a call more: a function that never said so has no share of zero.
    return known && calls >= KNOWN_CALLS ? (lines + 0.5) / (calls + 1) : FunctionShare.UNKNOWN;
  }

  void learn(long end, long slotMillis, FunctionSlot slot) {
    if (since == Long.MIN_VALUE) {
      since = end;
    }
    double kept = StrictMath.exp(-slotMillis / USUAL_MILLIS);
    calls = kept * calls + slot.invocations;
    lines = kept * lines + slot.refusedLines;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(since);
    out.writeDouble(calls);
    out.writeDouble(lines);
  }

  static UsualRefusals read(DataInput in) throws IOException {
    UsualRefusals usual = new UsualRefusals();
    usual.since = in.readLong();
    usual.calls = in.readDouble();
    usual.lines = in.readDouble();
    return usual;
  }
}
