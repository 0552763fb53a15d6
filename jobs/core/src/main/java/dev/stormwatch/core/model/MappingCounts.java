package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Lambda counts of a mapping's events, where somebody ships these metrics as log lines: so
 * many in each minute of event time. Only the newest minutes are kept, which is the same in any
 * order.
 *
 * <p>Source: AWS Lambda Developer Guide, "Event source mapping metrics".
 */
public final class MappingCounts {

  /** The metrics, by the name that CloudWatch gives them. */
  public enum Metric {
    POLLED(0, "PolledEventCount"),
    INVOKED(1, "InvokedEventCount"),
    FAILED(2, "FailedInvokeEventCount"),
    DROPPED(3, "DroppedEventCount"),
    DELIVERED(4, "OnFailureDestinationDeliveredEventCount");

    /** Its place among the numbers of a minute, part of their byte form. */
    public final int place;

    public final String metricName;

    Metric(int place, String metricName) {
      this.place = place;
      this.metricName = metricName;
    }
  }

  private static final long MINUTE_MILLIS = 60_000;
  private static final int KEPT = 10;
  private static final int METRICS = Metric.values().length;

  private final TreeMap<Long, long[]> minutes = new TreeMap<>();

  public void add(long at, Metric metric, long events) {
    minute(Math.floorDiv(at, MINUTE_MILLIS))[metric.place] += events;
    trim();
  }

  public void addAll(MappingCounts other) {
    for (Map.Entry<Long, long[]> entry : other.minutes.entrySet()) {
      long[] mine = minute(entry.getKey());
      for (int i = 0; i < METRICS; i++) {
        mine[i] += entry.getValue()[i];
      }
    }
    trim();
  }

  private long[] minute(long number) {
    return minutes.computeIfAbsent(number, n -> new long[METRICS]);
  }

  private void trim() {
    while (!minutes.isEmpty() && minutes.firstKey() <= minutes.lastKey() - KEPT) {
      minutes.pollFirstEntry();
    }
  }

  public boolean isEmpty() {
    return minutes.isEmpty();
  }

  /** When the newest minute that is known began, epoch milliseconds; only where there is one. */
  public long newestAt() {
    return minutes.isEmpty() ? Long.MIN_VALUE : minutes.lastKey() * MINUTE_MILLIS;
  }

  /** Events of the minutes that are kept. */
  public long sum(Metric metric) {
    return minutes.values().stream().mapToLong(minute -> minute[metric.place]).sum();
  }

  public void write(DataOutput out) throws IOException {
    Wire.writeInt(out, minutes.size());
    long previous = 0;
    for (Map.Entry<Long, long[]> entry : minutes.entrySet()) {
      Wire.writeLong(out, entry.getKey() - previous);
      previous = entry.getKey();
      for (long events : entry.getValue()) {
        Wire.writeLong(out, events);
      }
    }
  }

  public static MappingCounts read(DataInput in) throws IOException {
    MappingCounts counts = new MappingCounts();
    long number = 0;
    for (int size = Wire.readLength(in); size > 0; size--) {
      number += Wire.readLong(in);
      long[] minute = counts.minute(number);
      for (int i = 0; i < METRICS; i++) {
        minute[i] = Wire.readLong(in);
      }
    }
    return counts;
  }
}
