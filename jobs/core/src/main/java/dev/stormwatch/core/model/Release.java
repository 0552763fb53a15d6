package dev.stormwatch.core.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A version of a function that took over from another. Versions are known by the names of log
 * streams; where two go on side by side neither took over.
 */
public final class Release {

  /** What is slower or costs more may keep up for some minutes, until more comes. */
  private static final long EARLIER_MILLIS = 180_000;

  /** What the version before had begun is over some seconds later. */
  private static final long LATER_MILLIS = 60_000;

  public final String version;
  public final String before;

  /** When it took over, epoch milliseconds. */
  public final long at;

  public Release(String version, String before, long at) {
    this.version = version;
    this.before = before;
    this.at = at;
  }

  /** The newest whose calls succeeded; it took over by the last success of the one before. */
  public static Release latest(OkVersions versions) {
    String before = versions.before();
    return new Release(versions.newest(), before, versions.lastAt(before));
  }

  /** The newer of two that may be unknown; the same in any order. */
  static @Nullable Release newer(@Nullable Release one, @Nullable Release other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    int order = Long.compare(one.at, other.at);
    return order > 0 || order == 0 && one.version.compareTo(other.version) > 0 ? one : other;
  }

  /** Did it take over about when something began? */
  public boolean isOf(long since) {
    return at >= since - EARLIER_MILLIS && at <= since + LATER_MILLIS;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeString(out, version);
    Wire.writeString(out, before);
    Wire.writeLong(out, at);
  }

  static Release read(DataInput in) throws IOException {
    return new Release(Wire.readString(in), Wire.readString(in), Wire.readLong(in));
  }
}
