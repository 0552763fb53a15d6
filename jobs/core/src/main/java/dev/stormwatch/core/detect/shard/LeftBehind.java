package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.model.FailedBatch;
import dev.stormwatch.core.model.FirstNumbers;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a shard went on behind what failed in it without that being processed. */
final class LeftBehind {

  /** Did a later attempt at what failed last perhaps succeed? */
  private boolean processed;

  /** It was already noted, or told of as what blocks the shard. */
  private boolean noted;

  /** What was left behind, until it is settled that nobody processed it. */
  private @Nullable PassedOver records;

  /** It is of one of several parts of its shard: only that nobody tries it again settles that. */
  private boolean ofPart;

  /**
   * Something else begins to fail. Of a shard that is worked on in parts, what failed before may be
   * tried again all the same, or never: it is remembered.
   *
   * @param before the state as it was until now
   */
  void begin(ShardState before, long lossAttempts) {
    if (before.parallel && !before.poison) {
      PassedOver left = abandoned(before, lossAttempts);
      records = left == null ? records : left;
      ofPart |= left != null;
    }
    noted = false;
  }

  /**
   * What was taken to be left behind is tried again: it was not.
   *
   * @param toldLate whether it is an attempt before the success that is known: attempts run in
   *     several environments, and each hands over its lines when it likes
   */
  void failed(FailedBatch failure, boolean toldLate) {
    processed &= toldLate;
    if (records != null && records.overlaps(failure)) {
      records = null;
      noted = false;
    }
  }

  /**
   * Batches succeeded of which nobody tells the shard.
   *
   * @param firsts where they began
   */
  void succeededSomewhere(ShardState shard, FirstNumbers firsts) {
    noted |= shard.poison;
    processed |= shard.attempts > 0 && firsts.mayHold(shard.latest().first);
  }

  /**
   * What failed last, where nobody has tried it for long: where batches beside it say nothing of
   * whether it was passed, that does. Once; null where there is nothing.
   */
  @Nullable PassedOver abandoned(ShardState shard, long lossAttempts) {
    noted |= shard.poison;
    if (noted || processed || shard.attempts < lossAttempts || shard.low.isEmpty()) {
      return null;
    }
    noted = true;
    return PassedOver.of(shard);
  }

  /**
   * @param firsts of batches that succeeded
   */
  void succeeded(ShardState shard, FirstNumbers firsts, long lossAttempts) {
    if (records != null && firsts.mayHold(records.last.first)) {
      records = null;
    }
    noted |= shard.poison;
    if (shard.attempts == 0 || noted) {
      return;
    }
    processed |= firsts.mayHold(shard.latest().first);
    if (!processed && shard.attempts >= lossAttempts && shard.passed()) {
      records = PassedOver.of(shard);
      ofPart = false;
      noted = true;
    }
  }

  /**
   * What failed last so long ago, once; null where there is nothing or it failed later.
   *
   * @param settledMillis how long after its last attempt it is decided that nobody processed it
   */
  @Nullable PassedOver settled(long end, long settledMillis) {
    PassedOver settled = records;
    long wait = ofPart ? Math.max(settledMillis, ShardState.ATTEMPT_PAUSE_MILLIS) : settledMillis;
    if (settled == null || settled.last.at > end - wait) {
      return null;
    }
    records = null;
    return settled;
  }

  void write(DataOutput out) throws IOException {
    out.writeByte((processed ? 1 : 0) | (noted ? 2 : 0) | (ofPart ? 4 : 0));
    PassedOver.writeAll(records == null ? List.of() : List.of(records), out);
  }

  static LeftBehind read(DataInput in, boolean timed) throws IOException {
    LeftBehind left = new LeftBehind();
    int flags = in.readUnsignedByte();
    left.processed = (flags & 1) != 0;
    left.noted = (flags & 2) != 0;
    left.ofPart = (flags & 4) != 0;
    left.records = PassedOver.readAll(in, timed).stream().findFirst().orElse(null);
    return left;
  }
}
