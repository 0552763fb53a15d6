package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How many calls started in each second of event time. Of more seconds than are kept, those longest
 * ago are dropped: the same ones in whatever order panes are united.
 */
public final class StartPanes {

  /** Width of a pane. */
  public static final long PANE_MILLIS = 1000;

  static final int MOST = 256;

  private int size;
  private long[] panes = new long[2];
  private long[] counts = new long[2];

  /** Empties it. */
  public void clear() {
    size = 0;
  }

  /** Adds calls that started at an event time, epoch milliseconds. */
  public void addAt(long time, long calls) {
    add(Math.floorDiv(time, PANE_MILLIS), calls);
  }

  public void addAll(StartPanes other) {
    for (int i = 0; i < other.size; i++) {
      add(other.panes[i], other.counts[i]);
    }
  }

  private void add(long pane, long calls) {
    int at = Arrays.binarySearch(panes, 0, size, pane);
    if (at >= 0) {
      counts[at] += calls;
      return;
    }
    int insert = -at - 1;
    if (size == MOST) {
      if (insert == 0) {
        return;
      }
      System.arraycopy(panes, 1, panes, 0, insert - 1);
      System.arraycopy(counts, 1, counts, 0, insert - 1);
      panes[insert - 1] = pane;
      counts[insert - 1] = calls;
      return;
    }
    if (size == panes.length) {
      panes = Arrays.copyOf(panes, size * 2);
      counts = Arrays.copyOf(counts, size * 2);
    }
    System.arraycopy(panes, insert, panes, insert + 1, size - insert);
    System.arraycopy(counts, insert, counts, insert + 1, size - insert);
    panes[insert] = pane;
    counts[insert] = calls;
    size++;
  }

  public int size() {
    return size;
  }

  /** Number of the second since the epoch; in order. */
  public long pane(int index) {
    return panes[index];
  }

  public long calls(int index) {
    return counts[index];
  }

  /** All of them. */
  public long total() {
    long total = 0;
    for (int i = 0; i < size; i++) {
      total += counts[i];
    }
    return total;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeInt(out, size);
    for (int i = 0; i < size; i++) {
      Wire.writeLong(out, i == 0 ? panes[0] : panes[i] - panes[i - 1]);
      Wire.writeLong(out, counts[i]);
    }
  }

  static StartPanes read(DataInput in) throws IOException {
    StartPanes starts = new StartPanes();
    long pane = 0;
    for (int left = Wire.readLength(in); left > 0; left--) {
      pane += Wire.readLong(in);
      starts.add(pane, Wire.readLong(in));
    }
    return starts;
  }
}
