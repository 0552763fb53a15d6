package dev.stormwatch.core.detect;

import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What a user of the estate has felt so far. */
public final class Impact {

  public final boolean seen;

  /** Event time, epoch milliseconds; {@link Long#MIN_VALUE} while nothing was seen. */
  public final long firstAt;

  public final String what;

  public Impact(boolean seen, long firstAt, String what) {
    this.seen = seen;
    this.firstAt = firstAt;
    this.what = what;
  }

  void write(DataOutput out) throws IOException {
    out.writeBoolean(seen);
    out.writeLong(firstAt);
    Wire.writeString(out, what);
  }

  static Impact read(DataInput in) throws IOException {
    return new Impact(in.readBoolean(), in.readLong(), Wire.readString(in));
  }
}
