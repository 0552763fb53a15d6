package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** How calls ended, by the version that the name of the log stream shows. */
public final class VersionResults {

  /** Versions told apart; a canary needs two. */
  private static final int KEPT = 4;

  /** Of one version. */
  public static final class Result {

    public final long calls;
    public final long failures;

    private Result(long calls, long failures) {
      this.calls = calls;
      this.failures = failures;
    }

    private Result plus(Result other) {
      return new Result(calls + other.calls, failures + other.failures);
    }

    /** Share of the calls that failed, 0 to 1. */
    public double share() {
      return calls == 0 ? 0 : Math.min(1, (double) failures / calls);
    }
  }

  private final TreeMap<String, Result> byVersion = new TreeMap<>(Inits.BY_AGE);

  /** Adds calls of a version; where its name is not known, nothing. */
  public void add(String version, long calls, long failures) {
    if (!version.isEmpty() && calls + failures > 0) {
      byVersion.merge(version, new Result(Math.max(calls, failures), failures), Result::plus);
      trim();
    }
  }

  /** Keeps the newest versions, which is the same in any order of merging. */
  private void trim() {
    while (byVersion.size() > KEPT) {
      byVersion.pollFirstEntry();
    }
  }

  public void addAll(VersionResults other) {
    other.byVersion.forEach((version, result) -> byVersion.merge(version, result, Result::plus));
    trim();
  }

  public void clear() {
    byVersion.clear();
  }

  /** Lets what is known count for half. */
  public void halve() {
    byVersion.replaceAll((version, of) -> new Result(of.calls / 2, of.failures / 2));
    byVersion.values().removeIf(of -> of.calls == 0);
  }

  /** The older first. */
  public NavigableMap<String, Result> byVersion() {
    return byVersion;
  }

  public void write(DataOutput out) throws IOException {
    Wire.writeInt(out, byVersion.size());
    for (Map.Entry<String, Result> entry : byVersion.entrySet()) {
      Wire.writeString(out, entry.getKey());
      Wire.writeLong(out, entry.getValue().calls);
      Wire.writeLong(out, entry.getValue().failures);
    }
  }

  public static VersionResults read(DataInput in) throws IOException {
    VersionResults results = new VersionResults();
    for (int size = Wire.readLength(in); size > 0; size--) {
      results.byVersion.put(Wire.readString(in), new Result(Wire.readLong(in), Wire.readLong(in)));
    }
    return results;
  }
}
