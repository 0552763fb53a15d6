package dev.stormwatch.core.detect.cascade.account;

import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The byte form of counts most of which are zero: a zero is followed by how many there are. */
final class ZeroRuns {

  private ZeroRuns() {}

  static void write(int[] counts, DataOutput out) throws IOException {
    int at = 0;
    while (at < counts.length) {
      int run = 0;
      while (at + run < counts.length && counts[at + run] == 0) {
        run++;
      }
      Wire.writeInt(out, counts[at]);
      if (run > 0) {
        Wire.writeInt(out, run);
      }
      at += Math.max(1, run);
    }
  }

  static int[] read(int length, DataInput in) throws IOException {
    int[] counts = new int[length];
    int at = 0;
    while (at < length) {
      counts[at] = Wire.readInt(in);
      at += counts[at] == 0 ? Math.max(1, Wire.readLength(in)) : 1;
    }
    return counts;
  }
}
