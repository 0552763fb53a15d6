package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How long environments were busy in each pane of event time: the numerator of Little's law. A call
 * is reported when it ends, so its time is spread back over the panes that it covered.
 */
public final class BusyPanes {

  /** Width of a pane. */
  public static final long PANE_MILLIS = 10_000;

  private int size;
  private long[] panes = new long[2];
  private long[] micros = new long[2];

  /** Empties it. */
  void clear() {
    size = 0;
  }

  /**
   * Spreads one busy interval over the panes it covers.
   *
   * @param endMillis event time at which it ended
   * @param durationMicros its length
   * @param earliestMillis nothing before this is kept; bounds the work for one absurd duration
   * @param latestMillis nothing after this is kept: a clock that runs ahead is not believed
   */
  public void addInterval(
      long endMillis, long durationMicros, long earliestMillis, long latestMillis) {
    if (endMillis <= earliestMillis || endMillis - durationMicros / 1000 > latestMillis) {
      return;
    }
    long start = Math.max(endMillis * 1000 - durationMicros, earliestMillis * 1000);
    long end = Math.min(endMillis, latestMillis) * 1000;
    while (start < end) {
      long pane = Math.floorDiv(start, PANE_MILLIS * 1000);
      long paneEnd = Math.min(end, (pane + 1) * PANE_MILLIS * 1000);
      add(pane, paneEnd - start);
      start = paneEnd;
    }
  }

  public void addAll(BusyPanes other) {
    for (int i = 0; i < other.size; i++) {
      add(other.panes[i], other.micros[i]);
    }
  }

  private void add(long pane, long busyMicros) {
    int at = Arrays.binarySearch(panes, 0, size, pane);
    if (at >= 0) {
      micros[at] += busyMicros;
      return;
    }
    int insert = -at - 1;
    if (size == panes.length) {
      panes = Arrays.copyOf(panes, size * 2);
      micros = Arrays.copyOf(micros, size * 2);
    }
    System.arraycopy(panes, insert, panes, insert + 1, size - insert);
    System.arraycopy(micros, insert, micros, insert + 1, size - insert);
    panes[insert] = pane;
    micros[insert] = busyMicros;
    size++;
  }

  public int size() {
    return size;
  }

  /** Number of the pane since the epoch: event time in milliseconds over {@link #PANE_MILLIS}. */
  public long pane(int index) {
    return panes[index];
  }

  public long busyMicros(int index) {
    return micros[index];
  }

  void write(DataOutput out) throws IOException {
    Wire.writeInt(out, size);
    for (int i = 0; i < size; i++) {
      Wire.writeLong(out, panes[i]);
      Wire.writeLong(out, micros[i]);
    }
  }

  static BusyPanes read(DataInput in) throws IOException {
    BusyPanes busy = new BusyPanes();
    int size = Wire.readLength(in);
    for (int i = 0; i < size; i++) {
      busy.add(Wire.readLong(in), Wire.readLong(in));
    }
    return busy;
  }
}
