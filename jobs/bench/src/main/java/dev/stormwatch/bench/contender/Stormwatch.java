package dev.stormwatch.bench.contender;

import dev.stormwatch.bench.corpus.Corpus;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.model.Sightings;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.telemetry.DeadRecordException;
import dev.stormwatch.telemetry.FoldingDecoder;
import dev.stormwatch.telemetry.KinesisRecord;
import dev.stormwatch.telemetry.json.SettingsException;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The product's own decoder, as the job runs it. It works out more than is asked for here:
 * histograms of waits and lags, busy time, environments, the longest cold calls.
 */
final class Stormwatch implements Contender {

  private final FoldingDecoder decoder;

  /**
   * The memory for duplicates is on, but shorter than any corpus: a record that comes round again
   * is to be read like the first time.
   */
  private static final String SETTINGS = "{\"decode\":{\"duplicateMemory\":%d}}";

  Stormwatch(String region) {
    try {
      Settings settings = SettingsReader.read(SETTINGS.formatted(Corpus.FEWEST_RECORDS / 2));
      decoder = new FoldingDecoder(settings, region);
    } catch (SettingsException e) {
      throw new IllegalStateException("the benchmark's own settings are not valid", e);
    }
  }

  @Override
  public String name() {
    return "stormwatch";
  }

  @Override
  public boolean read(KinesisRecord record, Reading reading) throws IOException {
    FunctionSlot slot = fold(record);
    if (slot == null) {
      return false;
    }
    reading.reset(slot.function.account(), slot.function.region(), slot.function.name());
    reading.events = slot.events;
    reading.invocations = slot.invocations;
    reading.durationMicros = slot.durationMicros;
    reading.billedMillis = slot.billedMillis;
    reading.coldStarts = slot.coldStarts;
    reading.exhaustionLines = slot.exhaustionLines;
    Sightings requests = slot.requests;
    for (int i = 0; i < requests.size(); i++) {
      int flags = requests.flags(i);
      if ((flags & FunctionSlot.FAILED) != 0) {
        reading.failedCalls++;
      }
      if ((flags & FunctionSlot.TIMED_OUT) != 0) {
        reading.timedOutCalls++;
      }
    }
    return true;
  }

  @Override
  public long fallbackLines() {
    return decoder.genericLines();
  }

  private @Nullable FunctionSlot fold(KinesisRecord record) throws IOException {
    try {
      return decoder.fold(record);
    } catch (DeadRecordException e) {
      throw new IOException("not readable: record " + record.sequenceNumber, e);
    }
  }
}
