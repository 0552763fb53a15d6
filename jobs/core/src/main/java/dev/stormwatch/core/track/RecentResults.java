package dev.stormwatch.core.track;

import dev.stormwatch.core.model.CallErrors;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.VersionResults;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How a function's calls ended of late: what is a minute older counts for half. */
public final class RecentResults {

  private static final long HALF_MILLIS = 60_000;

  /** What calls failed with. */
  public CallErrors errors = new CallErrors();

  /** What those complained of that ended so and did not fail. */
  public CallErrors complaints = new CallErrors();

  public VersionResults versions = new VersionResults();

  /** End of the slot in which it was halved last, on the arrival clock. */
  private long halvedAt;

  void advance(FunctionSlot slot, long end) {
    for (long late = (end - halvedAt) / HALF_MILLIS; late > 0 && !isEmpty(); late--) {
      errors.halve();
      complaints.halve();
      versions.halve();
    }
    if (end - halvedAt >= HALF_MILLIS) {
      halvedAt = end;
    }
    errors.addAll(slot.errors);
    complaints.addAll(slot.complaints);
    versions.addAll(slot.results);
  }

  private boolean isEmpty() {
    return errors.calls() + complaints.calls() == 0 && versions.byVersion().isEmpty();
  }

  void write(DataOutput out) throws IOException {
    errors.write(out);
    complaints.write(out);
    versions.write(out);
    Wire.writeLong(out, halvedAt);
  }

  static RecentResults read(DataInput in) throws IOException {
    RecentResults read = new RecentResults();
    read.errors = CallErrors.read(in);
    read.complaints = CallErrors.read(in);
    read.versions = VersionResults.read(in);
    read.halvedAt = Wire.readLong(in);
    return read;
  }
}
