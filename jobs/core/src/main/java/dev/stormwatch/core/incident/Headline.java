package dev.stormwatch.core.incident;

import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Another incident as a message names it. */
public final class Headline {

  public final String incidentId;
  public final String text;

  public Headline(String incidentId, String text) {
    this.incidentId = incidentId;
    this.text = text;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeString(out, incidentId);
    Wire.writeString(out, text);
  }

  static Headline read(DataInput in) throws IOException {
    return new Headline(Wire.readString(in), Wire.readString(in));
  }
}
