package dev.stormwatch.core.incident;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How bad it was at its worst, told when it is over. It is the measure that opened the incident
 * which is followed, from the first impact on the one of that: what somebody felt outranks what was
 * feared, and different measures cannot be compared. Worse is more, wherever the threshold is,
 * which may be of something else: but for the one measure of which less is worse.
 */
public final class Peak {

  public final String name;
  public final double value;
  public final String unit;

  /** Arrival clock, epoch milliseconds. */
  public final long at;

  private final boolean highIsWorse;

  public Peak(String name, double value, String unit, long at, boolean highIsWorse) {
    this.name = name;
    this.value = value;
    this.unit = unit;
    this.at = at;
    this.highIsWorse = highIsWorse;
  }

  /** The peak when a finding is all that is known. */
  static Peak first(Finding finding, long now) {
    Measure measure = finding.measure;
    boolean high = !measure.name.equals(Measure.BUSY_SHARE);
    return new Peak(measure.name, measure.value, measure.unit, now, high);
  }

  /**
   * The peak when another finding is known, too.
   *
   * @param firstImpact is it the first of somebody who felt it?
   */
  Peak and(Finding finding, boolean firstImpact, long now) {
    Measure measure = finding.measure;
    if (firstImpact && !measure.name.equals(name)) {
      return first(finding, now);
    }
    boolean worse = highIsWorse ? measure.value > value : measure.value < value;
    return worse && measure.name.equals(name)
        ? new Peak(name, measure.value, unit, now, highIsWorse)
        : this;
  }

  static void write(@Nullable Peak peak, DataOutput out) throws IOException {
    out.writeBoolean(peak != null);
    if (peak != null) {
      Wire.writeString(out, peak.name);
      out.writeDouble(peak.value);
      Wire.writeString(out, peak.unit);
      Wire.writeLong(out, peak.at);
      out.writeBoolean(peak.highIsWorse);
    }
  }

  static @Nullable Peak read(DataInput in) throws IOException {
    return in.readBoolean()
        ? new Peak(
            Wire.readString(in),
            in.readDouble(),
            Wire.readString(in),
            Wire.readLong(in),
            in.readBoolean())
        : null;
  }
}
