package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FailedBatch;
import dev.stormwatch.core.model.SequenceNumbers;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Records that failed, that a shard then left behind, and that no batch processed. */
final class PassedOver {

  final String shard;
  final String low;
  final String high;
  final long attempts;
  final long firstFailedAt;

  /** The last attempt; before it, where it is another, the one that left one record to blame. */
  final FailedBatch last;

  final List<FailedBatch> evidence;

  private PassedOver(
      String shard,
      String low,
      String high,
      long attempts,
      long firstFailedAt,
      List<FailedBatch> evidence) {
    this.shard = shard;
    this.low = low;
    this.high = high;
    this.attempts = attempts;
    this.firstFailedAt = firstFailedAt;
    this.evidence = evidence;
    this.last = evidence.get(evidence.size() - 1);
  }

  static PassedOver of(ShardState shard) {
    FailedBatch cornered = shard.corneredBy;
    FailedBatch last = shard.latest();
    boolean one = cornered == null || FailedBatch.EARLIEST_FIRST.compare(cornered, last) >= 0;
    return new PassedOver(
        shard.shard,
        shard.low,
        shard.high,
        shard.attempts,
        shard.firstFailedAt,
        one ? List.of(last) : List.of(cornered, last));
  }

  /** Does a line name the shard? */
  boolean named() {
    return !shard.startsWith(EventSourceSlot.UNNAMED);
  }

  boolean overlaps(FailedBatch batch) {
    return !low.isEmpty()
        && !batch.first.isEmpty()
        && SequenceNumbers.compare(batch.first, high) <= 0
        && SequenceNumbers.compare(batch.last, low) >= 0;
  }

  boolean single() {
    return low.equals(high);
  }

  private void write(DataOutput out) throws IOException {
    Wire.writeString(out, shard);
    Wire.writeString(out, low);
    Wire.writeString(out, high);
    Wire.writeLong(out, attempts);
    Wire.writeLong(out, firstFailedAt);
    FailedBatch.writeAll(evidence, out);
  }

  static void writeAll(List<PassedOver> all, DataOutput out) throws IOException {
    Wire.writeInt(out, all.size());
    for (PassedOver one : all) {
      one.write(out);
    }
  }

  static List<PassedOver> readAll(DataInput in, boolean timed) throws IOException {
    List<PassedOver> all = new ArrayList<>();
    for (int size = Wire.readLength(in); size > 0; size--) {
      all.add(
          new PassedOver(
              Wire.readString(in),
              Wire.readString(in),
              Wire.readString(in),
              Wire.readLong(in),
              Wire.readLong(in),
              FailedBatch.readAll(in, timed)));
    }
    return all;
  }
}
