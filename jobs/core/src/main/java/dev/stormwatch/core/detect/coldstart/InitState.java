package dev.stormwatch.core.detect.coldstart;

import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What is known of a function's init durations, on the scale of their natural logarithm. */
final class InitState {

  static final long NEVER = Long.MIN_VALUE;

  /** The version whose inits came last, and the one before it; empty when not known. */
  String version = "";

  String previous = "";

  /** Arrival of the first init of the version; {@link #NEVER} unless another came before it. */
  long deployedAt = NEVER;

  /** Environments alive when it was first heard of. */
  long environmentsBefore;

  /** Inits of the version: number, mean, sum of squared deviations. */
  double count;

  double mean;
  double squares;

  /** Mean of the last ten or so. */
  double recent;

  /** What it is held against: number, mean and standard deviation; 0 inits when there is none. */
  double usualCount;

  double usualMean;
  double usualSigma;

  /** The version that the usual is of. */
  String usualVersion = "";

  double cusum;

  /** When the sum last left zero, event time. */
  long risingSince = NEVER;

  /** Arrival of the version's latest init, and inits of the version before since then. */
  long latestAt = NEVER;

  long back;

  boolean slower;
  long slowerSince;

  /** Is every release of it the same version? */
  boolean isUnpublished() {
    return version.equals("$LATEST");
  }

  /** From the natural logarithm of milliseconds. */
  static long micros(double logMillis) {
    return Math.round(StrictMath.exp(logMillis) * 1000);
  }

  void write(DataOutput out) throws IOException {
    Wire.writeString(out, version);
    Wire.writeString(out, previous);
    out.writeLong(deployedAt);
    Wire.writeLong(out, environmentsBefore);
    out.writeDouble(count);
    out.writeDouble(mean);
    out.writeDouble(squares);
    out.writeDouble(recent);
    out.writeDouble(usualCount);
    out.writeDouble(usualMean);
    out.writeDouble(usualSigma);
    Wire.writeString(out, usualVersion);
    out.writeDouble(cusum);
    out.writeLong(risingSince);
    out.writeLong(latestAt);
    Wire.writeLong(out, back);
    out.writeBoolean(slower);
    Wire.writeLong(out, slowerSince);
  }

  void readInto(DataInput in) throws IOException {
    version = Wire.readString(in);
    previous = Wire.readString(in);
    deployedAt = in.readLong();
    environmentsBefore = Wire.readLong(in);
    count = in.readDouble();
    mean = in.readDouble();
    squares = in.readDouble();
    recent = in.readDouble();
    usualCount = in.readDouble();
    usualMean = in.readDouble();
    usualSigma = in.readDouble();
    usualVersion = Wire.readString(in);
    cusum = in.readDouble();
    risingSince = in.readLong();
    latestAt = in.readLong();
    back = Wire.readLong(in);
    slower = in.readBoolean();
    slowerSince = Wire.readLong(in);
  }
}
