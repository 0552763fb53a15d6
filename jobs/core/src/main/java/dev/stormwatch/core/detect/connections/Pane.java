package dev.stormwatch.core.detect.connections;

import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What a database's functions did in one slot. */
final class Pane {
  long end = ConnectionState.NEVER;

  /** Connections of functions, as estimated at the slot's end. */
  double held;

  long attempts;
  long ended;
  long durationMicros;

  /** How long those calls would have taken at each function's usual pace. */
  long usualMicros;

  long failures;
  long retries;
  long refused;
  long poolEmpty;
  long fresh;

  void write(DataOutput out) throws IOException {
    Wire.writeLong(out, end);
    out.writeFloat((float) held);
    Wire.writeLong(out, attempts);
    Wire.writeLong(out, ended);
    Wire.writeLong(out, durationMicros);
    Wire.writeLong(out, usualMicros);
    Wire.writeLong(out, failures);
    Wire.writeLong(out, retries);
    Wire.writeLong(out, refused);
    Wire.writeLong(out, poolEmpty);
    Wire.writeLong(out, fresh);
  }

  static Pane read(DataInput in) throws IOException {
    Pane pane = new Pane();
    pane.end = Wire.readLong(in);
    pane.held = in.readFloat();
    pane.attempts = Wire.readLong(in);
    pane.ended = Wire.readLong(in);
    pane.durationMicros = Wire.readLong(in);
    pane.usualMicros = Wire.readLong(in);
    pane.failures = Wire.readLong(in);
    pane.retries = Wire.readLong(in);
    pane.refused = Wire.readLong(in);
    pane.poolEmpty = Wire.readLong(in);
    pane.fresh = Wire.readLong(in);
    return pane;
  }
}
