package dev.stormwatch.core.detect.coldstart;

import dev.stormwatch.core.model.LogHistogram;
import dev.stormwatch.core.model.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** One fifth of the window, or all of it summed up. */
final class Pane {

  long calls;

  /** How long they took, and of that the cold ones, microseconds. */
  long durationMicros;

  long coldMicros;

  /** Most calls in one slot. */
  long peak;

  /** Environments alive when it began. */
  long living;

  /** Calls that waited for an init or a restore that their REPORT shows. */
  long cold;

  /** Of them, those of a version that is new, and those that restored a snapshot. */
  long ofNewVersion;

  long restores;

  /** How many cold calls the pauses before them made likely. */
  double expected;

  /** Calls that killed their environment: by exiting, or by running into the timeout. */
  long exits;

  long timeouts;
  long initFailures;

  /** Calls in slots in which some died. */
  long besideDeaths;

  /** Calls right after those in the same environment; those of them that died in turn. */
  long followers;

  long followersThatDied;

  /** Event time of the first cold call and of the first death. */
  long firstColdAt = Long.MAX_VALUE;

  long firstDeathAt = Long.MAX_VALUE;

  /** Trouble was suspected while this pane was in the window. */
  boolean suspect;

  /** Waits for an init or restore, microseconds. */
  LogHistogram waits = new LogHistogram();

  /** How long the followers took that did not die, microseconds. */
  LogHistogram followerMicros = new LogHistogram();

  /** Arrival minus event time, milliseconds. */
  LogHistogram lags = new LogHistogram();

  void addAll(Pane other) {
    calls += other.calls;
    durationMicros += other.durationMicros;
    coldMicros += other.coldMicros;
    peak = Math.max(peak, other.peak);
    living = Math.max(living, other.living);
    cold += other.cold;
    ofNewVersion += other.ofNewVersion;
    restores += other.restores;
    expected += other.expected;
    exits += other.exits;
    timeouts += other.timeouts;
    initFailures += other.initFailures;
    besideDeaths += other.besideDeaths;
    followers += other.followers;
    followersThatDied += other.followersThatDied;
    firstColdAt = Math.min(firstColdAt, other.firstColdAt);
    firstDeathAt = Math.min(firstDeathAt, other.firstDeathAt);
    suspect |= other.suspect;
    waits.addAll(other.waits);
    followerMicros.addAll(other.followerMicros);
    lags.addAll(other.lags);
  }

  /** Does it hold cold calls, none of them from before an event time? */
  boolean coldSince(long time) {
    return cold > 0 && firstColdAt >= time;
  }

  /**
   * Ends of environments by violence. An init that fails mostly shows as an exit or a timeout too.
   */
  long deaths() {
    return Math.max(exits + timeouts, initFailures);
  }

  /** Mean duration of a call that was not cold, microseconds; 0 when there was none. */
  double warmMicros() {
    return calls > cold ? Math.max(0, durationMicros - coldMicros) / (double) (calls - cold) : 0;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeLong(out, calls);
    Wire.writeLong(out, durationMicros);
    Wire.writeLong(out, coldMicros);
    Wire.writeLong(out, peak);
    Wire.writeLong(out, living);
    Wire.writeLong(out, cold);
    Wire.writeLong(out, ofNewVersion);
    Wire.writeLong(out, restores);
    out.writeDouble(expected);
    Wire.writeLong(out, exits);
    Wire.writeLong(out, timeouts);
    Wire.writeLong(out, initFailures);
    Wire.writeLong(out, besideDeaths);
    Wire.writeLong(out, followers);
    Wire.writeLong(out, followersThatDied);
    Wire.writeLong(out, firstColdAt);
    Wire.writeLong(out, firstDeathAt);
    out.writeBoolean(suspect);
    waits.write(out);
    followerMicros.write(out);
    lags.write(out);
  }

  static Pane read(DataInput in) throws IOException {
    Pane pane = new Pane();
    pane.calls = Wire.readLong(in);
    pane.durationMicros = Wire.readLong(in);
    pane.coldMicros = Wire.readLong(in);
    pane.peak = Wire.readLong(in);
    pane.living = Wire.readLong(in);
    pane.cold = Wire.readLong(in);
    pane.ofNewVersion = Wire.readLong(in);
    pane.restores = Wire.readLong(in);
    pane.expected = in.readDouble();
    pane.exits = Wire.readLong(in);
    pane.timeouts = Wire.readLong(in);
    pane.initFailures = Wire.readLong(in);
    pane.besideDeaths = Wire.readLong(in);
    pane.followers = Wire.readLong(in);
    pane.followersThatDied = Wire.readLong(in);
    pane.firstColdAt = Wire.readLong(in);
    pane.firstDeathAt = Wire.readLong(in);
    pane.suspect = in.readBoolean();
    pane.waits = LogHistogram.read(in);
    pane.followerMicros = LogHistogram.read(in);
    pane.lags = LogHistogram.read(in);
    return pane;
  }
}
