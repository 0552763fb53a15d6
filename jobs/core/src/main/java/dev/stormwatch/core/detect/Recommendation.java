package dev.stormwatch.core.detect;

import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Something the reader can do, with the arithmetic that led to it. */
public final class Recommendation {

  public final String action;
  public final String value;
  public final String reason;
  public final String command;
  public final String sideEffect;

  /**
   * @param value what to set it to; empty when the action has no value
   * @param command what to paste into a shell; empty when there is none
   */
  public Recommendation(
      String action, String value, String reason, String command, String sideEffect) {
    this.action = action;
    this.value = value;
    this.reason = reason;
    this.command = command;
    this.sideEffect = sideEffect;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeString(out, action);
    Wire.writeString(out, value);
    Wire.writeString(out, reason);
    Wire.writeString(out, command);
    Wire.writeString(out, sideEffect);
  }

  static Recommendation read(DataInput in) throws IOException {
    return new Recommendation(
        Wire.readString(in),
        Wire.readString(in),
        Wire.readString(in),
        Wire.readString(in),
        Wire.readString(in));
  }
}
