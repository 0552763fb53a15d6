package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.Observation;

/** Receives what a record holds, in the record's own order. */
public interface LineSink {

  /** A document begins; called once for each document that holds log events. */
  void document(LogDocument document);

  /**
   * One log event.
   *
   * @param line what it told; filled again for the next line
   * @param event the event itself, to be read only by who needs its text
   */
  void line(Observation line, LogEvent event);
}
