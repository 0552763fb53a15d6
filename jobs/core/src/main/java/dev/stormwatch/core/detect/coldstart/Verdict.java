package dev.stormwatch.core.detect.coldstart;

import dev.stormwatch.core.detect.Severity;
import org.jspecify.annotations.Nullable;

/** What the detector makes of one slot. */
final class Verdict {

  final Severity severity;
  final Cause cause;
  final long onset;

  /** How long half of those waited who had to, microseconds. */
  final long waitMicros;

  /** What showed it, where that is longer than the window; null where it is that. */
  final @Nullable ColdStartWindow shownBy;

  /** The part of the window that it shows in; null where that is all of it. */
  @Nullable ColdStartWindow since;

  /** The calls that it is about, where all of them fail in their init; null otherwise. */
  @Nullable FailingInits failing;

  /** It was one moment's, and nothing of it is left to act on. */
  boolean over;

  Verdict(Severity severity, Cause cause, long onset, long waitMicros) {
    this(severity, cause, onset, waitMicros, null);
  }

  Verdict(
      Severity severity,
      Cause cause,
      long onset,
      long waitMicros,
      @Nullable ColdStartWindow shownBy) {
    this.severity = severity;
    this.cause = cause;
    this.onset = onset;
    this.waitMicros = waitMicros;
    this.shownBy = shownBy;
  }
}
