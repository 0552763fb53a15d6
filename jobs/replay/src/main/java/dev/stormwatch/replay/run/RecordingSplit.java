package dev.stormwatch.replay.run;

import dev.stormwatch.core.settings.ClockSettings;
import dev.stormwatch.telemetry.KinesisRecord;
import java.io.Serializable;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceSplit;

/** The one split of an input: it is read in order, from a position on. */
final class RecordingSplit
    implements IteratorSourceSplit<KinesisRecord, RecordingIterator>, Serializable {

  private static final long serialVersionUID = 1L;

  private final ClockSettings clock;
  private final int run;
  private final long position;

  RecordingSplit(ClockSettings clock, int run, long position) {
    this.clock = clock;
    this.run = run;
    this.position = position;
  }

  ClockSettings clock() {
    return clock;
  }

  /** Number of the run, whose input it is. */
  int run() {
    return run;
  }

  /** Records to skip. */
  long position() {
    return position;
  }

  @Override
  public String splitId() {
    return "run-" + run;
  }

  @Override
  public RecordingIterator getIterator() {
    return new RecordingIterator(this);
  }

  @Override
  public RecordingSplit getUpdatedSplitForIterator(RecordingIterator iterator) {
    return new RecordingSplit(clock, run, iterator.position());
  }
}
