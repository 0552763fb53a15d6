package dev.stormwatch.core.detect;

import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What comes next if nothing is done. Times are epoch milliseconds. */
public final class Prediction {

  public final String what;
  public final long at;
  public final long earliest;
  public final long latest;

  public Prediction(String what, long at, long earliest, long latest) {
    this.what = what;
    this.at = at;
    this.earliest = earliest;
    this.latest = latest;
  }

  static void write(@Nullable Prediction prediction, DataOutput out) throws IOException {
    out.writeBoolean(prediction != null);
    if (prediction != null) {
      Wire.writeString(out, prediction.what);
      Wire.writeLong(out, prediction.at);
      Wire.writeLong(out, prediction.earliest);
      Wire.writeLong(out, prediction.latest);
    }
  }

  static @Nullable Prediction read(DataInput in) throws IOException {
    return in.readBoolean()
        ? new Prediction(
            Wire.readString(in), Wire.readLong(in), Wire.readLong(in), Wire.readLong(in))
        : null;
  }
}
