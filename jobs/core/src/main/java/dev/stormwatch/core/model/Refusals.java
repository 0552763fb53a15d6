package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What lines that say that connections ran out tell besides: of which database, and why. */
public final class Refusals {

  /** Host that a line named; of several the first by name, empty for none. */
  public String endpoint = "";

  /** Lines by which a proxy refuses connections that are opened too fast. */
  public long tooFast;

  public void clear() {
    endpoint = "";
    tooFast = 0;
  }

  public void addAll(Refusals other) {
    named(other.endpoint);
    tooFast += other.tooFast;
  }

  public void named(String host) {
    if (endpoint.isEmpty() || !host.isEmpty() && host.compareTo(endpoint) < 0) {
      endpoint = host;
    }
  }

  void write(DataOutput out) throws IOException {
    Wire.writeString(out, endpoint);
    Wire.writeLong(out, tooFast);
  }

  static Refusals read(DataInput in) throws IOException {
    Refusals refusals = new Refusals();
    refusals.endpoint = Wire.readString(in);
    refusals.tooFast = Wire.readLong(in);
    return refusals;
  }
}
