package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.model.FunctionFlow;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What a call of a function takes, on average over some thousand: now, not what it used to. */
final class CallCost {

  private static final long CALLS = 1 << 12;

  private long ended;
  private long micros;
  private long megabyteMillis;

  void take(FunctionFlow flow) {
    if (ended > CALLS) {
      ended /= 2;
      micros /= 2;
      megabyteMillis /= 2;
    }
    ended += flow.ended;
    micros += flow.durationMicros;
    megabyteMillis += flow.billedMegabyteMillis;
  }

  double gigabyteSeconds() {
    return ended == 0 ? 0 : megabyteMillis / 1024.0 / 1000.0 / ended;
  }

  double seconds() {
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
