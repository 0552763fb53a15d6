package dev.stormwatch.core.fold;

import dev.stormwatch.core.model.Codec;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The fingerprints of a shard's latest records, to know a record that CloudWatch Logs delivers a
 * second time.
 *
 * <p>It is kept by shard, since both deliveries of a record carry the same partition key, and since
 * then the answer does not depend on how shards are spread over machines. Two generations: when the
 * young one is full, the old one is dropped and the young one takes its place. So a record is
 * remembered for at least half the capacity, in bounded memory and without a clock.
 */
public final class RecentRecords {

  private static final int FIRST_TABLE = 64;

  /** Most fingerprints that a codec accepts in one generation. */
  private static final int MOST = 1_000_000;

  public final String shardId;
  private final int generation;
  private long[] young = new long[FIRST_TABLE];
  private long[] old = new long[FIRST_TABLE];
  private int youngSize;
  private int oldSize;
  private long total;

  /**
   * @param capacity most records remembered; 0 remembers none
   */
  public RecentRecords(String shardId, int capacity) {
    this.shardId = shardId;
    this.generation = (capacity + 1) / 2;
  }

  /**
   * Remembers a record.
   *
   * @return true when it is remembered already
   */
  public boolean seen(long fingerprint) {
    if (generation == 0) {
      return false;
    }
    // Zero marks a free place in the table.
    long key = fingerprint == 0 ? 1 : fingerprint;
    if (young[place(young, key)] == key || old[place(old, key)] == key) {
      return true;
    }
    if (youngSize >= generation) {
      old = young;
      oldSize = youngSize;
      young = new long[FIRST_TABLE];
      youngSize = 0;
    }
    total++;
    remember(key);
    return false;
  }

  private void remember(long key) {
    if (2 * (youngSize + 1) > young.length) {
      long[] before = young;
      young = new long[before.length * 2];
      for (long known : before) {
        if (known != 0) {
          young[place(young, known)] = known;
        }
      }
    }
    young[place(young, key)] = key;
    youngSize++;
  }

  /** Where a key is, or would be: tables are at most half full, so a free place is near. */
  private static int place(long[] table, long key) {
    int at = (int) (key >>> 32) & table.length - 1;
    while (table[at] != 0 && table[at] != key) {
      at = at + 1 & table.length - 1;
    }
    return at;
  }

  /** Does it know more than another memory of the same shard? */
  public boolean newerThan(RecentRecords other) {
    return total > other.total;
  }

  /** The byte form of a shard's memory. */
  public static final class ByteCodec implements Codec<RecentRecords> {

    private static final long serialVersionUID = 1L;

    private final int capacity;

    /**
     * @param capacity of the memories that are read
     */
    public ByteCodec(int capacity) {
      this.capacity = capacity;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(RecentRecords memory, DataOutput out) throws IOException {
      Wire.writeString(out, memory.shardId);
      Wire.writeLong(out, memory.total);
      writeTable(memory.old, memory.oldSize, out);
      writeTable(memory.young, memory.youngSize, out);
    }

    private static void writeTable(long[] table, int size, DataOutput out) throws IOException {
      Wire.writeInt(out, size);
      for (long key : table) {
        if (key != 0) {
          out.writeLong(key);
        }
      }
    }

    @Override
    public RecentRecords read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "a shard's recent records");
      RecentRecords memory = new RecentRecords(Wire.readString(in), capacity);
      memory.total = Wire.readLong(in);
      readInto(memory, in);
      memory.old = memory.young;
      memory.oldSize = memory.youngSize;
      memory.young = new long[FIRST_TABLE];
      memory.youngSize = 0;
      readInto(memory, in);
      return memory;
    }

    private static void readInto(RecentRecords memory, DataInput in) throws IOException {
      int size = Wire.readLength(in);
      if (size > MOST) {
        throw new IOException(size + " fingerprints in one generation: the bytes are damaged");
      }
      for (int i = 0; i < size; i++) {
        memory.remember(in.readLong());
      }
    }
  }
}
