package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** Versions of a function whose batches succeeded, and when one last did: the latest few. */
public final class OkVersions {

  private static final int KEPT = 4;

  private static final Comparator<Map.Entry<String, Long>> OLDEST_FIRST =
      Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey());

  private final TreeMap<String, Long> latest = new TreeMap<>();

  public void add(String version, long at) {
    if (version.isEmpty()) {
      return;
    }
    latest.merge(version, at, Math::max);
    if (latest.size() > KEPT) {
      latest.entrySet().stream().min(OLDEST_FIRST).ifPresent(old -> latest.remove(old.getKey()));
    }
  }

  public void addAll(OkVersions other) {
    other.latest.forEach(this::add);
  }

  /** Did others succeed, and this one never? */
  public boolean neverIs(String version) {
    return !version.isEmpty() && !latest.isEmpty() && !latest.containsKey(version);
  }

  /** The one that succeeded last; empty where none is known. */
  public String newest() {
    return latest.entrySet().stream().max(OLDEST_FIRST).map(Map.Entry::getKey).orElse("");
  }

  /** The one that succeeded last but for the newest; empty where none is known. */
  public String before() {
    return latest.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(newest()))
        .max(OLDEST_FIRST)
        .map(Map.Entry::getKey)
        .orElse("");
  }

  /** When a version last succeeded, epoch milliseconds; 0 where it is not known. */
  public long lastAt(String version) {
    return latest.getOrDefault(version, 0L);
  }

  public void write(DataOutput out) throws IOException {
    Wire.writeInt(out, latest.size());
    for (Map.Entry<String, Long> entry : latest.entrySet()) {
      Wire.writeString(out, entry.getKey());
      Wire.writeLong(out, entry.getValue());
    }
  }

  public static OkVersions read(DataInput in) throws IOException {
    OkVersions versions = new OkVersions();
    for (int size = Wire.readLength(in); size > 0; size--) {
      versions.latest.put(Wire.readString(in), Wire.readLong(in));
    }
    return versions;
  }
}
