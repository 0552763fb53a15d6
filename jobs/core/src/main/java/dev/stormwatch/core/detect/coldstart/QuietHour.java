package dev.stormwatch.core.detect.coldstart;

import dev.stormwatch.core.model.LogHistogram;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The last hour of a function, by windows: what a quiet one shows takes as long. */
final class QuietHour {

  static final int WINDOWS = 12;

  /** Windows in which the usual number of calls is learned: three hours. */
  private static final double MEMORY = 36;

  final long[] calls = new long[WINDOWS];
  final long[] cold = new long[WINDOWS];

  /** Most calls in one slot. */
  final long[] peak = new long[WINDOWS];

  /** Environments alive when it began. */
  final long[] living = new long[WINDOWS];

  /** Cold calls that the pauses before them made likely. */
  final double[] expected = new double[WINDOWS];

  /** Event time of its first cold call. */
  final long[] firstColdAt = new long[WINDOWS];

  /** Waits of the last half hour or two, microseconds: the current half and the one before. */
  final LogHistogram[] waits = {new LogHistogram(), new LogHistogram()};

  /** Number of the newest window since the epoch; {@link ColdStartState#NEVER} at first. */
  long newest = ColdStartState.NEVER;

  /** Calls in a window and most in a slot of it as they usually are, over so many windows. */
  double usualCalls;

  double usualPeak;

  double seen;

  /** Since when calls have been cold beyond what is usual, as arrivals go. */
  long unusualSince = ColdStartState.NEVER;

  long onset;

  /** It was said, and is not yet taken back. */
  boolean told;

  int place(long number) {
    return (int) Math.floorMod(number, (long) WINDOWS);
  }

  /** Moves on to the window that a time lies in. */
  void advance(long number) {
    if (newest == ColdStartState.NEVER) {
      newest = number - 1;
    }
    long first = Math.max(newest + 1, number - WINDOWS + 1);
    for (long next = first; next <= number; next++) {
      int at = place(next);
      boolean heard = next - 1 == newest;
      if (seen > 0 || heard && calls[place(newest)] > 0) {
        learn(heard ? calls[place(newest)] : 0, heard ? peak[place(newest)] : 0);
      }
      calls[at] = 0;
      peak[at] = 0;
      cold[at] = 0;
      living[at] = 0;
      expected[at] = 0;
      firstColdAt[at] = Long.MAX_VALUE;
      if (Math.floorMod(next, WINDOWS / 2) == 0) {
        waits[1] = waits[0];
        waits[0] = new LogHistogram();
      }
    }
    newest = Math.max(newest, number);
  }

  private void learn(long count, long most) {
    if (unusualSince == ColdStartState.NEVER) {
      seen = Math.min(MEMORY, seen + 1);
      usualCalls += (count - usualCalls) / seen;
      usualPeak += (most - usualPeak) / seen;
    }
  }

  void write(DataOutput out) throws IOException {
    for (int i = 0; i < WINDOWS; i++) {
      Wire.writeLong(out, calls[i]);
      Wire.writeLong(out, peak[i]);
      Wire.writeLong(out, cold[i]);
      Wire.writeLong(out, living[i]);
      out.writeDouble(expected[i]);
      if (cold[i] > 0) {
        Wire.writeLong(out, firstColdAt[i]);
      }
    }
    waits[0].write(out);
    waits[1].write(out);
    Wire.writeLong(out, newest);
    out.writeDouble(usualCalls);
    out.writeDouble(usualPeak);
    out.writeDouble(seen);
    Wire.writeLong(out, unusualSince);
    Wire.writeLong(out, onset);
    out.writeBoolean(told);
  }

  static QuietHour read(DataInput in) throws IOException {
    QuietHour hour = new QuietHour();
    for (int i = 0; i < WINDOWS; i++) {
      hour.calls[i] = Wire.readLong(in);
      hour.peak[i] = Wire.readLong(in);
      hour.cold[i] = Wire.readLong(in);
      hour.living[i] = Wire.readLong(in);
      hour.expected[i] = in.readDouble();
      hour.firstColdAt[i] = hour.cold[i] > 0 ? Wire.readLong(in) : Long.MAX_VALUE;
    }
    hour.waits[0] = LogHistogram.read(in);
    hour.waits[1] = LogHistogram.read(in);
    hour.newest = Wire.readLong(in);
    hour.usualCalls = in.readDouble();
    hour.usualPeak = in.readDouble();
    hour.seen = in.readDouble();
    hour.unusualSince = Wire.readLong(in);
    hour.onset = Wire.readLong(in);
    hour.told = in.readBoolean();
    return hour;
  }
}
