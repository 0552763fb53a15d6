package dev.stormwatch.core.detect.cascade;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Mean concurrency of a function in its latest slots, the newest last. */
final class Readings {

  /** Slots kept: a minute of the usual ones. */
  static final int SLOTS = 12;

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
  double settled(int slot) {
    return Math.max(means[slot], slot == 0 ? 0 : means[slot - 1]);
  }

  /** The least of so many of the latest slots. */
  double least(int slots) {
    double least = Double.MAX_VALUE;
    for (int slot = SLOTS - slots; slot < SLOTS; slot++) {
      least = Math.min(least, settled(slot));
    }
    return least;
  }

  /** Mean of all of them. */
  double mean() {
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
