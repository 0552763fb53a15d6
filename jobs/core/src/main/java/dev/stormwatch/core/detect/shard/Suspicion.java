package dev.stormwatch.core.detect.shard;

import static dev.stormwatch.core.detect.shard.ShardState.NEVER;

import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The rhythm that was found in the failing calls of one error. */
final class Suspicion {

  /** A failure belongs to it that comes after its pause, or so far off as a share. */
  private static final double OFF_PAUSE = 0.25;

  /** The first failure of it; {@link ShardState#NEVER} where there is none. */
  long since = NEVER;

  /** The latest. */
  long lastAt = NEVER;

  /** The latest pause. */
  long pauseMillis;

  long attempts;

  /** How many such chains of pauses that grow chance would bring, at the least; 1 without any. */
  double chance = 1;

  void take(RetryChain chain) {
    since = since == NEVER ? chain.first : Math.min(since, chain.first);
    lastAt = chain.last;
    pauseMillis = chain.pause;
    attempts = Math.max(attempts, chain.length);
    chance = Math.min(chance, chain.chance);
  }

  /** Even distances say nothing of chance: whatever a clock makes fail has them. */
  void takeEven(long first, long last, long length) {
    since = since == NEVER ? first : Math.min(since, first);
    attempts = Math.max(attempts, length);
    lastAt = last;
    pauseMillis = (last - first) / (length - 1);
  }

  /** Other failures may hide how it began; it goes on with those at the pause that it has. */
  void goOn(long[] times) {
    for (long at : times) {
      double pauses = (double) (at - lastAt) / pauseMillis;
      if (since != NEVER && pauses >= 1 - OFF_PAUSE && pauses <= 1 + OFF_PAUSE) {
        lastAt = at;
        attempts++;
      }
    }
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(since);
    out.writeLong(lastAt);
    Wire.writeLong(out, pauseMillis);
    Wire.writeLong(out, attempts);
    out.writeDouble(chance);
  }

  static Suspicion read(DataInput in) throws IOException {
    Suspicion suspicion = new Suspicion();
    suspicion.since = in.readLong();
    suspicion.lastAt = in.readLong();
    suspicion.pauseMillis = Wire.readLong(in);
    suspicion.attempts = Wire.readLong(in);
    suspicion.chance = in.readDouble();
    return suspicion;
  }
}
