package dev.stormwatch.core.detect;

import dev.stormwatch.core.model.Release;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was found of how a function's environments start and end, for those who look further. */
public final class Starts {

  /** Nothing is known. */
  public static final Starts UNKNOWN = new Starts(false, false, null);

  /** Somebody is told that calls end their environments. */
  public final boolean deathsTold;

  /** Somebody is woken because no call gets beyond its init. */
  public final boolean initsTold;

  private final @Nullable Release release;

  /**
   * @param release the latest; null where none is known
   */
  public Starts(boolean deathsTold, boolean initsTold, @Nullable Release release) {
    this.deathsTold = deathsTold;
    this.initsTold = initsTold;
    this.release = release;
  }

  /**
   * The release that took over since a time, null where none did.
   *
   * @param from epoch milliseconds
   */
  public @Nullable Release releaseSince(long from) {
    return release != null && release.at >= from ? release : null;
  }

  /**
   * The release that took over about when something began.
   *
   * @param since epoch milliseconds
   */
  public Optional<Release> releaseOf(long since) {
    return Optional.ofNullable(release).filter(latest -> latest.isOf(since));
  }
}
