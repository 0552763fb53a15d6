package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** How many calls started in each of the latest half minutes: what a {@link StartRing} forgets. */
final class Trail {

  static final int PANE_SECONDS = 30;

  private static final int PANES = 60;

  private final int[] counts = new int[PANES];

  private static int place(long second) {
    return (int) Math.floorMod(Math.floorDiv(second, (long) PANE_SECONDS), (long) PANES);
  }

  /** First second of the oldest half minute of which all is kept. */
  static long from(long end) {
    return (Math.floorDiv(end, (long) PANE_SECONDS) - PANES + 2) * PANE_SECONDS;
  }

  /** Calls in the half minute that a second is in. */
  int at(long second) {
    return counts[place(second)];
  }

  void add(long second, int calls) {
    counts[place(second)] += calls;
  }

  /** Makes room for the seconds from one to another, exclusive. */
  void clear(long from, long to) {
    long first = -Math.floorDiv(-from, (long) PANE_SECONDS) * PANE_SECONDS;
    for (long second = first; second < to; second += PANE_SECONDS) {
      counts[place(second)] = 0;
    }
  }

  void clear() {
    Arrays.fill(counts, 0);
  }

  /** Counts by place; a zero is followed by how many of them there are. */
  void write(DataOutput out) throws IOException {
    int place = 0;
    while (place < PANES) {
      int run = 0;
      while (place + run < PANES && counts[place + run] == 0) {
        run++;
      }
      Wire.writeInt(out, run == 0 ? counts[place] : 0);
      if (run > 0) {
        Wire.writeInt(out, run);
      }
      place += Math.max(1, run);
    }
  }

  static Trail read(DataInput in) throws IOException {
    Trail trail = new Trail();
    int place = 0;
    while (place < PANES) {
      int calls = Wire.readInt(in);
      if (calls == 0) {
        place += Math.max(1, Wire.readLength(in));
      } else {
        trail.counts[place] = calls;
        place++;
      }
    }
    return trail;
  }
}
