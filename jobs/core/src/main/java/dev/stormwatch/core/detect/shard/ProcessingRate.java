package dev.stormwatch.core.detect.shard;

import static dev.stormwatch.core.detect.shard.ShardState.NEVER;

import dev.stormwatch.core.model.ShardPart;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How many records a shard processes, over the last hour or so. */
final class ProcessingRate {

  /** Sums are halved when they grow older. */
  private static final long OLDEST_MILLIS = 3_600_000;

  private static final long SHORTEST_MILLIS = 30_000;

  private long since = NEVER;
  private long until = NEVER;
  private long records;

  void take(ShardPart part) {
    if (part.okRecords == 0) {
      return;
    }
    if (since == NEVER) {
      since = part.newestAt;
    } else if (part.newestAt - since > OLDEST_MILLIS) {
      records /= 2;
      since += (part.newestAt - since) / 2;
    }
    records += part.okRecords;
    until = Math.max(until, part.newestAt);
  }

  boolean none() {
    return records == 0;
  }

  /** Records a second; 0 when not known. */
  double perSecond() {
    return since == NEVER || until - since < SHORTEST_MILLIS
        ? 0
        : records * 1000.0 / (until - since);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(since);
    out.writeLong(until);
    Wire.writeLong(out, records);
  }

  static ProcessingRate read(DataInput in) throws IOException {
    ProcessingRate rate = new ProcessingRate();
    rate.since = in.readLong();
    rate.until = in.readLong();
    rate.records = Wire.readLong(in);
    return rate;
  }
}
