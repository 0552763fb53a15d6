package dev.stormwatch.core.detect;

import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The number that tipped it, beside what it was held against. */
public final class Measure {

  /** No number of ours comes near it; what is beyond was divided by nothing. */
  private static final double MAX = 1e15;

  /** Name of the gain of a retry loop. */
  public static final String LOOP_GAIN = "loop-gain";

  /**
   * Name of the gain of a loop that keeps itself up with its trigger gone: what helps is another
   * thing then, so a change to it is news.
   */
  public static final String SUSTAINED_LOOP_GAIN = "sustained-loop-gain";

  public static final String REFUSALS = "connection-refusals";

  /**
   * Name of the same where what filled the database is over, and idle environments hold its
   * connections: what helps is another thing then, so a change to it is news.
   */
  public static final String IDLE_REFUSALS = "connection-refusals-while-idle";

  /** Name of the number of batches that nobody processed: each is news, even of several records. */
  public static final String BATCHES_LEFT_BEHIND = "batches-left-behind";

  /**
   * Name of the share of its shards that a consumer works on: the only one of which less is worse.
   */
  public static final String BUSY_SHARE = "busy-share";

  public final String name;
  public final double value;
  public final String unit;
  public final double threshold;
  public final long windowSeconds;
  public final long samples;
  public final double baseline;

  /**
   * @param unit the unit of value, threshold and baseline
   * @param samples how many observations the value rests on
   */
  public Measure(
      String name,
      double value,
      String unit,
      double threshold,
      long windowSeconds,
      long samples,
      double baseline) {
    this.name = name;
    this.value = finite(value);
    this.unit = unit;
    this.threshold = finite(threshold);
    this.windowSeconds = windowSeconds;
    this.samples = samples;
    this.baseline = finite(baseline);
  }

  /** A number that JSON can hold: whoever reads an alert is not to stumble over it. */
  private static double finite(double number) {
    return Double.isNaN(number) ? 0 : Math.max(-MAX, Math.min(MAX, number));
  }

  void write(DataOutput out) throws IOException {
    Wire.writeString(out, name);
    out.writeDouble(value);
    Wire.writeString(out, unit);
    out.writeDouble(threshold);
    Wire.writeLong(out, windowSeconds);
    Wire.writeLong(out, samples);
    out.writeDouble(baseline);
  }

  static Measure read(DataInput in) throws IOException {
    return new Measure(
        Wire.readString(in),
        in.readDouble(),
        Wire.readString(in),
        in.readDouble(),
        Wire.readLong(in),
        Wire.readLong(in),
        in.readDouble());
  }
}
