package dev.stormwatch.core.detect.cascade.account;

import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What a function's events became that are over and were no incident, each of them by its trace.
 */
public final class TreeSizes {

  /** So many are known well. */
  private static final long MOST_EVENTS = 1 << 20;

  /** Events that were followed to their end. */
  public long events;

  /** Calls in the largest tree of them; of one long ago, less. */
  public double most;

  public TreeSizes copy() {
    TreeSizes copy = new TreeSizes();
    copy.events = events;
    copy.most = most;
    return copy;
  }

  public void take(long calls) {
    events = Math.min(MOST_EVENTS, events + 1);
    most = Math.max(most, (double) calls);
  }

  void fade(double kept) {
    most *= kept;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeLong(out, events);
    if (events > 0) {
      out.writeDouble(most);
    }
  }

  static TreeSizes read(DataInput in) throws IOException {
    TreeSizes sizes = new TreeSizes();
    sizes.events = Wire.readLong(in);
    sizes.most = sizes.events > 0 ? in.readDouble() : 0;
    return sizes;
  }
}
