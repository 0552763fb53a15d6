package dev.stormwatch.core.detect.coldstart;

import dev.stormwatch.core.detect.Severity;

/** What the detector makes of one slot. */
final class Verdict {

  final Severity severity;
  final Cause cause;
  final long onset;

  /** How long half of those waited who had to, microseconds. */
  final long waitMicros;

  Verdict(Severity severity, Cause cause, long onset, long waitMicros) {
    this.severity = severity;
    this.cause = cause;
    this.onset = onset;
    this.waitMicros = waitMicros;
  }
}
