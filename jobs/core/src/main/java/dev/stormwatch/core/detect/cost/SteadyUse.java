package dev.stormwatch.core.detect.cost;

import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.ProcessorUse;
import dev.stormwatch.core.model.Wire;
import dev.stormwatch.core.settings.CostSettings;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Use that goes on evenly, in blocks of five minutes: all that can be known of a function before
 * its first whole day is over. A run lasts while no block falls below half of its mean, and with a
 * block of more than twice its mean another one begins: what was before such a step says nothing of
 * what it costs since. See {@link CostDetector}.
 */
final class SteadyUse {

  static final long BLOCK_MILLIS = 300_000;
  private static final double BLOCKS_PER_HOUR = 3_600_000.0 / BLOCK_MILLIS;

  /** Less than so much of the run's mean says that it ends, as does a mean of less than so much. */
  private static final double EVEN = 0.5;

  /** What the run's blocks hold; its peak is the mean of their busiest minutes. */
  private DayUsage run = new DayUsage();

  private DayUsage block = new DayUsage();
  private double runUsd;
  private double blockUsd;

  /** When the block that is being filled ends, epoch milliseconds. */
  private long blockEnd;

  /** Minute of the latest slot since the epoch, and what was billed in it, seconds. */
  private long minute;

  private double minuteSeconds;

  /** Blocks since the latest even one. */
  private int lull;

  /** Was it told of? Then its run is kept through a lull, and no other one follows. */
  private boolean told;

  /**
   * @param start when the function was first heard of, epoch milliseconds
   */
  void begin(long start) {
    blockEnd = start + BLOCK_MILLIS;
  }

  /** Takes in a slot, up to whose end time has passed already. */
  void add(long end, FunctionSlot slot, double usd) {
    block.take(slot);
    blockUsd += usd;
    long now = Math.floorDiv(end - 1, 60_000);
    if (now != minute) {
      minute = now;
      minuteSeconds = 0;
    }
    minuteSeconds += slot.billedMillis / 1000.0;
    block.peakConcurrency = Math.max(block.peakConcurrency, minuteSeconds / 60);
  }

  /** Takes in what was measured of its calls' processors. */
  void measured(ProcessorUse use) {
    block.measured(use);
  }

  /**
   * Lets time pass.
   *
   * @param excluded what is billed now is another incident's
   */
  void advance(long end, double leastUsdPerHour, boolean excluded) {
    while (blockEnd < end) {
      double perHour = blockUsd * BLOCKS_PER_HOUR;
      boolean even = perHour >= Math.max(leastUsdPerHour, EVEN * usdPerHour());
      if (!told && usdPerHour() < EVEN * perHour) {
        clear();
      }
      if (even && !excluded) {
        block.coveredSeconds = BLOCK_MILLIS / 1000.0;
        block.busySeconds = block.billedSeconds;
        run.add(block);
        runUsd += blockUsd;
        lull = 0;
      } else {
        lull++;
        if (!told) {
          clear();
        }
      }
      block = new DayUsage();
      blockUsd = 0;
      blockEnd += BLOCK_MILLIS;
    }
  }

  private void clear() {
    run = new DayUsage();
    runUsd = 0;
  }

  /** Has it gone on for long enough, and is nobody told of it yet? */
  boolean lasts(CostSettings settings) {
    return !told && lull == 0 && run.coveredSeconds * 1000 >= settings.steadyMillis;
  }

  void tell() {
    told = true;
  }

  /** Has it paused for as long as it had to go on to be told? */
  boolean over(CostSettings settings) {
    return told && lull * BLOCK_MILLIS >= settings.steadyMillis;
  }

  DayUsage run() {
    return run;
  }

  double usdPerHour() {
    return run.coveredSeconds > 0 ? runUsd * 3600 / run.coveredSeconds : 0;
  }

  /** When the run began of which a block has just ended. */
  long since() {
    return blockEnd - BLOCK_MILLIS - Math.round(run.coveredSeconds * 1000);
  }

  void write(DataOutput out) throws IOException {
    run.write(out);
    block.write(out);
    out.writeDouble(runUsd);
    out.writeDouble(blockUsd);
    out.writeLong(blockEnd);
    out.writeLong(minute);
    out.writeDouble(minuteSeconds);
    Wire.writeInt(out, lull);
    out.writeBoolean(told);
  }

  static SteadyUse read(DataInput in) throws IOException {
    SteadyUse use = new SteadyUse();
    use.run = DayUsage.read(in, true);
    use.block = DayUsage.read(in, true);
    use.runUsd = in.readDouble();
    use.blockUsd = in.readDouble();
    use.blockEnd = in.readLong();
    use.minute = in.readLong();
    use.minuteSeconds = in.readDouble();
    use.lull = Wire.readInt(in);
    use.told = in.readBoolean();
    return use;
  }
}
