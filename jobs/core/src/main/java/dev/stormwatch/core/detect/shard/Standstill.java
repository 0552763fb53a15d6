package dev.stormwatch.core.detect.shard;

import static dev.stormwatch.core.detect.shard.ShardState.NEVER;

import dev.stormwatch.core.model.PartitionOffsets;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** For how long a Kafka partition has been processed no further, by the pollers' own log. */
final class Standstill {

  /** Pollers tell once a minute. */
  private static final int FEWEST = 4;

  /** One batch may take longer than the minute between two. */
  private static final int MOST_MOVING = 2;

  private PartitionOffsets latest = PartitionOffsets.NOT_TOLD;

  /** When the offset was first told; event time. */
  long since = NEVER;

  private long times;

  /** Did records wait when the offset was first told? Where none did, there was nothing to do. */
  private boolean waited;

  /** Was it processed further since it is known? */
  private boolean moved;

  /** This was told. */
  boolean found;

  void take(PartitionOffsets offsets) {
    if (!offsets.told() || (latest.told() && offsets.at <= latest.at)) {
      return;
    }
    if (latest.told() && offsets.processed == latest.processed && waited) {
      times++;
    } else {
      moved |= latest.told() && offsets.processed != latest.processed;
      since = offsets.at;
      times = 1;
      waited = offsets.waits();
    }
    latest = offsets;
  }

  boolean told() {
    return latest.told();
  }

  boolean stands(long millis) {
    return waited && times >= FEWEST && latest.at - since >= millis;
  }

  /** Were records waiting and none of them done when its offset was last told? */
  boolean idles() {
    return waited && times > 1;
  }

  /**
   * Was it processed further of late, and is it still? What stopped a minute after another
   * partition is no proof that it went on beside it.
   */
  boolean movedSince(long at) {
    return moved && times <= MOST_MOVING && since >= at;
  }

  PartitionOffsets latest() {
    return latest;
  }

  void write(DataOutput out) throws IOException {
    latest.write(out);
    if (latest.told()) {
      Wire.writeLong(out, since);
      Wire.writeLong(out, times);
      out.writeByte((waited ? 1 : 0) | (moved ? 2 : 0) | (found ? 4 : 0));
    }
  }

  static Standstill read(DataInput in) throws IOException {
    Standstill standstill = new Standstill();
    standstill.latest = PartitionOffsets.read(in);
    if (standstill.latest.told()) {
      standstill.since = Wire.readLong(in);
      standstill.times = Wire.readLong(in);
      int flags = in.readUnsignedByte();
      standstill.waited = (flags & 1) != 0;
      standstill.moved = (flags & 2) != 0;
      standstill.found = (flags & 4) != 0;
    }
    return standstill;
  }
}
