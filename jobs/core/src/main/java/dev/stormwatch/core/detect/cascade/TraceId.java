package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.model.CallTrace;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The id of a trace, or the hash of an application's own. */
final class TraceId {

  static final TraceId NONE = new TraceId(0, 0);

  final long high;
  final long low;

  TraceId(long high, long low) {
    this.high = high;
    this.low = low;
  }

  boolean known() {
    return high != 0 || low != 0;
  }

  /** Is it one that X-Ray knows too, and not an application's own? */
  boolean ofXray() {
    return high != 0;
  }

  /** As X-Ray writes it; empty where it is an application's own, which may hold anything. */
  String text() {
    return ofXray() ? CallTrace.xray(high, low) : "";
  }

  boolean is(long otherHigh, long otherLow) {
    return high == otherHigh && low == otherLow;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(high);
    out.writeLong(low);
  }

  static TraceId read(DataInput in) throws IOException {
    return new TraceId(in.readLong(), in.readLong());
  }
}
