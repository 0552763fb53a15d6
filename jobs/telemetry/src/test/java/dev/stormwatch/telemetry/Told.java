package dev.stormwatch.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.stormwatch.core.fold.ConnectionSignal;
import dev.stormwatch.core.fold.DatabaseGauge;
import dev.stormwatch.core.fold.EventSourceReport;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.fold.Observation.Status;
import dev.stormwatch.core.fold.PartitionReport;
import dev.stormwatch.core.model.CallTrace;
import dev.stormwatch.core.model.MappingCounts.Metric;
import dev.stormwatch.core.settings.DecodeSettings;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.util.Locale;

/**
 * What a line told, as one readable text that holds everything told and nothing that was not: a
 * table's row can be compared whole; only the level is left to {@link ErrorLevelTest}. The request
 * id {@link #ID} is written {@code ID}.
 */
final class Told {

  static final String ID = "5b0c7a52-61c4-4d0e-9d53-6f3c1c5b2a77";

  private static final DecodeSettings SETTINGS = SettingsReader.defaults().decode;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(SETTINGS.maxNestingDepth)
                  .maxStringLength(SETTINGS.maxInflatedBytes)
                  .build())
          .build();

  private static final LineReader READER = new LineReader(JSON, SETTINGS);

  /** In the order of their bits. */
  private static final String[] TRAITS = {
    "DURABLE", "MANAGED_INSTANCES", "TENANTS", "SNAP_START", "PROVISIONED_CONCURRENCY"
  };

  private final StringBuilder text = new StringBuilder();

  private Told() {}

  /** JSON written with apostrophes, and {@code %s} for the request id. */
  static String json(String apostrophes) {
    return apostrophes.replace('\'', '"').replace("%s", ID);
  }

  /** What a line of a function's log tells. */
  static String by(String message) {
    return by(Documents.GROUP, message);
  }

  static String by(String logGroup, String message) {
    return of(read(logGroup, message));
  }

  static Observation read(String message) {
    return read(Documents.GROUP, message);
  }

  private static Observation read(String logGroup, String message) {
    Observation line = new Observation();
    line.reset(Documents.T);
    READER.read(
        new LogDocument(new LogGroup("111122223333", "eu-west-1", logGroup), Documents.STREAM),
        message,
        line);
    return line;
  }

  static String of(Observation line) {
    Told told = new Told();
    told.text.append(line.kind);
    told.text("id", line.requestId().equals(ID) ? "ID" : line.requestId());
    told.number("duration", line.durationMicros);
    told.number("init", line.initMicros);
    told.number("restore", line.restoreMicros);
    told.number("billed", line.billedMillis);
    told.number("memory", line.memoryMegabytes);
    told.text("status", line.status == Status.NOT_SAID ? "" : line.status.name());
    told.text("error", line.errorType);
    told.text("exception", line.exception);
    told.trace(line.trace);
    told.text("phase", line.phase);
    for (int i = 0; i < TRAITS.length; i++) {
      told.flag(TRAITS[i], (line.traits & 1 << i) != 0);
    }
    told.text("words", line.connection == ConnectionSignal.NONE ? "" : line.connection.name());
    told.text("host", line.endpoint);
    told.flag("COLD", line.saysColdStart);
    told.number("dropped", line.droppedRecords == 0 ? Observation.NONE : line.droppedRecords);
    told.number("processor", line.processorMicros);
    told.source(line.source);
    told.gauge(line.gauge);
    for (Metric metric : Metric.values()) {
      told.number(metric.name().toLowerCase(Locale.ROOT), line.mapping.get(metric));
    }
    told.text("of", line.function);
    told.flag("OF_ACCOUNT", line.throttle.ofAccount);
    told.text("called", line.throttle.function);
    return told.text.toString();
  }

  private void trace(CallTrace trace) {
    if (trace.teller != CallTrace.NOBODY) {
      text("trace", CallTrace.xray(trace.high, trace.low));
    }
    flag("CORRELATED", trace.correlation != 0);
    number("depth", trace.depth);
  }

  private void source(EventSourceReport source) {
    text("source", source.eventSource);
    text("shard", source.shard);
    text("first", source.firstSequenceNumber);
    text("last", source.lastSequenceNumber);
    text("message", source.messageId);
    text("group", source.messageGroup);
    text("failed", source.failedItem);
    number("failures", source.failedItems);
    number("batch", source.batchSize);
    number("age", source.iteratorAgeMillis);
    number("attempts", source.attempts);
    text("outcome", source.outcome);
    text("cause", source.errorType);
    text("function", source.functionArn);
    for (PartitionReport told : source.partitions) {
      text("partition", told.partition);
      number("end", told.endOffset);
      number("processed", told.processedOffset);
    }
  }

  private void gauge(DatabaseGauge gauge) {
    text("database", gauge.database);
    number("connections", gauge.connections);
    number("max", gauge.maxConnections);
  }

  private void text(String name, String value) {
    if (!value.isEmpty()) {
      text.append(' ').append(name).append('=').append(value);
    }
  }

  private void number(String name, long value) {
    text(name, value == Observation.NONE ? "" : Long.toString(value));
  }

  private void flag(String name, boolean set) {
    text.append(set ? " " + name : "");
  }
}
