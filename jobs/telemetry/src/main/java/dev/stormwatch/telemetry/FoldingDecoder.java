package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.fold.RecordFold;
import dev.stormwatch.core.model.FunctionSlot;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.telemetry.RecordDecoder.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Decode and fold as one function: the bytes of a Kinesis record in, what it says about its
 * function out.
 *
 * <p>Not safe for threads: it uses its buffers again.
 */
public final class FoldingDecoder {

  private final RecordDecoder decoder;
  private final Folding folding;
  private Outcome outcome = Outcome.LOG_EVENTS;

  public FoldingDecoder(Settings settings, String defaultRegion) {
    this.decoder = new RecordDecoder(settings.decode, defaultRegion);
    this.folding = new Folding(settings);
  }

  /**
   * Decodes and folds one record.
   *
   * @return valid until the next record; null when the record holds nothing about a function: a
   *     control message, another product's log, or a log that the settings ignore
   * @throws DeadRecordException when the record cannot be read; nothing of it is kept
   */
  public @Nullable FunctionSlot fold(KinesisRecord record) throws DeadRecordException {
    folding.arrival = record.arrival;
    folding.folded = false;
    outcome = decoder.decode(record.data, folding);
    return folding.folded ? folding.fold.finish() : null;
  }

  /** What kind of record the latest one was. */
  public Outcome outcome() {
    return outcome;
  }

  private static final class Folding implements LineSink {

    private final Settings settings;
    private final RecordFold fold = new RecordFold();
    private long arrival;
    private boolean folded;

    private Folding(Settings settings) {
      this.settings = settings;
    }

    @Override
    public void document(LogDocument document) {
      if (document.ofFunction() && !settings.ignores(document.logGroup())) {
        fold.begin(document, arrival);
        folded = true;
      }
    }

    @Override
    public void line(Observation line, LogEvent event) {
      if (folded) {
        fold.add(line);
      }
    }
  }
}
