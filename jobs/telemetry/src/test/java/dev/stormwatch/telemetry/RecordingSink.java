package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.ConnectionSignal;
import dev.stormwatch.core.fold.DatabaseGauge;
import dev.stormwatch.core.fold.EventSourceReport;
import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.fold.Observation.Status;
import dev.stormwatch.core.model.CallTrace;
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
      long requestKey,
      long durationMicros,
      long initMicros,
      long restoreMicros,
      long billedMillis,
      long memoryMegabytes,
      long usedMegabytes,
      Status status,
      String errorType,
      String exception,
      boolean complains,
      String phase,
      int traits,
      ConnectionSignal connection,
      String endpoint,
      boolean saysColdStart,
      long droppedRecords,
      List<Object> trace,
      List<Object> source,
      List<Object> gauge,
      List<Object> throttle,
      String eventId,
      long ingestionTime,
      String message) {}

  /** A copy of a document's head; the function is null where it is no function's log. */
  record Head(
      FunctionId function, String logGroup, String logStream, long environment, String database) {
    static Head of(LogDocument document) {
      return new Head(
          document.ofFunction() ? document.function() : null,
          document.logGroup(),
          document.logStream(),
          document.environment(),
          document.group.database);
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
    lines.add(copy(line, event.id(), event.ingestionTime(), event.message()));
  }

  static Line copy(Observation line, String eventId, long ingestionTime, String message) {
    return new Line(
        line.kind,
        line.eventTime,
        line.requestId(),
        line.requestKey(),
        line.durationMicros,
        line.initMicros,
        line.restoreMicros,
        line.billedMillis,
        line.memoryMegabytes,
        line.usedMegabytes,
        line.status,
        line.errorType,
        line.exception,
        line.complains,
        line.phase,
        line.traits,
        line.connection,
        line.endpoint,
        line.saysColdStart,
        line.droppedRecords,
        copy(line.trace),
        copy(line.source),
        copy(line.gauge),
        List.of(line.throttle.told, line.throttle.ofAccount, line.throttle.function),
        eventId,
        ingestionTime,
        message);
  }

  private static List<Object> copy(CallTrace trace) {
    return List.of(trace.high, trace.low, trace.teller, trace.correlation, trace.depth);
  }

  private static List<Object> copy(EventSourceReport source) {
    return List.of(
        source.eventSource,
        source.shard,
        source.firstSequenceNumber,
        source.lastSequenceNumber,
        source.messageId,
        source.messageIds,
        source.messageGroup,
        source.failedItem,
        source.failedItems,
        source.batchSize,
        source.iteratorAgeMillis,
        source.attempts,
        source.outcome,
        source.errorType,
        source.functionArn,
        source.partitions.stream()
            .map(told -> List.of(told.partition, told.endOffset, told.processedOffset))
            .toList());
  }

  private static List<Object> copy(DatabaseGauge gauge) {
    return List.of(gauge.database, gauge.connections, gauge.maxConnections);
  }

  List<LineKind> kinds() {
    return lines.stream().map(Line::kind).toList();
  }
}
