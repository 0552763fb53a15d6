package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * What one function's window says of its cold calls, for what all functions of its application say
 * together; some dozens of bytes.
 */
public final class ColdShare {

  /** End of the slot that it is of, on the arrival clock. */
  public long end;

  /** Calls in the window, and how many of them were cold. */
  public long calls;

  public long cold;

  /** Environments that were to be had before the window, after a pause all that it needed. */
  public long replaced;

  /** Cold calls that the pauses before them made likely. */
  public double expected;

  /** Cold calls of the slot alone. */
  public long slotCold;

  /** Can the function be judged by itself? Else it is called too rarely, or not known enough. */
  public boolean judged;

  /** Does somebody wait for its answers? */
  public boolean synchronous;

  /** Is something unusual by its own judgement, told or not yet? */
  public boolean unusual;

  /** Has it told what is worth a ticket at least, and what is worth a page? */
  public boolean tickets;

  public boolean pages;

  /** When that began, else its first cold call in the window, event time. */
  public long onset = Long.MAX_VALUE;

  /** Waits for an init or restore in the window, microseconds. */
  public LogHistogram waits = new LogHistogram();

  /** The call that waited longest, if there was one, and the log group that it is in. */
  public List<ColdCall> coldest = List.of();

  public String logGroup = "";

  /** Cold calls that replacing each of its environments so many times does not explain. */
  public long beyondReplacements(long times) {
    return Math.max(0, cold - times * Math.max(1, replaced));
  }

  public void write(DataOutput out) throws IOException {
    Wire.writeLong(out, end);
    Wire.writeLong(out, calls);
    Wire.writeLong(out, cold);
    Wire.writeLong(out, replaced);
    out.writeDouble(expected);
    Wire.writeLong(out, slotCold);
    out.writeBoolean(judged);
    out.writeBoolean(synchronous);
    out.writeBoolean(unusual);
    out.writeBoolean(tickets);
    out.writeBoolean(pages);
    out.writeLong(onset);
    waits.write(out);
    ColdCall.writeList(coldest, out);
    Wire.writeString(out, logGroup);
  }

  public static ColdShare read(DataInput in) throws IOException {
    ColdShare share = new ColdShare();
    share.end = Wire.readLong(in);
    share.calls = Wire.readLong(in);
    share.cold = Wire.readLong(in);
    share.replaced = Wire.readLong(in);
    share.expected = in.readDouble();
    share.slotCold = Wire.readLong(in);
    share.judged = in.readBoolean();
    share.synchronous = in.readBoolean();
    share.unusual = in.readBoolean();
    share.tickets = in.readBoolean();
    share.pages = in.readBoolean();
    share.onset = in.readLong();
    share.waits = LogHistogram.read(in);
    share.coldest = ColdCall.readList(in);
    share.logGroup = Wire.readString(in);
    return share;
  }
}
