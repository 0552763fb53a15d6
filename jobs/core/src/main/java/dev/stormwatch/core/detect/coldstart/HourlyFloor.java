package dev.stormwatch.core.detect.coldstart;

import dev.stormwatch.core.detect.Wording;
import dev.stormwatch.core.track.FunctionTrack;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The floor of a function's concurrency by hour of the day (UTC), learned over the days: what
 * provisioned concurrency can be scheduled for.
 */
final class HourlyFloor {

  static final int HOURS = 24;

  private static final long HOUR_MILLIS = 3_600_000;

  /** A day counts so much beside those before it. */
  private static final float NEW_DAY = 0.3f;

  /** A schedule of more pieces is none that anybody keeps. */
  private static final int MOST_RUNS = 6;

  private static final long UNSET = Long.MIN_VALUE;

  /** Not a number while that hour was never seen. */
  private final float[] floors = new float[HOURS];

  private long hour = UNSET;

  /** Was the hour watched from its beginning? */
  private boolean wholeHour;

  HourlyFloor() {
    Arrays.fill(floors, Float.NaN);
  }

  /** Takes in the hour that has just ended, if one has. */
  void advance(long end, FunctionTrack track) {
    long now = Math.floorDiv(end - ProvisionedFloor.SETTLE_MILLIS, HOUR_MILLIS);
    if (now == hour) {
      return;
    }
    boolean next = hour != UNSET && now == hour + 1;
    if (next && wholeHour) {
      int place = (int) Math.floorMod(hour, (long) HOURS);
      float floor = (float) ProvisionedFloor.of(track);
      float known = floors[place];
      floors[place] = Float.isNaN(known) ? floor : known + NEW_DAY * (floor - known);
    }
    hour = now;
    wholeHour = next;
  }

  /** Which hours deserve how much, where a whole day is known and its hours differ; else empty. */
  String schedule() {
    StringBuilder text = new StringBuilder("; by hour (UTC):");
    int runs = 0;
    for (int from = 0; from < HOURS; runs++) {
      int to = from;
      while (to < HOURS && units(to) == units(from)) {
        to++;
      }
      if (units(from) < 0) {
        return "";
      }
      text.append(Wording.text(" %02d-%02d %d,", from, to, units(from)));
      from = to;
    }
    text.setLength(text.length() - 1);
    return runs < 2 || runs > MOST_RUNS ? "" : text + ", by Application Auto Scaling";
  }

  private int units(int hourOfDay) {
    return Float.isNaN(floors[hourOfDay]) ? -1 : (int) floors[hourOfDay];
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(hour);
    out.writeBoolean(wholeHour);
    for (float floor : floors) {
      out.writeFloat(floor);
    }
  }

  void readInto(DataInput in) throws IOException {
    hour = in.readLong();
    wholeHour = in.readBoolean();
    for (int i = 0; i < HOURS; i++) {
      floors[i] = in.readFloat();
    }
  }
}
