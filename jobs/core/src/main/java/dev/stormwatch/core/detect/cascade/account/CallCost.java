package dev.stormwatch.core.detect.cascade.account;

import dev.stormwatch.core.model.FunctionFlow;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What a call of a function takes, on average over some minutes: now, not what it used to. */
public final class CallCost {

  /** What ended so long ago counts for half, */
  private static final double HALF_LIFE_SECONDS = 60;

  /** but of fewer calls than these chance makes the mean. */
  private static final long FEWEST = 512;

  private long ended;
  private long micros;
  private long megabyteMillis;

  /** Takes in a slot of so many seconds. */
  public void take(FunctionFlow flow, long seconds) {
    if (ended > FEWEST) {
      double fading = StrictMath.pow(0.5, seconds / HALF_LIFE_SECONDS);
      long left = Math.max(FEWEST, Math.round(fading * ended));
      double kept = left / (double) ended;
      ended = left;
      micros = Math.round(kept * micros);
      megabyteMillis = Math.round(kept * megabyteMillis);
    }
    ended += flow.ended;
    micros += flow.durationMicros;
    megabyteMillis += flow.billedMegabyteMillis;
  }

  public double gigabyteSeconds() {
    return ended == 0 ? 0 : megabyteMillis / 1024.0 / 1000.0 / ended;
  }

  public double seconds() {
    return ended == 0 ? 0 : micros / 1e6 / ended;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeLong(out, ended);
    Wire.writeLong(out, micros);
    Wire.writeLong(out, megabyteMillis);
  }

  static CallCost read(DataInput in) throws IOException {
    CallCost cost = new CallCost();
    cost.ended = Wire.readLong(in);
    cost.micros = Wire.readLong(in);
    cost.megabyteMillis = Wire.readLong(in);
    return cost;
  }
}
