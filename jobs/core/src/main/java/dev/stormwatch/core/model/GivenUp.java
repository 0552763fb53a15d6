package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * A batch that Lambda gave up on, as its record for the on-failure destination says it. Whoever is
 * behind the destination prints that record, so it is a claim about another function: it may name
 * what is known already and make a ticket, never a page.
 */
public final class GivenUp {

  /** Lambda used up the attempts that the mapping allows. */
  public static final String RETRIES = "RetryAttemptsExhausted";

  /** Kept of a slot and of a mapping: the earliest, which is the same in any order. */
  static final int MOST = 16;

  static final Comparator<GivenUp> EARLIEST_FIRST =
      Comparator.comparingLong((GivenUp g) -> g.at)
          .thenComparing(g -> g.shard)
          .thenComparing(g -> g.first)
          .thenComparing(g -> g.last)
          .thenComparing(g -> g.requestId)
          .thenComparing(g -> g.condition)
          .thenComparingLong(g -> g.attempts)
          .thenComparingLong(g -> g.batchSize);

  /** Event time of the line, epoch milliseconds. */
  public final long at;

  public final String shard;
  public final String first;
  public final String last;

  /** Records in the batch; negative when not told. */
  public final long batchSize;

  /** How often Lambda invoked the function with it; negative when not told. */
  public final long attempts;

  public final String condition;

  /** The invocation that failed last. */
  public final String requestId;

  public GivenUp(
      long at,
      String shard,
      String first,
      String last,
      long batchSize,
      long attempts,
      String condition,
      String requestId) {
    this.at = at;
    this.shard = shard;
    this.first = first;
    this.last = last;
    this.batchSize = batchSize;
    this.attempts = attempts;
    this.condition = condition;
    this.requestId = requestId;
  }

  /** Has this batch records in common with a range of sequence numbers? */
  public boolean overlaps(String low, String high) {
    return SequenceNumbers.compare(first, high) <= 0 && SequenceNumbers.compare(last, low) >= 0;
  }

  /** A set that {@link #trim} keeps bounded. */
  public static NavigableSet<GivenUp> none() {
    return new TreeSet<>(EARLIEST_FIRST);
  }

  static void trim(NavigableSet<GivenUp> all) {
    while (all.size() > MOST) {
      all.pollLast();
    }
  }

  public static void writeAll(Collection<GivenUp> all, DataOutput out) throws IOException {
    Wire.writeInt(out, all.size());
    for (GivenUp one : all) {
      Wire.writeLong(out, one.at);
      Wire.writeString(out, one.shard);
      Wire.writeString(out, one.first);
      Wire.writeString(out, one.last);
      Wire.writeLong(out, one.batchSize + 1);
      Wire.writeLong(out, one.attempts + 1);
      Wire.writeString(out, one.condition);
      Wire.writeString(out, one.requestId);
    }
  }

  public static NavigableSet<GivenUp> readAll(DataInput in) throws IOException {
    NavigableSet<GivenUp> all = none();
    for (int size = Wire.readLength(in); size > 0; size--) {
      all.add(
          new GivenUp(
              Wire.readLong(in),
              Wire.readString(in),
              Wire.readString(in),
              Wire.readString(in),
              Wire.readLong(in) - 1,
              Wire.readLong(in) - 1,
              Wire.readString(in),
              Wire.readString(in)));
    }
    return all;
  }
}
