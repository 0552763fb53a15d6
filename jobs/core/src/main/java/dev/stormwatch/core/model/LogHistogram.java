package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Counts of non-negative numbers in buckets that are one eighth of a power of two wide, so a
 * quantile is at most 6.25 % off. Integer arithmetic throughout: merging in any order on any
 * machine gives the same bits. Only buckets in use take space; there are fewer than 500.
 */
public final class LogHistogram {

  private static final int SUB_BITS = 3;
  private static final int SUB = 1 << SUB_BITS;

  private int size;
  private short[] buckets = new short[4];
  private long[] counts = new long[4];
  private long total;

  /** Empties it. */
  void clear() {
    size = 0;
    total = 0;
  }

  /**
   * @param value in the caller's unit; below 0 counts as 0
   */
  public void add(long value) {
    addBucket(bucketOf(Math.max(0, value)), 1);
  }

  public void addAll(LogHistogram other) {
    for (int i = 0; i < other.size; i++) {
      addBucket(other.buckets[i], other.counts[i]);
    }
  }

  public long total() {
    return total;
  }

  /**
   * @param q from 0 to 1
   * @return the middle of the bucket that holds the quantile, or 0 when nothing was added
   */
  public long quantile(double q) {
    long rank = Math.max(1, (long) Math.ceil(q * total));
    long below = 0;
    for (int i = 0; i < size; i++) {
      below += counts[i];
      if (below >= rank) {
        return middle(buckets[i]);
      }
    }
    return 0;
  }

  /** Is shown a bucket: its middle and how many numbers it holds. */
  @FunctionalInterface
  public interface BucketVisitor {
    void visit(long middle, long count);
  }

  /** Shows every bucket in use, the smallest first. */
  public void forEach(BucketVisitor visitor) {
    for (int i = 0; i < size; i++) {
      visitor.visit(middle(buckets[i]), counts[i]);
    }
  }

  private void addBucket(int bucket, long count) {
    int at = Arrays.binarySearch(buckets, 0, size, (short) bucket);
    total += count;
    if (at >= 0) {
      counts[at] += count;
      return;
    }
    int insert = -at - 1;
    if (size == buckets.length) {
      buckets = Arrays.copyOf(buckets, size * 2);
      counts = Arrays.copyOf(counts, size * 2);
    }
    System.arraycopy(buckets, insert, buckets, insert + 1, size - insert);
    System.arraycopy(counts, insert, counts, insert + 1, size - insert);
    buckets[insert] = (short) bucket;
    counts[insert] = count;
    size++;
  }

  private static int bucketOf(long value) {
    if (value < SUB) {
      return (int) value;
    }
    int exponent = 63 - Long.numberOfLeadingZeros(value);
    int sub = (int) (value >>> exponent - SUB_BITS) & SUB - 1;
    return (exponent - SUB_BITS + 1) * SUB + sub;
  }

  private static long middle(int bucket) {
    if (bucket < SUB) {
      return bucket;
    }
    int exponent = bucket / SUB - 1;
    long low = (long) (SUB + bucket % SUB) << exponent;
    return low + (1L << exponent) / 2;
  }

  public void write(DataOutput out) throws IOException {
    Wire.writeInt(out, size);
    for (int i = 0; i < size; i++) {
      Wire.writeInt(out, buckets[i]);
      Wire.writeLong(out, counts[i]);
    }
  }

  public static LogHistogram read(DataInput in) throws IOException {
    LogHistogram histogram = new LogHistogram();
    int size = Wire.readLength(in);
    for (int i = 0; i < size; i++) {
      histogram.addBucket(Wire.readInt(in), Wire.readLong(in));
    }
    return histogram;
  }
}
