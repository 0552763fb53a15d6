package dev.stormwatch.core.detect.dependency;

import static dev.stormwatch.core.detect.dependency.DependencyState.NEVER;

import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How long a function's calls take, minute by minute, beside what is usual; see {@link SlowRule}.
 */
final class Slowness {

  private static final long MINUTE_MILLIS = 60_000;

  /** Of fewer calls a mean says nothing; a minute is as long as it takes, up to so many. */
  private static final long FEWEST = 10;

  private static final int LONGEST_MINUTES = 5;

  /** Minutes that usual values are the mean of, about. */
  private static final float MEMORY = 60;

  /** What is left of the slowest minute a minute later: half of it after a day. */
  private static final float FADING = 0.9995f;

  /** Begin of the minute that is counted, on the arrival clock; NEVER before the first. */
  private long since = NEVER;

  private long calls;
  private long micros;

  /** Of the newest minute: mean milliseconds of a call, and calls. */
  private float mean;

  private long counted;
  private float perMinute;

  private float usualMillis;
  private float usualCalls;

  /** Of the minutes that were learned from, the largest mean; fades within days. */
  private float slowest;

  /** Minutes that were learned from, as far as that matters. */
  private float known;

  /** Begin of the first of the minutes that are slow, one after another; and their largest mean. */
  private long slowSince = NEVER;

  private float spell;
  private boolean told;

  /** Takes in calls that ended; true when a minute is full. */
  boolean take(long end, long slotMillis, long ended, long durationMicros) {
    if (since == NEVER) {
      since = end - slotMillis;
    }
    calls += ended;
    micros += durationMicros;
    long millis = end - since;
    if (millis < MINUTE_MILLIS || calls < FEWEST && millis < LONGEST_MINUTES * MINUTE_MILLIS) {
      return false;
    }
    counted = calls;
    mean = calls == 0 ? 0 : (float) (micros / 1000.0 / calls);
    perMinute = (float) (calls * MINUTE_MILLIS / (double) millis);
    calls = 0;
    micros = 0;
    since = end;
    return true;
  }

  /** Takes the newest minute for a slow one. */
  void slow(long end) {
    slowSince = slowSince == NEVER ? end - MINUTE_MILLIS : slowSince;
    spell = Math.max(spell, mean);
  }

  /** Those that were slow are over. Of a few of them, which nobody was told of, it learns. */
  void over() {
    slowest = told ? slowest : Math.max(slowest, spell);
    forget();
  }

  /** Something else is told of these calls. */
  void forget() {
    slowSince = NEVER;
    spell = 0;
    told = false;
  }

  void tell() {
    told = true;
  }

  boolean told() {
    return told;
  }

  long slowSince() {
    return slowSince;
  }

  boolean enough() {
    return counted >= FEWEST;
  }

  /** Learns from the newest minute. */
  void learn() {
    known = Math.min(MEMORY, known + 1);
    usualMillis += (mean - usualMillis) / known;
    usualCalls += (perMinute - usualCalls) / known;
    slowest = Math.max(mean, slowest * FADING);
  }

  /** Takes what is for what is usual. */
  void accept() {
    forget();
    known = 0;
    slowest = 0;
    learn();
  }

  float mean() {
    return mean;
  }

  long counted() {
    return counted;
  }

  /** The largest mean of the minutes that are slow. */
  float spell() {
    return spell;
  }

  float usualMillis() {
    return usualMillis;
  }

  float usualCalls() {
    return usualCalls;
  }

  float perMinute() {
    return perMinute;
  }

  float slowest() {
    return slowest;
  }

  float known() {
    return known;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeLong(out, since);
    Wire.writeLong(out, calls);
    Wire.writeLong(out, micros);
    out.writeFloat(mean);
    Wire.writeLong(out, counted);
    out.writeFloat(perMinute);
    out.writeFloat(usualMillis);
    out.writeFloat(usualCalls);
    out.writeFloat(slowest);
    out.writeFloat(known);
    Wire.writeLong(out, slowSince);
    out.writeFloat(spell);
    out.writeBoolean(told);
  }

  static Slowness read(DataInput in) throws IOException {
    Slowness state = new Slowness();
    state.since = Wire.readLong(in);
    state.calls = Wire.readLong(in);
    state.micros = Wire.readLong(in);
    state.mean = in.readFloat();
    state.counted = Wire.readLong(in);
    state.perMinute = in.readFloat();
    state.usualMillis = in.readFloat();
    state.usualCalls = in.readFloat();
    state.slowest = in.readFloat();
    state.known = in.readFloat();
    state.slowSince = Wire.readLong(in);
    state.spell = in.readFloat();
    state.told = in.readBoolean();
    return state;
  }
}
