package dev.stormwatch.replay.baseline;

import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.input.Input;
import dev.stormwatch.telemetry.DeadRecordException;
import dev.stormwatch.telemetry.FoldingDecoder;
import dev.stormwatch.telemetry.KinesisRecord;
import dev.stormwatch.telemetry.RecordDecoder;

/**
 * Makes metrics of a recording in one pass. Each record is decoded twice by the job's own decoder:
 * folded, which tells what is real and which invocations failed, and line by line, for what a slot
 * does not keep.
 */
public final class MetricReader {

  private final FoldingDecoder folding;
  private final RecordDecoder decoder;
  private final MetricView view;
  private final MetricLines lines;

  private MetricReader(Settings settings, String region, Estate estate) {
    folding = new FoldingDecoder(settings, region);
    decoder = new RecordDecoder(settings.decode, region);
    view = new MetricView(estate);
    lines = new MetricLines(view);
  }

  /**
   * Reads all of an input.
   *
   * @throws UserException when the input breaks off
   */
  public static MetricView read(Input input, Settings settings, Estate estate)
      throws UserException {
    MetricReader reader = new MetricReader(settings, input.region(), estate);
    try (Input.Records records = input.open()) {
      for (KinesisRecord record = records.next(); record != null; record = records.next()) {
        reader.add(record);
      }
    }
    return reader.view;
  }

  /** What cannot be read is passed over here as it is in the job, which counts it. */
  private void add(KinesisRecord record) {
    view.arrived(record.arrival);
    try {
      FunctionSlot slot = folding.fold(record);
      if (slot != null) {
        lines.begin(slot, record.arrival);
        decoder.decode(record.data, lines);
        lines.end();
      }
    } catch (DeadRecordException | RuntimeException | StackOverflowError e) {
      lines.abandon();
    }
  }
}
