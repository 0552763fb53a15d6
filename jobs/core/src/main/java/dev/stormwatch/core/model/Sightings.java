package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * A bounded table of things seen (environments, requests): a hash, the earliest and the latest time
 * it was seen, and flags that only ever get set.
 *
 * <p>Union of two tables is the same in any order, so results cannot depend on how records were
 * spread over machines. Above the capacity the table keeps only keys whose lowest {@link #level()}
 * bits are zero, a sample that is fair because keys are hashes and that is again the same in any
 * order: each key then stands for {@link #weight()} things. Below the capacity it is exact.
 */
public final class Sightings {

  private final int capacity;
  private int level;
  private int size;

  /** Where the latest change was: the next one is mostly about the same thing. */
  private int recent;

  private long[] keys = new long[4];
  private long[] first = new long[4];
  private long[] last = new long[4];
  private int[] flags = new int[4];

  /**
   * @param capacity most entries kept, at least 1
   */
  public Sightings(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity " + capacity + " is below 1");
    }
    this.capacity = capacity;
  }

  /** Empties it. */
  void clear() {
    size = 0;
    level = 0;
  }

  /** Notes that a thing was seen at a time. */
  public void sight(long key, long time, int newFlags) {
    merge(key, time, time, newFlags);
  }

  /** Notes something about a thing without a time of its own. */
  public void flag(long key, int newFlags) {
    merge(key, Long.MAX_VALUE, Long.MIN_VALUE, newFlags);
  }

  private void merge(long key, long earliest, long latest, int newFlags) {
    if (!sampled(key)) {
      return;
    }
    int at = find(key);
    if (at >= 0) {
      first[at] = Math.min(first[at], earliest);
      last[at] = Math.max(last[at], latest);
      flags[at] |= newFlags;
      recent = at;
      return;
    }
    insert(-at - 1, key, earliest, latest, newFlags);
    recent = -at - 1;
    while (size > capacity) {
      level++;
      retain((i) -> sampled(keys[i]));
    }
  }

  /** Is a thing with this key kept, given how far the sample was thinned? */
  private boolean sampled(long key) {
    return (key & (1L << level) - 1) == 0;
  }

  private void insert(int at, long key, long earliest, long latest, int newFlags) {
    if (size == keys.length) {
      int grown = size * 2;
      keys = Arrays.copyOf(keys, grown);
      first = Arrays.copyOf(first, grown);
      last = Arrays.copyOf(last, grown);
      flags = Arrays.copyOf(flags, grown);
    }
    int moved = size - at;
    System.arraycopy(keys, at, keys, at + 1, moved);
    System.arraycopy(first, at, first, at + 1, moved);
    System.arraycopy(last, at, last, at + 1, moved);
    System.arraycopy(flags, at, flags, at + 1, moved);
    keys[at] = key;
    first[at] = earliest;
    last[at] = latest;
    flags[at] = newFlags;
    size++;
  }

  /** Adds all of another table to this one. */
  public void addAll(Sightings other) {
    if (other.level > level) {
      level = other.level;
      retain((i) -> sampled(keys[i]));
    }
    for (int i = 0; i < other.size; i++) {
      merge(other.keys[i], other.first[i], other.last[i], other.flags[i]);
    }
  }

  /** Drops what was last seen before a time. An emptied table is exact again. */
  public void dropLastSeenBefore(long time) {
    retain((i) -> last[i] >= time);
    if (size == 0) {
      level = 0;
    }
  }

  /** Drops every entry whose flags under a mask equal a value. */
  public void dropFlagged(int mask, int value) {
    retain((i) -> (flags[i] & mask) != value);
  }

  /** The same for those last seen before a time. */
  public void dropFlagged(int mask, int value, long before) {
    retain((i) -> (flags[i] & mask) != value || last[i] >= before);
  }

  /** Drops one entry. */
  public void drop(int index) {
    retain((i) -> i != index);
  }

  /** Drops the entries with these indexes. */
  public void dropAll(BitSet indexes) {
    retain((i) -> !indexes.get(i));
  }

  private interface Keep {
    boolean test(int index);
  }

  private void retain(Keep keep) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (keep.test(i)) {
        keys[kept] = keys[i];
        first[kept] = first[i];
        last[kept] = last[i];
        flags[kept] = flags[i];
        kept++;
      }
    }
    size = kept;
  }

  /** The index of a key, or a negative number when it is not in the table. */
  public int find(long key) {
    if (recent < size && keys[recent] == key) {
      return recent;
    }
    return Arrays.binarySearch(keys, 0, size, key);
  }

  /** Entries in the table; indexes run from 0 to this, in order of key. */
  public int size() {
    return size;
  }

  /** How many times the sample was halved; 0 while the table is exact. */
  public int level() {
    return level;
  }

  /** How many things one entry stands for; 1 while the table is exact. */
  public long weight() {
    return 1L << level;
  }

  public long key(int index) {
    return keys[index];
  }

  /** Earliest time seen, or {@link Long#MAX_VALUE} when none is known. */
  public long first(int index) {
    return first[index];
  }

  /** Latest time seen, or {@link Long#MIN_VALUE} when none is known. */
  public long last(int index) {
    return last[index];
  }

  public int flags(int index) {
    return flags[index];
  }

  /** Writes the entries; {@link #read} needs the same capacity. */
  public void write(DataOutput out) throws IOException {
    Wire.writeInt(out, level);
    Wire.writeInt(out, size);
    for (int i = 0; i < size; i++) {
      out.writeLong(keys[i]);
      // The two times are mostly equal or close; both may be unset.
      boolean timed = first[i] <= last[i];
      Wire.writeInt(out, flags[i] << 1 | (timed ? 1 : 0));
      if (timed) {
        Wire.writeLong(out, first[i]);
        Wire.writeLong(out, last[i] - first[i]);
      }
    }
  }

  public static Sightings read(int capacity, DataInput in) throws IOException {
    Sightings table = new Sightings(capacity);
    table.level = Wire.readInt(in);
    int size = Wire.readLength(in);
    for (int i = 0; i < size; i++) {
      long key = in.readLong();
      int packed = Wire.readInt(in);
      boolean timed = (packed & 1) != 0;
      long earliest = timed ? Wire.readLong(in) : Long.MAX_VALUE;
      long latest = timed ? earliest + Wire.readLong(in) : Long.MIN_VALUE;
      table.insert(table.size, key, earliest, latest, packed >>> 1);
    }
    return table;
  }
}
