package dev.stormwatch.core.detect.dependency;

import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.track.FunctionTrack;

/** What counts as a call in trouble. */
enum Trouble {
  FAILURES(FunctionSlot.HAS_FAILED),
  /** Those that ended with a complaint too. */
  COMPLAINTS_TOO(FunctionSlot.HAS_FAILED | FunctionSlot.HAS_COMPLAINED);

  /** Of environments with such a call. */
  final int flags;

  Trouble(int flags) {
    this.flags = flags;
  }

  /**
   * Such calls in the latest slot; where a line told of a batch that failed, its source says more.
   */
  long count(FunctionTrack track) {
    return track.untoldFailures() + (this == FAILURES ? 0 : track.complaints());
  }
}
