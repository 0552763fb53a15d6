package dev.stormwatch.core.detect.cost;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What was billed in each twenty seconds of arrival over the last quarter of an hour, USD. */
final class SpendBlocks {

  static final long BLOCK_MILLIS = 20_000;

  /** As many as the longest call covers, and a few more. */
  private static final int BLOCKS = 48;

  private static final int LONGEST_WINDOW = BLOCKS - 2;

  private final float[] usd = new float[BLOCKS];

  /** The block that is being filled, since the epoch. */
  private long newest = Long.MIN_VALUE;

  /** Adds money that was billed in a slot. */
  void add(long slotEnd, double money) {
    advance(slotEnd);
    usd[place(newest)] += (float) money;
  }

  /** Makes the block current that holds the instant before a slot's end. */
  void advance(long slotEnd) {
    long block = Math.floorDiv(slotEnd - 1, BLOCK_MILLIS);
    if (newest == Long.MIN_VALUE) {
      newest = block;
    }
    for (long steps = Math.min(block - newest, BLOCKS); steps > 0; steps--) {
      usd[place(block - steps + 1)] = 0;
    }
    newest = Math.max(newest, block);
  }

  private static int place(long block) {
    return (int) Math.floorMod(block, (long) BLOCKS);
  }

  /** How many complete blocks a window takes that a call of a length fits into. */
  static int window(long atLeastMillis, double callSeconds) {
    double call = callSeconds * 1000 / BLOCK_MILLIS;
    long blocks = Math.max(atLeastMillis / BLOCK_MILLIS, (long) Math.ceil(call) + 1);
    return (int) Math.min(Math.max(1, blocks), LONGEST_WINDOW);
  }

  /**
   * The least that any of the latest complete blocks was billed, USD an hour.
   *
   * @param slotEnd end of the slot that was added last
   */
  double leastPerHour(int blocks, long slotEnd) {
    return leastPerHour(blocks, 1, slotEnd);
  }

  /** The same of so many blocks together: where calls are few, one may hold none. */
  double leastPerHour(int blocks, int together, long slotEnd) {
    long last = lastComplete(slotEnd);
    double least = Double.MAX_VALUE;
    for (int i = 0; i + together <= blocks; i += together) {
      least = Math.min(least, sum(together, last - i) / together);
    }
    return least * perHour();
  }

  /** What the latest complete blocks were billed, USD an hour. */
  double meanPerHour(int blocks, long slotEnd) {
    return sum(blocks, lastComplete(slotEnd)) / blocks * perHour();
  }

  /** What was billed since so many complete blocks, USD. */
  double since(int blocks) {
    return sum(blocks + 1, newest);
  }

  private double sum(int blocks, long last) {
    double sum = 0;
    for (int i = 0; i < blocks; i++) {
      sum += usd[place(last - i)];
    }
    return sum;
  }

  private long lastComplete(long slotEnd) {
    return Math.floorMod(slotEnd, BLOCK_MILLIS) == 0 ? newest : newest - 1;
  }

  private static double perHour() {
    return 3_600_000.0 / BLOCK_MILLIS;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(newest);
    for (float money : usd) {
      out.writeFloat(money);
    }
  }

  static SpendBlocks read(DataInput in) throws IOException {
    SpendBlocks blocks = new SpendBlocks();
    blocks.newest = in.readLong();
    for (int i = 0; i < BLOCKS; i++) {
      blocks.usd[i] = in.readFloat();
    }
    return blocks;
  }
}
