package dev.stormwatch.replay.cli;

import dev.stormwatch.core.fold.LastWords;
import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.model.LogHistogram;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.telemetry.DeadRecordException;
import dev.stormwatch.telemetry.EventId;
import dev.stormwatch.telemetry.KinesisRecord;
import dev.stormwatch.telemetry.LineSink;
import dev.stormwatch.telemetry.LogDocument;
import dev.stormwatch.telemetry.LogEvent;
import dev.stormwatch.telemetry.RecordDecoder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What decode makes of every line of an input, counted. */
final class Inspection implements LineSink {

  private static final int EXAMPLES = 3;
  private static final int EXAMPLE_LENGTH = 160;

  /** What one function's log holds. */
  static final class OfFunction {
    long lines;
    long calls;
    long cold;
    long failureLines;
  }

  final Map<LineKind, Long> kinds = new EnumMap<>(LineKind.class);
  final Map<LineKind, List<String>> examples = new EnumMap<>(LineKind.class);
  final Map<String, OfFunction> functions = new TreeMap<>();
  final Map<String, Long> deadByReason = new TreeMap<>();
  final Map<String, Long> foreignGroups = new TreeMap<>();

  /** Ingestion by CloudWatch minus event time, milliseconds; where event ids tell. */
  final LogHistogram ingestionLag = new LogHistogram();

  /** Arrival in Kinesis minus event time, milliseconds. */
  final LogHistogram arrivalLag = new LogHistogram();

  long records;
  long controlMessages;
  long lines;
  long firstEvent = Long.MAX_VALUE;
  long lastEvent = Long.MIN_VALUE;

  private final RecordDecoder decoder;
  private final LastWords lastWords = new LastWords();
  private long arrival;
  private @Nullable LogDocument document;

  Inspection(Settings settings, String region) {
    decoder = new RecordDecoder(settings.decode, region);
  }

  void add(KinesisRecord record) {
    records++;
    arrival = record.arrival;
    try {
      if (decoder.decode(record.data, this) == RecordDecoder.Outcome.CONTROL_MESSAGE) {
        controlMessages++;
      }
    } catch (DeadRecordException e) {
      deadByReason.merge(e.reason().wireName() + ": " + e.getMessage(), 1L, Long::sum);
    }
  }

  @Override
  public void document(LogDocument newDocument) {
    document = newDocument;
    lastWords.begin();
  }

  @Override
  public void line(Observation line, LogEvent event) {
    lines++;
    kinds.merge(line.kind, 1L, Long::sum);
    times(line, event);
    if (line.kind.reading() == LineKind.Reading.NOT_UNDERSTOOD) {
      List<String> known = examples.computeIfAbsent(line.kind, kind -> new ArrayList<>());
      if (known.size() < EXAMPLES) {
        known.add(shown(event.message()));
      }
    }
    LogDocument current = document;
    if (current == null) {
      return;
    }
    if (current.ofFunction()) {
      OfFunction function =
          functions.computeIfAbsent(current.function().key(), key -> new OfFunction());
      Observation error = lastWords.hear(line);
      function.failureLines += error == null || error.complains ? 0 : 1;
      count(function, line);
    } else {
      foreignGroups.merge(current.logGroup(), 1L, Long::sum);
    }
  }

  private void times(Observation line, LogEvent event) {
    if (line.eventTime <= 0) {
      return;
    }
    firstEvent = Math.min(firstEvent, line.eventTime);
    lastEvent = Math.max(lastEvent, line.eventTime);
    long ingested = event.ingestionTime();
    if (ingested != EventId.UNKNOWN) {
      ingestionLag.add(ingested - line.eventTime);
    }
    arrivalLag.add(arrival - line.eventTime);
  }

  private static void count(OfFunction function, Observation line) {
    function.lines++;
    switch (line.kind) {
      case REPORT:
        function.calls++;
        if (line.initMicros > 0 || line.restoreMicros > 0) {
          function.cold++;
        }
        if (line.timedOut() || line.status.failed()) {
          function.failureLines++;
        }
        break;
      case TIMEOUT:
      case EXIT:
      case RUNTIME_ERROR:
        function.failureLines++;
        break;
      default:
        break;
    }
  }

  private static String shown(String message) {
    String line = message.strip().replaceAll("\\p{Cntrl}+", " ");
    return line.length() > EXAMPLE_LENGTH ? line.substring(0, EXAMPLE_LENGTH) + "…" : line;
  }

  /** Lines of all kinds that are read so far. */
  long count(LineKind.Reading reading) {
    return kinds.entrySet().stream()
        .filter(entry -> entry.getKey().reading() == reading)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
