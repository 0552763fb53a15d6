package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.TreeSet;

/** What was heard of one shard, or of one message of a queue, in one slot. */
public final class ShardPart {

  /**
   * Attempts kept of a slot: the earliest. Pauses between attempts grow, so few slots have more.
   */
  static final int FAILURES = 16;

  /** Records in the batches that succeeded. */
  public long okRecords;

  public BatchPanes panes = new BatchPanes();

  /** Of the batches that succeeded, the one that reached furthest; empty when none did. */
  public String okFirst = "";

  public String okLast = "";

  /** Event time of that batch, epoch milliseconds. */
  public long okAt = Long.MIN_VALUE;

  /** Event time of the newest report, epoch milliseconds. */
  public long newestAt = Long.MIN_VALUE;

  /** The newest offsets of a Kafka partition. */
  public PartitionOffsets offsets = PartitionOffsets.NOT_TOLD;

  public final TreeSet<FailedBatch> failures = new TreeSet<>(FailedBatch.EARLIEST_FIRST);

  /** Where the batches began that succeeded. */
  public FirstNumbers okFirsts = new FirstNumbers();

  /** Of a message of a FIFO queue, its message group; empty where nobody tells. */
  public String group = "";

  /** Notes a batch that succeeded. */
  public void succeeded(long at, String first, String last, long records, long ageMillis) {
    panes.ok(at, ageMillis);
    panes.records(at, records, 0);
    okRecords += records;
    newestAt = Math.max(newestAt, at);
    reached(first, last, at);
  }

  /** Notes an attempt that failed. */
  public void failed(FailedBatch failure) {
    panes.failed(failure.at);
    if (failure.failedItems < 0 && failure.batchSize > 1) {
      panes.records(failure.at, 0, failure.batchSize - 1);
    }
    newestAt = Math.max(newestAt, failure.at);
    failures.add(failure);
    trim();
  }

  /** Notes a batch that failed and does not say for which of its messages. */
  public void failedForAny(FailedBatch failure) {
    panes.failed(failure.at);
    panes.records(failure.at, 0, Math.max(0, failure.batchSize - 1));
    newestAt = Math.max(newestAt, failure.at);
  }

  /** Notes an attempt that failed for this or another reason and is counted elsewhere. */
  public void suspect(FailedBatch failure) {
    newestAt = Math.max(newestAt, failure.at);
    failures.add(failure);
    trim();
  }

  /** Notes how far a Kafka partition is. */
  public void reached(PartitionOffsets newOffsets) {
    offsets = offsets.newer(newOffsets);
    newestAt = Math.max(newestAt, newOffsets.at);
  }

  void merge(ShardPart other) {
    panes.addAll(other.panes);
    okRecords += other.okRecords;
    newestAt = Math.max(newestAt, other.newestAt);
    if (!other.okLast.isEmpty()) {
      reached(other.okFirst, other.okLast, other.okAt);
    }
    okFirsts.addAll(other.okFirsts);
    group = group.compareTo(other.group) >= 0 ? group : other.group;
    failures.addAll(other.failures);
    offsets = offsets.newer(other.offsets);
    trim();
  }

  private void reached(String first, String last, long at) {
    if (last.isEmpty()) {
      return;
    }
    okFirsts.add(first);
    int order = okLast.isEmpty() ? 1 : SequenceNumbers.compare(last, okLast);
    boolean wider = order == 0 && SequenceNumbers.compare(first, okFirst) < 0;
    boolean same = order == 0 && first.equals(okFirst);
    if (order > 0 || wider) {
      okFirst = first;
      okLast = last;
      okAt = at;
    } else if (same) {
      okAt = Math.max(okAt, at);
    }
  }

  private void trim() {
    while (failures.size() > FAILURES) {
      failures.pollLast();
    }
  }

  void write(DataOutput out) throws IOException {
    Wire.writeLong(out, okRecords);
    panes.write(out);
    Wire.writeString(out, okFirst);
    Wire.writeString(out, okLast);
    out.writeLong(okAt);
    out.writeLong(newestAt);
    FailedBatch.writeAll(failures, out);
    offsets.write(out);
    okFirsts.write(out);
    Wire.writeString(out, group);
  }

  /**
   * @param version of the slot that it is part of
   */
  static ShardPart read(int version, DataInput in) throws IOException {
    boolean counted = version >= 2;
    ShardPart part = new ShardPart();
    part.okRecords = Wire.readLong(in);
    part.panes = BatchPanes.read(in, counted, version >= 5);
    part.okFirst = Wire.readString(in);
    part.okLast = Wire.readString(in);
    part.okAt = in.readLong();
    part.newestAt = in.readLong();
    part.failures.addAll(FailedBatch.readAll(in, version >= 4));
    part.offsets = counted ? PartitionOffsets.read(in) : PartitionOffsets.NOT_TOLD;
    if (version >= 3) {
      part.okFirsts = FirstNumbers.read(in);
      part.group = Wire.readString(in);
    }
    return part;
  }
}
