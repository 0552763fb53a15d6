package dev.stormwatch.core.detect;

import dev.stormwatch.core.model.OkVersions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A version of a function that took over from another. Versions are known by the names of log
 * streams; where two go on side by side neither took over.
 */
public final class Release {

  /** What is slower or costs more may keep up for some minutes, until more comes. */
  private static final long EARLIER_MILLIS = 180_000;

  /** What the version before had begun is over some seconds later. */
  private static final long LATER_MILLIS = 60_000;

  /** As the cause of what began with it. */
  public static final String CAUSE = "release";

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

  /** Did it take over about when something began? */
  public boolean isOf(long since) {
    return at >= since - EARLIER_MILLIS && at <= since + LATER_MILLIS;
  }

  /**
   * @param what what began then, as in "records began to wait"
   */
  public Recommendation rollBack(String function, String what) {
    return RollBack.to(
        before,
        function,
        Wording.text(
            "version %s took over at %s, about when %s",
            version, Instant.ofEpochMilli(at).truncatedTo(ChronoUnit.SECONDS), what));
  }
}
