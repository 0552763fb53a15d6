package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;

/** The calls of one function that belong to one trace, as far as one slot tells. */
public final class TracePart {

  /** Depths that are told apart; deeper calls count, but by no depth of their own. */
  public static final int DEPTHS = 16;

  /** Those with most calls first; of as many, the same traces whatever the function. */
  static final Comparator<TracePart> HEAVIEST_FIRST =
      Comparator.comparingLong((TracePart part) -> -part.calls())
          .thenComparingLong(part -> part.low)
          .thenComparingLong(part -> part.high)
          .thenComparing(part -> part.function);

  /** The trace's id; where {@link #high} is 0, {@link #low} is the hash of an application's own. */
  public final long high;

  public final long low;
  public final String function;

  /** Its calls by the second in which they started. */
  public StartPanes starts = new StartPanes();

  /** Its calls by how many calls lie between the event and them, where they count that. */
  public final long[] byDepth = new long[DEPTHS];

  /** The largest such number; {@link CallTrace#NO_DEPTH} where none was told. */
  public int deepest = CallTrace.NO_DEPTH;

  public TracePart(long high, long low, String function) {
    this.high = high;
    this.low = low;
    this.function = function;
  }

  public long calls() {
    return starts.total();
  }

  /** Adds calls that started at a time, epoch milliseconds. */
  public void add(long time, int depth, long calls) {
    starts.addAt(time, calls);
    if (depth >= 0 && depth < DEPTHS) {
      byDepth[depth] += calls;
    }
    deepest = Math.max(deepest, depth);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(high);
    out.writeLong(low);
    Wire.writeString(out, function);
    starts.write(out);
    Wire.writeInt(out, deepest + 1);
    for (int i = 0; i <= Math.min(deepest, DEPTHS - 1); i++) {
      Wire.writeLong(out, byDepth[i]);
    }
  }

  static TracePart read(DataInput in) throws IOException {
    TracePart part = new TracePart(in.readLong(), in.readLong(), Wire.readString(in));
    part.starts = StartPanes.read(in);
    part.deepest = Wire.readInt(in) - 1;
    for (int i = 0; i <= Math.min(part.deepest, DEPTHS - 1); i++) {
      part.byDepth[i] = Wire.readLong(in);
    }
    return part;
  }
}
