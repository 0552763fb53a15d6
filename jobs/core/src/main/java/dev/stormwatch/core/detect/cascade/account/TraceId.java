package dev.stormwatch.core.detect.cascade.account;

import dev.stormwatch.core.model.CallTrace;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The id of a trace, or the hash of an application's own. */
public final class TraceId {

  static final TraceId NONE = new TraceId(0, 0);

  public final long high;
  public final long low;

  public TraceId(long high, long low) {
    this.high = high;
    this.low = low;
  }

  public boolean known() {
    return high != 0 || low != 0;
  }

  /** Is it one that X-Ray knows too, and not an application's own? */
  public boolean ofXray() {
    return high != 0;
  }

  /** As X-Ray writes it; empty where it is an application's own, which may hold anything. */
  public String text() {
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
