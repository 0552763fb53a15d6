package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a function's lines tell about its environments' beginnings and ends: how long inits and
 * restores took, by version, and how calls went right after one that killed its environment.
 *
 * <p>After a timeout or an exit Lambda initialises the environment again inside the next call, and
 * no REPORT shows it. That call's duration does: so the durations of such followers are kept by
 * themselves.
 */
public final class Inits {

  /** Versions told apart in one slot; a canary needs two. */
  private static final int VERSIONS = 4;

  /** Published versions by number, the older first; what is no number is older than all. */
  static final Comparator<String> BY_AGE =
      Comparator.comparingLong(Inits::number).thenComparing(Comparator.naturalOrder());

  private final TreeMap<String, LogHistogram> byVersion = new TreeMap<>(BY_AGE);

  /** How long the handlers of cold calls took, init left out, microseconds. */
  public long coldMicros;

  /** Calls during which the process exited, and calls that timed out. */
  public long exits;

  public long timeouts;

  /** Of those, the event time of the first; {@link Long#MAX_VALUE} when none. */
  public long firstDeathAt = Long.MAX_VALUE;

  /** Calls right after such a call in the same environment, and those of them that died too. */
  public long followers;

  public long followersThatDied;

  /** How long the other followers took, microseconds. */
  public LogHistogram followerMicros = new LogHistogram();

  /** Lines that tell of a batch from an event source: nobody waits for such a call's answer. */
  public long batches;

  /** The largest iterator age that they tell of, milliseconds. */
  public long oldestMillis;

  /**
   * Adds an init or a restore.
   *
   * @param version as the log stream's name shows it; empty where it does not
   */
  public void add(String version, long micros) {
    byVersion.computeIfAbsent(version, v -> new LogHistogram()).add(micros);
    trim();
  }

  /** Keeps the newest versions, which is the same in any order of merging. */
  private void trim() {
    while (byVersion.size() > VERSIONS) {
      byVersion.pollFirstEntry();
    }
  }

  /** How long inits took, microseconds, by version, the older first. */
  public NavigableMap<String, LogHistogram> byVersion() {
    return byVersion;
  }

  void clear() {
    byVersion.clear();
    coldMicros = 0;
    exits = 0;
    timeouts = 0;
    firstDeathAt = Long.MAX_VALUE;
    followers = 0;
    followersThatDied = 0;
    followerMicros.clear();
    batches = 0;
    oldestMillis = 0;
  }

  void addAll(Inits other) {
    for (Map.Entry<String, LogHistogram> entry : other.byVersion.entrySet()) {
      byVersion
          .computeIfAbsent(entry.getKey(), version -> new LogHistogram())
          .addAll(entry.getValue());
    }
    trim();
    coldMicros += other.coldMicros;
    exits += other.exits;
    timeouts += other.timeouts;
    firstDeathAt = Math.min(firstDeathAt, other.firstDeathAt);
    followers += other.followers;
    followersThatDied += other.followersThatDied;
    followerMicros.addAll(other.followerMicros);
    batches += other.batches;
    oldestMillis = Math.max(oldestMillis, other.oldestMillis);
  }

  private static long number(String version) {
    if (version.isEmpty() || version.length() > 18) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < version.length(); i++) {
      int digit = version.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeInt(out, byVersion.size());
    for (Map.Entry<String, LogHistogram> entry : byVersion.entrySet()) {
      Wire.writeString(out, entry.getKey());
      entry.getValue().write(out);
    }
    Wire.writeLong(out, coldMicros);
    Wire.writeLong(out, exits);
    Wire.writeLong(out, timeouts);
    Wire.writeLong(out, firstDeathAt);
    Wire.writeLong(out, followers);
    Wire.writeLong(out, followersThatDied);
    followerMicros.write(out);
    Wire.writeLong(out, batches);
    Wire.writeLong(out, oldestMillis);
  }

  /**
   * @param version of the function's slot
   */
  static Inits read(int version, DataInput in) throws IOException {
    Inits inits = new Inits();
    for (int size = Wire.readLength(in); size > 0; size--) {
      inits.byVersion.put(Wire.readString(in), LogHistogram.read(in));
    }
    inits.coldMicros = Wire.readLong(in);
    inits.exits = Wire.readLong(in);
    inits.timeouts = Wire.readLong(in);
    inits.firstDeathAt = Wire.readLong(in);
    inits.followers = Wire.readLong(in);
    inits.followersThatDied = Wire.readLong(in);
    inits.followerMicros = LogHistogram.read(in);
    inits.batches = Wire.readLong(in);
    inits.oldestMillis = version >= 9 ? Wire.readLong(in) : 0;
    return inits;
  }
}
