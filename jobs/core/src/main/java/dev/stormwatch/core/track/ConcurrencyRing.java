package dev.stormwatch.core.track;

import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Concurrency over the recent past, from Little's law: the mean number of calls in progress in a
 * pane is the time that environments were busy in it, divided by its width. Panes are of event
 * time, so a pane keeps growing for a while after it is over, as late reports arrive.
 */
public final class ConcurrencyRing {

  private static final long UNSET = Long.MIN_VALUE;

  private final long paneMillis;
  private final long[] busyMicros;
  private long oldest = UNSET;
  private long newest = UNSET;

  /**
   * @param paneMillis width of a pane
   * @param panes how many are kept
   */
  public ConcurrencyRing(long paneMillis, int panes) {
    this.paneMillis = paneMillis;
    this.busyMicros = new long[panes];
  }

  /** Makes room up to the pane that holds a time; panes that fall off the far end are gone. */
  public void advanceTo(long time) {
    long pane = Math.floorDiv(time, paneMillis);
    if (newest == UNSET) {
      newest = pane;
      return;
    }
    long steps = Math.min(pane - newest, busyMicros.length);
    for (long i = 0; i < steps; i++) {
      busyMicros[slot(pane - i)] = 0;
    }
    newest = Math.max(newest, pane);
  }

  /** Adds busy time at an event time; what lies outside the ring is left out. */
  public void add(long time, long micros) {
    long pane = Math.floorDiv(time, paneMillis);
    if (newest == UNSET || pane > newest || pane <= newest - busyMicros.length) {
      return;
    }
    oldest = oldest == UNSET ? pane : Math.min(oldest, pane);
    busyMicros[slot(pane)] += micros;
  }

  private int slot(long pane) {
    return (int) Math.floorMod(pane, (long) busyMicros.length);
  }

  /** Mean concurrency in the newest pane that had ended by a time. */
  public double lastEndedBy(long time) {
    return around(time - paneMillis);
  }

  /** Mean concurrency, as far as reported, in the pane that holds a time; 0 outside the ring. */
  public double around(long time) {
    long pane = Math.floorDiv(time, paneMillis);
    if (newest == UNSET || pane > newest || pane <= newest - busyMicros.length) {
      return 0;
    }
    return busyMicros[slot(pane)] / (paneMillis * 1000.0);
  }

  /**
   * A quantile of the panes that had ended by a time, from the first pane with traffic on.
   *
   * @return 0 when there is no such pane
   */
  public double quantile(double q, long endedBy) {
    if (oldest == UNSET) {
      return 0;
    }
    long last = Math.min(newest, Math.floorDiv(endedBy, paneMillis) - 1);
    long first = Math.max(oldest, newest - busyMicros.length + 1);
    if (first > last) {
      return 0;
    }
    long[] sorted = new long[(int) (last - first + 1)];
    for (long pane = first; pane <= last; pane++) {
      sorted[(int) (pane - first)] = busyMicros[slot(pane)];
    }
    Arrays.sort(sorted);
    int rank = (int) Math.max(0, Math.ceil(q * sorted.length) - 1);
    return sorted[rank] / (paneMillis * 1000.0);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(oldest);
    out.writeLong(newest);
    for (long micros : busyMicros) {
      Wire.writeLong(out, micros);
    }
  }

  void readInto(DataInput in) throws IOException {
    oldest = in.readLong();
    newest = in.readLong();
    for (int i = 0; i < busyMicros.length; i++) {
      busyMicros[i] = Wire.readLong(in);
    }
  }
}
