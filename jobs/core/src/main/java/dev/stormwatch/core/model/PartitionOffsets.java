package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How far a Kafka partition was processed at one time, as Lambda's pollers log it. */
public final class PartitionOffsets {

  public static final PartitionOffsets NOT_TOLD = new PartitionOffsets(Long.MIN_VALUE, 0, 0);

  /** Event time, epoch milliseconds. */
  public final long at;

  /** Offset behind the partition's last record. */
  public final long end;

  /** Offset up to which records were processed. */
  public final long processed;

  public PartitionOffsets(long at, long end, long processed) {
    this.at = at;
    this.end = end;
    this.processed = processed;
  }

  public boolean told() {
    return at != Long.MIN_VALUE;
  }

  /**
   * Do records wait? Of one nobody can say: the last offset that was processed is told by some, and
   * by others the next one.
   */
  public boolean waits() {
    return behind() > 1;
  }

  /** Records that wait. */
  public long behind() {
    return Math.max(0, end - processed);
  }

  /** The newer of two; of the same time the one that is further, so that order does not matter. */
  PartitionOffsets newer(PartitionOffsets other) {
    if (at != other.at) {
      return at > other.at ? this : other;
    }
    if (processed != other.processed) {
      return processed > other.processed ? this : other;
    }
    return end >= other.end ? this : other;
  }

  public void write(DataOutput out) throws IOException {
    out.writeBoolean(told());
    if (told()) {
      Wire.writeLong(out, at);
      Wire.writeLong(out, end);
      Wire.writeLong(out, processed);
    }
  }

  public static PartitionOffsets read(DataInput in) throws IOException {
    return in.readBoolean()
        ? new PartitionOffsets(Wire.readLong(in), Wire.readLong(in), Wire.readLong(in))
        : NOT_TOLD;
  }
}
