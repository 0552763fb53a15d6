package dev.stormwatch.core.detect.cascade.account;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Mean concurrency of a function in its latest slots, the newest last. */
public final class Readings {

  /** Slots kept: a minute of the usual ones. */
  public static final int SLOTS = 12;

  /** Calls at a time, of one shard that is busy all the time. */
  private static final double BUSY = 0.85;

  private final float[] means = new float[SLOTS];

  /**
   * Makes room for a slot.
   *
   * @param lasts is what says nothing taken to go on as before?
   */
  void advance(boolean lasts) {
    System.arraycopy(means, 1, means, 0, SLOTS - 1);
    means[SLOTS - 1] = lasts ? means[SLOTS - 2] : 0;
  }

  void take(float mean) {
    means[SLOTS - 1] = mean;
  }

  double at(int slot) {
    return means[slot];
  }

  /**
   * Mean of the pane that was read in a slot. A pane of ten seconds is read in two of them, and
   * calls that outlast it are known only in the later one.
   */
  public double settled(int slot) {
    return Math.max(means[slot], slot == 0 ? 0 : means[slot - 1]);
  }

  /** The least of so many of the latest slots. */
  public double least(int slots) {
    double least = Double.MAX_VALUE;
    for (int slot = SLOTS - slots; slot < SLOTS; slot++) {
      least = Math.min(least, settled(slot));
    }
    return least;
  }

  /** Did at least as many calls as one busy shard makes run all the time? */
  public boolean isBusy() {
    return least(SLOTS) >= BUSY;
  }

  /** Mean of all of them. */
  public double mean() {
    double sum = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      sum += settled(slot);
    }
    return sum / SLOTS;
  }

  void write(DataOutput out) throws IOException {
    for (float mean : means) {
      out.writeFloat(mean);
    }
  }

  void read(DataInput in) throws IOException {
    for (int slot = 0; slot < SLOTS; slot++) {
      means[slot] = in.readFloat();
    }
  }
}
