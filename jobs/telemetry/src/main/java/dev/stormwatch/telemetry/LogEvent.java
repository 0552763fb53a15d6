package dev.stormwatch.telemetry;

/** One log event as it stands in its record. Valid only until the next one. */
public interface LogEvent {

  /** CloudWatch's id, empty when it gave none. */
  String id();

  /** The line as it was logged. */
  String message();

  /**
   * When CloudWatch Logs took the event in, epoch milliseconds; {@link EventId#UNKNOWN} where the
   * id does not tell.
   */
  long ingestionTime();
}
