package dev.stormwatch.replay.score;

import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import java.util.OptionalLong;

/**
 * One thing that really happened in a recording. Durations are epoch milliseconds.
 *
 * @param id tells it from every other of its recording
 * @param severity how urgent a message about it ought to be
 * @param onset when the mechanism began
 * @param firstImpact the first thing that a user felt; empty when it never came to that
 * @param end when it was over, not before the onset
 * @param effect did another incident cause it? An alert about it is right, and nobody misses it
 * @param cause the mechanism that was at work; empty where it is not noted
 */
public record Label(
    String id,
    Kind kind,
    Severity severity,
    Entity entity,
    long onset,
    OptionalLong firstImpact,
    long end,
    boolean effect,
    String cause) {

  /**
   * How long after the end a message still counts as one about the incident: reports of what
   * happened take their time to arrive, and a page that comes late is late, not false.
   */
  public static final long GRACE_MILLIS = 5 * 60_000;

  /** The last instant at which a message counts as one about it. */
  long countsUntil() {
    return end + GRACE_MILLIS;
  }

  boolean countsAt(long time) {
    return time >= onset && time <= countsUntil();
  }

  /** Ought anybody to hear of it at all? */
  public boolean calls() {
    return severity.compareTo(Severity.INFO) > 0 && !effect;
  }
}
