package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.DatabaseGauge;
import dev.stormwatch.core.fold.EventSourceFold;
import dev.stormwatch.core.fold.LastWords;
import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.fold.ProcessorFold;
import dev.stormwatch.core.fold.RecentRecords;
import dev.stormwatch.core.fold.RecordFold;
import dev.stormwatch.core.model.DatabaseSlot;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.GaugeReading;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.telemetry.RecordDecoder.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decode and fold as one function: the bytes of a Kinesis record in, what it says about its
 * function out.
 *
 * <p>Not safe for threads: it uses its buffers again.
 */
public final class FoldingDecoder {

  /** What became of a record. */
  public enum Result {
    FOLDED,
    CONTROL_MESSAGE,
    /** Nothing about a function: another product's log, or a log that the settings ignore. */
    OTHER,
    /** CloudWatch Logs delivered it before. */
    DUPLICATE,
    /** Of a function beyond the number that the settings let a decoder follow. */
    TOO_MANY_FUNCTIONS
  }

  private final RecordDecoder decoder;
  private final Folding folding;
  private final int duplicateMemory;
  private final Map<String, RecentRecords> recent = new HashMap<>();
  private final Map<String, RecentRecords> restored = new HashMap<>();
  private Result result = Result.OTHER;

  public FoldingDecoder(Settings settings, String defaultRegion) {
    this.decoder = new RecordDecoder(settings.decode, defaultRegion);
    this.folding = new Folding(settings);
    this.duplicateMemory = settings.decode.duplicateMemory;
  }

  /**
   * Decodes and folds one record.
   *
   * @return valid until the next record; null when the record adds nothing, see {@link #result}
   * @throws DeadRecordException when the record cannot be read; nothing of it is kept
   */
  public @Nullable FunctionSlot fold(KinesisRecord record) throws DeadRecordException {
    folding.begin(record.arrival);
    Outcome outcome = decoder.decode(record.data, folding);
    result = outcome == Outcome.CONTROL_MESSAGE ? Result.CONTROL_MESSAGE : folding.result;
    if (result != Result.FOLDED) {
      return null;
    }
    if (seen(record.shardId)) {
      result = Result.DUPLICATE;
      return null;
    }
    return folding.fold.finish(decoder.ingestionTime());
  }

  /**
   * What the latest record told of databases' connections, a few at most: the latest of each. Valid
   * until the next record.
   */
  public List<GaugeReading> gauges() {
    return folding.gauges.readings;
  }

  /** What the latest record told of event sources; valid until the next record. */
  public Collection<EventSourceSlot> eventSources() {
    return folding.sources.finish();
  }

  /**
   * What the latest record, being Lambda Insights', told of functions' processors; slots that hold
   * nothing else. Valid until the next record.
   */
  public Collection<FunctionSlot> processorUse() {
    return folding.processors.slots();
  }

  private boolean seen(String shardId) {
    if (duplicateMemory == 0) {
      return false;
    }
    RecentRecords memory = recent.get(shardId);
    if (memory == null) {
      RecentRecords kept = restored.remove(shardId);
      memory = kept == null ? new RecentRecords(shardId, duplicateMemory) : kept;
      recent.put(shardId, memory);
    }
    return memory.seen(decoder.fingerprint());
  }

  /** What became of the latest record. */
  public Result result() {
    return result;
  }

  /** Log events read so far that had none of the forms that are read fast. */
  public long genericLines() {
    return decoder.genericLines();
  }

  /**
   * The shards' memories, to be kept in a checkpoint.
   *
   * @param untouched also those that were restored and whose shard was not read since
   */
  public List<RecentRecords> memories(boolean untouched) {
    List<RecentRecords> memories = new ArrayList<>(recent.values());
    if (untouched) {
      memories.addAll(restored.values());
    }
    return memories;
  }

  /** Takes over a shard's memory from a checkpoint; of several the one that knows most. */
  public void restore(RecentRecords memory) {
    RecentRecords known = restored.get(memory.shardId);
    if (known == null || memory.newerThan(known)) {
      restored.put(memory.shardId, memory);
    }
  }

  private static final class Folding implements LineSink {

    private final Settings settings;
    private final RecordFold fold = new RecordFold();
    private final EventSourceFold sources = new EventSourceFold();
    private final LastWords lastWords = new LastWords();
    private final ProcessorFold processors = new ProcessorFold();
    private final FunctionLimit limit;
    private final DatabaseSlot gauges = new DatabaseSlot("", "", "");
    private long arrival;
    private Result result = Result.OTHER;

    private Folding(Settings settings) {
      this.settings = settings;
      this.limit = new FunctionLimit(settings.decode.maxFunctions);
    }

    private void begin(long newArrival) {
      arrival = newArrival;
      gauges.readings.clear();
      processors.clear();
      result = Result.OTHER;
    }

    @Override
    public void document(LogDocument document) {
      if (document.group.kind == LogGroup.Kind.INSIGHTS) {
        processors.begin(document.group.account, document.group.region);
      }
      if (!document.ofFunction() || settings.ignores(document.logGroup())) {
        return;
      }
      if (limit.exceededBy(document, arrival)) {
        result = Result.TOO_MANY_FUNCTIONS;
        return;
      }
      fold.begin(document, arrival);
      sources.begin(document, arrival);
      lastWords.begin();
      result = Result.FOLDED;
    }

    @Override
    public void line(Observation line, LogEvent event) {
      if (line.kind == LineKind.INSIGHTS) {
        processors.add(line);
      }
      if (result == Result.FOLDED) {
        Observation error = lastWords.hear(line);
        if (error != null) {
          sources.add(error);
          fold.endedWith(error);
        }
        sources.add(line);
        fold.add(line);
        DatabaseGauge gauge = line.gauge;
        if (gauge.connections != Observation.NONE && !gauge.database.isEmpty()) {
          gauges.add(
              new GaugeReading(
                  gauge.database, line.eventTime, gauge.connections, gauge.maxConnections));
        }
      }
    }
  }
}
