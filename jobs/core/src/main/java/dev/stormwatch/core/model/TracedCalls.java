package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Calls whose lines name a trace, each by the hash of its request id, with the earliest time that
 * is known of it.
 *
 * <p>As {@link Sightings} it is exact up to a capacity and a fair sample of the calls beyond, the
 * same in whatever order pieces are united. It samples calls, not traces: of a trace of many calls
 * many stay, so that the widest trees are seen first where not all can be.
 */
public final class TracedCalls {

  private final int capacity;
  private int level;
  private int size;
  private long[] keys = new long[2];
  private long[] starts = new long[2];

  /** Those beyond the size were of calls before {@link #clear} and are filled again. */
  private CallTrace[] traces = new CallTrace[2];

  TracedCalls(int capacity) {
    this.capacity = capacity;
  }

  void clear() {
    size = 0;
    level = 0;
  }

  /**
   * Adds what a line says of a call's trace.
   *
   * @param key hash of the call's request id
   * @param time the line's, or when the call started
   */
  public void add(long key, long time, CallTrace trace) {
    if (!sampled(key)) {
      return;
    }
    int at = Arrays.binarySearch(keys, 0, size, key);
    if (at >= 0) {
      starts[at] = Math.min(starts[at], time);
      traces[at].add(trace);
      return;
    }
    insert(-at - 1, key, time, trace);
    while (size > capacity) {
      level++;
      retain();
    }
  }

  private boolean sampled(long key) {
    return (key & (1L << level) - 1) == 0;
  }

  private void insert(int at, long key, long time, CallTrace trace) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
      starts = Arrays.copyOf(starts, size * 2);
      traces = Arrays.copyOf(traces, size * 2);
    }
    System.arraycopy(keys, at, keys, at + 1, size - at);
    System.arraycopy(starts, at, starts, at + 1, size - at);
    CallTrace spare = traces[size];
    CallTrace own = spare == null ? new CallTrace() : spare;
    own.set(trace);
    System.arraycopy(traces, at, traces, at + 1, size - at);
    keys[at] = key;
    starts[at] = time;
    traces[at] = own;
    size++;
  }

  private void retain() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (sampled(keys[i])) {
        keys[kept] = keys[i];
        starts[kept] = starts[i];
        CallTrace dropped = traces[kept];
        traces[kept] = traces[i];
        traces[i] = dropped;
        kept++;
      }
    }
    size = kept;
  }

  void addAll(TracedCalls other) {
    if (other.level > level) {
      level = other.level;
      retain();
    }
    for (int i = 0; i < other.size; i++) {
      add(other.keys[i], other.starts[i], other.traces[i]);
    }
  }

  public int size() {
    return size;
  }

  /** How many calls one entry stands for; 1 while it is exact. */
  public long weight() {
    return 1L << level;
  }

  public long key(int index) {
    return keys[index];
  }

  /** The earliest time known of the call, epoch milliseconds. */
  public long start(int index) {
    return starts[index];
  }

  public CallTrace trace(int index) {
    return traces[index];
  }

  void write(DataOutput out) throws IOException {
    Wire.writeInt(out, level);
    Wire.writeInt(out, size);
    for (int i = 0; i < size; i++) {
      out.writeLong(keys[i]);
      Wire.writeLong(out, i == 0 ? starts[0] : starts[i] - starts[i - 1]);
      traces[i].write(out);
    }
  }

  static TracedCalls read(int capacity, DataInput in) throws IOException {
    TracedCalls calls = new TracedCalls(capacity);
    calls.level = Wire.readInt(in);
    long start = 0;
    for (int left = Wire.readLength(in); left > 0; left--) {
      long key = in.readLong();
      start += Wire.readLong(in);
      calls.insert(calls.size, key, start, CallTrace.read(in));
    }
    return calls;
  }
}
