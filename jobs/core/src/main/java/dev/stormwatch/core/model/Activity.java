package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What a function did in one slot, after its failures and retries were told apart: the row of a
 * time line. It is a report, never an input to a decision.
 */
public final class Activity {

  public final FunctionId function;

  /** End of the slot on the arrival clock, epoch milliseconds. */
  public final long at;

  public final long invocations;
  public final long coldStarts;
  public final long failures;
  public final long retries;

  /** Execution environments alive. */
  public final long environments;

  /**
   * Concurrency by Little's law: the highest mean of ten seconds among the newest that are complete
   * and those that calls reported in the slot ran in. 0 when no call's duration is known.
   */
  public final double concurrency;

  /** It logs, but not its calls: the numbers above are unknown, not zero. */
  public final boolean blind;

  public Activity(
      FunctionId function,
      long at,
      long invocations,
      long coldStarts,
      long failures,
      long retries,
      long environments,
      double concurrency,
      boolean blind) {
    this.function = function;
    this.at = at;
    this.invocations = invocations;
    this.coldStarts = coldStarts;
    this.failures = failures;
    this.retries = retries;
    this.environments = environments;
    this.concurrency = concurrency;
    this.blind = blind;
  }

  /** The byte form of an activity. Version 2 added whether it is blind. */
  public static final class ByteCodec implements Codec<Activity> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
      return 2;
    }

    @Override
    public void write(Activity activity, DataOutput out) throws IOException {
      activity.function.write(out);
      Wire.writeLong(out, activity.at);
      Wire.writeLong(out, activity.invocations);
      Wire.writeLong(out, activity.coldStarts);
      Wire.writeLong(out, activity.failures);
      Wire.writeLong(out, activity.retries);
      Wire.writeLong(out, activity.environments);
      out.writeDouble(activity.concurrency);
      out.writeBoolean(activity.blind);
    }

    @Override
    public Activity read(int version, DataInput in) throws IOException {
      Wire.requireVersion(version, version(), "an activity");
      return new Activity(
          FunctionId.read(in),
          Wire.readLong(in),
          Wire.readLong(in),
          Wire.readLong(in),
          Wire.readLong(in),
          Wire.readLong(in),
          Wire.readLong(in),
          in.readDouble(),
          version >= 2 && in.readBoolean());
    }
  }
}
