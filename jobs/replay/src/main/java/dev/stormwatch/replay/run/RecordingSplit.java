package dev.stormwatch.replay.run;

import dev.stormwatch.core.settings.ClockSettings;
import dev.stormwatch.telemetry.KinesisRecord;
import java.io.Serializable;
import java.nio.file.Path;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceSplit;
import org.jspecify.annotations.Nullable;

/** The one split of an input: it is read in order, from a position on. */
final class RecordingSplit
    implements IteratorSourceSplit<KinesisRecord, RecordingIterator>, Serializable {

  private static final long serialVersionUID = 1L;

  private final String path;
  private final @Nullable String logGroup;
  private final ClockSettings clock;
  private final int run;
  private final long position;

  RecordingSplit(
      String path, @Nullable String logGroup, ClockSettings clock, int run, long position) {
    this.path = path;
    this.logGroup = logGroup;
    this.clock = clock;
    this.run = run;
    this.position = position;
  }

  Path path() {
    return Path.of(path);
  }

  @Nullable String logGroup() {
    return logGroup;
  }

  ClockSettings clock() {
    return clock;
  }

  int run() {
    return run;
  }

  /** Records to skip. */
  long position() {
    return position;
  }

  @Override
  public String splitId() {
    return path;
  }

  @Override
  public RecordingIterator getIterator() {
    return new RecordingIterator(this);
  }

  @Override
  public RecordingSplit getUpdatedSplitForIterator(RecordingIterator iterator) {
    return new RecordingSplit(path, logGroup, clock, run, iterator.position());
  }
}
