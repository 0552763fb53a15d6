package dev.stormwatch.core.detect.cascade.account;

import dev.stormwatch.core.model.CallTrace;
import dev.stormwatch.core.model.TracePart;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The calls of one function in one tree. */
public final class Branch {

  public final String function;

  public long calls;

  /** Seconds in which the first and the latest known of them started. */
  public long first = Long.MAX_VALUE;

  public long last = Long.MIN_VALUE;

  /** Most calls told to lie between the event and one of them. */
  public int deepest = CallTrace.NO_DEPTH;

  private long @Nullable [] byDepth;

  /** When they started; of a single call {@link #first} says that. */
  private @Nullable StartRing starts;

  /** The same for half an hour. */
  private @Nullable Trail trail;

  public Branch(String function) {
    this.function = function;
  }

  void take(TracePart part, long end) {
    for (int i = 0; i < part.starts.size(); i++) {
      long second = Math.min(part.starts.pane(i), end - 1);
      add(second, part.starts.calls(i), end);
    }
    deepest = Math.max(deepest, part.deepest);
    if (part.deepest != CallTrace.NO_DEPTH) {
      byDepth = byDepth == null ? new long[TracePart.DEPTHS] : byDepth;
      for (int i = 0; i < byDepth.length; i++) {
        byDepth[i] += part.byDepth[i];
      }
    }
  }

  private void add(long second, long more, long end) {
    if (calls == 1 && starts == null) {
      keep(first, 1, end);
    }
    calls += more;
    first = Math.min(first, second);
    last = Math.max(last, second);
    if (calls > 1) {
      keep(second, (int) more, end);
    }
  }

  private void keep(long second, int more, long end) {
    starts = starts == null ? new StartRing() : starts;
    trail = trail == null ? new Trail() : trail;
    if (second >= end - StartRing.SECONDS) {
      starts.add(second, more);
    }
    if (second >= Trail.from(end)) {
      trail.add(second, more);
    }
  }

  /** Makes room for the seconds from one to another, exclusive. */
  void advance(long from, long to) {
    if (starts != null) {
      starts.clear(Math.max(from, to - StartRing.SECONDS), to);
    }
    if (trail != null) {
      trail.clear(from, to);
    }
  }

  /** Calls that started in the seconds from one to another, exclusive, as far back as is kept. */
  public long count(long from, long to) {
    return starts == null ? 0 : starts.count(from, to);
  }

  /** Calls that started in the half minutes that begin from one second to another, exclusive. */
  public long halfMinutes(long from, long to) {
    return trail == null ? 0 : trail.count(from, to);
  }

  /** Fewest calls told to lie between the event and one of them; -1 where none was told. */
  public int shallowest() {
    for (int depth = 0; byDepth != null && depth < byDepth.length; depth++) {
      if (byDepth[depth] > 0) {
        return depth;
      }
    }
    return deepest;
  }

  /** Calls by depth; empty where no depth was told. */
  public long[] byDepth() {
    return byDepth == null ? new long[0] : byDepth;
  }

  void write(DataOutput out, long end) throws IOException {
    Wire.writeLong(out, calls);
    Wire.writeLong(out, end - first);
    Wire.writeLong(out, last - first);
    Wire.writeInt(out, deepest + 1);
    Wire.writeInt(out, form());
    if (byDepth != null) {
      for (long count : byDepth) {
        Wire.writeLong(out, count);
      }
    }
    if (starts != null) {
      starts.write(out, end);
    }
    if (trail != null) {
      trail.write(out);
    }
  }

  /** Which of the parts that it may have are written. */
  private int form() {
    return (byDepth == null ? 0 : 1) | (starts == null ? 0 : 2) | (trail == null ? 0 : 4);
  }

  static Branch read(String function, DataInput in, long end) throws IOException {
    Branch branch = new Branch(function);
    branch.calls = Wire.readLong(in);
    branch.first = end - Wire.readLong(in);
    branch.last = branch.first + Wire.readLong(in);
    branch.deepest = Wire.readInt(in) - 1;
    int form = Wire.readInt(in);
    if ((form & 1) != 0) {
      branch.byDepth = new long[TracePart.DEPTHS];
      for (int i = 0; i < branch.byDepth.length; i++) {
        branch.byDepth[i] = Wire.readLong(in);
      }
    }
    if ((form & 2) != 0) {
      branch.starts = new StartRing();
      branch.starts.read(in, end);
    }
    if ((form & 4) != 0) {
      branch.trail = Trail.read(in);
    }
    return branch;
  }
}
