package dev.stormwatch.core.detect.shard;

import dev.stormwatch.core.model.OkVersions;
import java.util.Optional;

/**
 * A version that took over as records began to wait. A version is known by its log streams, and
 * when it took over by the last success of the one before. Where both go on side by side neither
 * took over.
 */
final class Release {

  /** A slower consumer may keep up for some minutes, until more comes. */
  private static final long EARLIER_MILLIS = 180_000;

  /** What the version before had begun is over some seconds later. */
  private static final long LATER_MILLIS = 60_000;

  final String version;
  final String before;

  /** When the version before last succeeded, epoch milliseconds. */
  final long at;

  private Release(String version, String before, long at) {
    this.version = version;
    this.before = before;
    this.at = at;
  }

  static Optional<Release> asItBegan(OkVersions versions, long lagSince) {
    String before = versions.before();
    long at = versions.lastAt(before);
    return at >= lagSince - EARLIER_MILLIS && at <= lagSince + LATER_MILLIS
        ? Optional.of(new Release(versions.newest(), before, at))
        : Optional.empty();
  }
}
