package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How batches went in each ten seconds of event time: how many succeeded, how many failed, and how
 * old the records were that succeeded. Only the newest panes are kept, which is the same in any
 * order.
 */
public final class BatchPanes {

  public static final long PANE_MILLIS = 10_000;

  /** Four minutes: enough to see whether an age grows. */
  public static final int KEPT = 24;

  /** One pane. */
  public static final class Pane {
    public long ok;
    public long failed;

    /** Greatest age of a record that was processed, milliseconds; negative when not told. */
    public long ageMillis = -1;

    /** Least age that a batch told, milliseconds; negative when none did. */
    public long leastAgeMillis = -1;

    private void told(long least) {
      boolean less = least >= 0 && (leastAgeMillis < 0 || least < leastAgeMillis);
      leastAgeMillis = less ? least : leastAgeMillis;
    }

    /** Batches that succeeded and of which it is known how long they took, and how long. */
    public long timed;

    public long busyMillis;

    /** Records of the batches that succeeded. */
    public long records;

    /** Records that went back with a batch that failed as a whole, the one to blame not counted. */
    public long handedBack;
  }

  private final TreeMap<Long, Pane> panes = new TreeMap<>();

  public void ok(long at, long ageMillis) {
    Pane pane = pane(Math.floorDiv(at, PANE_MILLIS));
    pane.ok++;
    pane.ageMillis = Math.max(pane.ageMillis, ageMillis);
    pane.told(ageMillis);
    trim();
  }

  public void failed(long at) {
    pane(Math.floorDiv(at, PANE_MILLIS)).failed++;
    trim();
  }

  /** Notes how long a batch took that ended at a time. */
  public void took(long at, long millis) {
    Pane pane = pane(Math.floorDiv(at, PANE_MILLIS));
    pane.timed++;
    pane.busyMillis += millis;
    trim();
  }

  /** Notes how many records were processed, and how many have to be processed again. */
  public void records(long at, long processed, long handedBack) {
    Pane pane = pane(Math.floorDiv(at, PANE_MILLIS));
    pane.records += processed;
    pane.handedBack += handedBack;
    trim();
  }

  public void addAll(BatchPanes other) {
    for (Map.Entry<Long, Pane> entry : other.panes.entrySet()) {
      Pane pane = pane(entry.getKey());
      pane.ok += entry.getValue().ok;
      pane.failed += entry.getValue().failed;
      pane.ageMillis = Math.max(pane.ageMillis, entry.getValue().ageMillis);
      pane.told(entry.getValue().leastAgeMillis);
      pane.timed += entry.getValue().timed;
      pane.busyMillis += entry.getValue().busyMillis;
      pane.records += entry.getValue().records;
      pane.handedBack += entry.getValue().handedBack;
    }
    trim();
  }

  private Pane pane(long number) {
    return panes.computeIfAbsent(number, n -> new Pane());
  }

  private void trim() {
    while (!panes.isEmpty() && panes.firstKey() <= panes.lastKey() - KEPT) {
      panes.pollFirstEntry();
    }
  }

  /** Panes by their number since the epoch, from the first that begins at a time or later. */
  public NavigableMap<Long, Pane> since(long at) {
    return panes.tailMap(Math.floorDiv(at + PANE_MILLIS - 1, PANE_MILLIS), true);
  }

  public long okSince(long at) {
    return since(at).values().stream().mapToLong(pane -> pane.ok).sum();
  }

  public long failedSince(long at) {
    return since(at).values().stream().mapToLong(pane -> pane.failed).sum();
  }

  public void write(DataOutput out) throws IOException {
    Wire.writeInt(out, panes.size());
    long previous = 0;
    for (Map.Entry<Long, Pane> entry : panes.entrySet()) {
      Wire.writeLong(out, entry.getKey() - previous);
      previous = entry.getKey();
      Wire.writeLong(out, entry.getValue().ok);
      Wire.writeLong(out, entry.getValue().failed);
      Wire.writeLong(out, entry.getValue().ageMillis + 1);
      Wire.writeLong(out, entry.getValue().timed);
      Wire.writeLong(out, entry.getValue().busyMillis);
      Wire.writeLong(out, entry.getValue().records);
      Wire.writeLong(out, entry.getValue().handedBack);
      Wire.writeLong(out, entry.getValue().leastAgeMillis + 1);
    }
  }

  /**
   * @param counted whether the bytes tell of durations and records
   * @param withLeast whether they tell the least age
   */
  public static BatchPanes read(DataInput in, boolean counted, boolean withLeast)
      throws IOException {
    BatchPanes all = new BatchPanes();
    long number = 0;
    for (int size = Wire.readLength(in); size > 0; size--) {
      number += Wire.readLong(in);
      Pane pane = all.pane(number);
      pane.ok = Wire.readLong(in);
      pane.failed = Wire.readLong(in);
      pane.ageMillis = Wire.readLong(in) - 1;
      if (counted) {
        pane.timed = Wire.readLong(in);
        pane.busyMillis = Wire.readLong(in);
        pane.records = Wire.readLong(in);
        pane.handedBack = Wire.readLong(in);
      }
      if (withLeast) {
        pane.leastAgeMillis = Wire.readLong(in) - 1;
      }
    }
    return all;
  }
}
