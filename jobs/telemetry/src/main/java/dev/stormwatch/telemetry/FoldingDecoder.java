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
  private final Settings settings;
  private final RecordFold fold = new RecordFold();
  private Outcome outcome = Outcome.LOG_EVENTS;

  public FoldingDecoder(Settings settings, String defaultRegion) {
    this.settings = settings;
    this.decoder = new RecordDecoder(settings.decode, defaultRegion);
  }

  /**
   * Decodes and folds one record.
   *
   * @return null when the record holds nothing about a function: a control message, another
   *     product's log, or a log that the settings ignore
   * @throws DeadRecordException when the record cannot be read; nothing of it is kept
   */
  public @Nullable FunctionSlot fold(KinesisRecord record) throws DeadRecordException {
    Folding folding = new Folding(record.arrival);
    outcome = decoder.decode(record.data, folding);
    if (!folding.folded) {
      return null;
    }
    FunctionSlot slot = fold.finish();
    slot.logGroup = folding.logGroup;
    return slot;
  }

  /** What kind of record the latest one was. */
  public Outcome outcome() {
    return outcome;
  }

  private final class Folding implements LineSink {

    private final long arrival;
    private boolean folded;
    private String logGroup = "";

    private Folding(long arrival) {
      this.arrival = arrival;
    }

    @Override
    public void document(LogDocument document) {
      if (document.function != null && !settings.ignores(document.logGroup)) {
        fold.begin(document.function, document.logStream, arrival);
        logGroup = document.logGroup;
        folded = true;
      }
    }

    @Override
    public void line(Observation line, String eventId, String message) {
      if (folded) {
        fold.add(line);
      }
    }
  }
}
