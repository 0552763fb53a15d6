package dev.stormwatch.core.detect.shard;

import static dev.stormwatch.core.detect.shard.ShardState.NEVER;

import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The rhythm that was found in the failing calls of one error. */
final class Suspicion {

  /**
   * Pauses are alike that differ by so much as a share: a mapping's vary by less than half of it.
   */
  private static final double OFF_PAUSE = 1.0 / 3;

  /** A failure belongs to it that comes after so many pauses: one attempt may end otherwise. */
  private static final int MOST_PAUSES = 2;

  /**
   * A pause that doubles from half a second to a minute is near its longest by then; a chain that
   * shows another took some other failure for an attempt.
   */
  private static final int GROWS_FOR = 12;

  /** A minute is a mapping's longest pause; it varies by some, and a call takes a while. */
  private static final long GROWS_TO_MILLIS = 90_000;

  /** How much the latest pause counts. */
  private static final double LATEST_SHARE = 0.25;

  /** The first failure of it; {@link ShardState#NEVER} where there is none. */
  long since = NEVER;

  /** The latest. */
  long lastAt = NEVER;

  /** The mean of the latest pauses. */
  long pauseMillis;

  long attempts;

  /** How many such chains of pauses that grow chance would bring, at the least; 1 without any. */
  double chance = 1;

  void take(RetryChain chain) {
    add(chain);
    chance = Math.min(chance, chain.chance);
  }

  /**
   * Even distances say nothing of chance: whatever a clock makes fail has them. But they are what
   * the pause is now, whatever it was taken for before.
   */
  void takeEven(RetryChain even) {
    if (even.last >= lastAt && !alike(even.pause)) {
      pauseMillis = even.pause;
    }
    add(even);
  }

  private void add(RetryChain chain) {
    since = since == NEVER ? chain.first : Math.min(since, chain.first);
    reach(chain.last, chain.pause);
    attempts = Math.max(attempts, chain.length);
  }

  /**
   * Other failures may hide how it began; it goes on with those at the pause that it has, or that
   * it has grown to. One of the others may have been taken for an attempt: three at that pause in a
   * row are so again.
   */
  void goOn(long[] times) {
    if (since == NEVER) {
      return;
    }
    for (int i = 0; i < times.length; i++) {
      long gap = times[i] - lastAt;
      double pauses = (double) gap / pauseMillis;
      long whole = Math.round(pauses);
      if (mayHaveGrownTo(gap)) {
        pauseMillis = gap;
        lastAt = times[i];
        attempts++;
      } else if (whole >= 1 && whole <= MOST_PAUSES && Math.abs(pauses - whole) <= OFF_PAUSE) {
        reach(times[i], gap / whole);
        attempts++;
      } else if (times[i] > lastAt && isThird(times, i)) {
        reach(times[i], pauseMillis);
        attempts++;
      }
    }
  }

  /**
   * Twice the pause is the next one as long as it may grow: taken for two of which one attempt
   * ended otherwise, it would stay half of what it is, and lose sight of what goes on. Where it was
   * two, every other attempt is at a pause of twice the length, so the opposite mistake is none.
   */
  private boolean mayHaveGrownTo(long gap) {
    return grew()
        && gap <= GROWS_TO_MILLIS
        && gap > (1 + OFF_PAUSE) * pauseMillis
        && gap <= (MOST_PAUSES + OFF_PAUSE) * pauseMillis;
  }

  private boolean isThird(long[] times, int third) {
    for (int second = third - 1; second > 0; second--) {
      for (int first = second - 1; first >= 0; first--) {
        if (alike(times[third] - times[second]) && alike(times[second] - times[first])) {
          return true;
        }
      }
    }
    return false;
  }

  /** What was found later may end earlier, but the rhythm has been heard for as long as it has. */
  private void reach(long at, long pause) {
    if (at < lastAt) {
      return;
    }
    if (alike(pause)) {
      pauseMillis += Math.round(LATEST_SHARE * (pause - pauseMillis));
      lastAt = at;
    } else if (attempts <= GROWS_FOR) {
      pauseMillis = pause;
      lastAt = at;
    }
  }

  /** Were pauses seen to grow? */
  boolean grew() {
    return chance < 1;
  }

  /** Is the pause one that grew, and may the next be twice as long? */
  boolean mayGrow() {
    return grew() && attempts <= GROWS_FOR && 2 * pauseMillis < GROWS_TO_MILLIS;
  }

  boolean alike(long pause) {
    return Math.abs(pause - pauseMillis) <= OFF_PAUSE * pauseMillis;
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
