package dev.stormwatch.core.detect.cascade;

import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How an account stands to its quota of concurrency. */
final class AccountLimit {

  /** End of the first slot of an unbroken run at the quota, epoch milliseconds. */
  long fullSince = Member.NONE;

  /** When it last came to the quota or left it, epoch milliseconds. */
  long changedAt = Member.NONE;

  /** Is an incident open about it? */
  boolean refusing;

  /** The function that used the most when it was opened. */
  String largest = "";

  void write(DataOutput out) throws IOException {
    out.writeLong(fullSince);
    out.writeLong(changedAt);
    out.writeBoolean(refusing);
    Wire.writeString(out, largest);
  }

  static AccountLimit read(DataInput in) throws IOException {
    AccountLimit limit = new AccountLimit();
    limit.fullSince = in.readLong();
    limit.changedAt = in.readLong();
    limit.refusing = in.readBoolean();
    limit.largest = Wire.readString(in);
    return limit;
  }
}
