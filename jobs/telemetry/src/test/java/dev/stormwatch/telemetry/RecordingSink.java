package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.fold.Observation.Status;
import dev.stormwatch.core.model.FunctionId;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a record held. */
final class RecordingSink implements LineSink {

  /** A copy of an observation. */
  record Line(
      LineKind kind,
      long eventTime,
      String requestId,
      long durationMicros,
      long initMicros,
      long restoreMicros,
      long billedMillis,
      long memoryMegabytes,
      Status status,
      String errorType,
      String phase,
      String eventId,
      String message) {}

  /** A copy of a document's head; the function is null where it is no function's log. */
  record Head(FunctionId function, String logGroup, String logStream) {
    static Head of(LogDocument document) {
      return new Head(
          document.ofFunction() ? document.function() : null,
          document.logGroup(),
          document.logStream());
    }
  }

  final List<Head> documents = new ArrayList<>();
  final List<Line> lines = new ArrayList<>();

  @Override
  public void document(LogDocument document) {
    documents.add(Head.of(document));
  }

  @Override
  public void line(Observation line, LogEvent event) {
    lines.add(
        new Line(
            line.kind,
            line.eventTime,
            line.requestId(),
            line.durationMicros,
            line.initMicros,
            line.restoreMicros,
            line.billedMillis,
            line.memoryMegabytes,
            line.status,
            line.errorType,
            line.phase,
            event.id(),
            event.message()));
  }

  List<LineKind> kinds() {
    return lines.stream().map(Line::kind).toList();
  }
}
