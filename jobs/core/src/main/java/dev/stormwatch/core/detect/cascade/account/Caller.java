package dev.stormwatch.core.detect.cascade.account;

import dev.stormwatch.core.model.FunctionFlow;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A function that tells that calls of its own are refused: how many, over the last minute. */
public final class Caller {

  private static final int SLOTS = 12;
  private static final long WINDOW_MILLIS = 60_000;

  /** Parts into which the minute is cut, to see whether refusals go on. */
  public static final int PARTS = 4;

  private static final long PART_MILLIS = WINDOW_MILLIS / PARTS;

  private final long[] ends = new long[SLOTS];
  private final int[] lines = new int[SLOTS];
  private final int[] accounts = new int[SLOTS];
  private final int[] calls = new int[SLOTS];
  private final int[] failures = new int[SLOTS];
  private int newest;

  /** Since when it tells of many, epoch milliseconds; {@link Member#NONE} while it does not. */
  public long since = Member.NONE;

  /** Function that its lines named last as the one called; empty where none did. */
  public String named = "";

  /** The function that refuses its calls, as far as that can be told; empty while it cannot. */
  public String target = "";

  void take(long end, FunctionFlow flow) {
    newest = (newest + 1) % SLOTS;
    ends[newest] = end;
    lines[newest] = (int) flow.throttles.lines;
    accounts[newest] = (int) flow.throttles.ofAccount;
    calls[newest] = (int) Math.max(flow.ended, flow.failures);
    failures[newest] = (int) flow.failures;
    named = flow.throttles.function.isEmpty() ? named : flow.throttles.function;
  }

  public long lines(long end) {
    return sum(lines, end);
  }

  public long calls(long end) {
    return sum(calls, end);
  }

  public long failures(long end) {
    return sum(failures, end);
  }

  /** Do most of its lines name the account's limit? */
  public boolean ofAccount(long end) {
    return 2 * sum(accounts, end) > lines(end);
  }

  /** The same of a part of the minute; the newest is part 0. */
  public long lines(long end, int part) {
    return sum(lines, end - part * PART_MILLIS, PART_MILLIS);
  }

  public long calls(long end, int part) {
    return sum(calls, end - part * PART_MILLIS, PART_MILLIS);
  }

  public long failures(long end, int part) {
    return sum(failures, end - part * PART_MILLIS, PART_MILLIS);
  }

  private long sum(int[] counts, long end) {
    return sum(counts, end, WINDOW_MILLIS);
  }

  private long sum(int[] counts, long end, long millis) {
    long sum = 0;
    for (int i = 0; i < SLOTS; i++) {
      sum += ends[i] <= end && end - ends[i] < millis ? counts[i] : 0;
    }
    return sum;
  }

  void write(DataOutput out) throws IOException {
    for (int i = 0; i < SLOTS; i++) {
      out.writeLong(ends[i]);
      Wire.writeInt(out, lines[i]);
      Wire.writeInt(out, accounts[i]);
      Wire.writeInt(out, calls[i]);
      Wire.writeInt(out, failures[i]);
    }
    Wire.writeInt(out, newest);
    out.writeLong(since);
    Wire.writeString(out, named);
    Wire.writeString(out, target);
  }

  static Caller read(DataInput in) throws IOException {
    Caller caller = new Caller();
    for (int i = 0; i < SLOTS; i++) {
      caller.ends[i] = in.readLong();
      caller.lines[i] = Wire.readInt(in);
      caller.accounts[i] = Wire.readInt(in);
      caller.calls[i] = Wire.readInt(in);
      caller.failures[i] = Wire.readInt(in);
    }
    caller.newest = Math.floorMod(Wire.readInt(in), SLOTS);
    caller.since = in.readLong();
    caller.named = Wire.readString(in);
    caller.target = Wire.readString(in);
    return caller;
  }
}
