package dev.stormwatch.replay.run;

import dev.stormwatch.core.settings.ClockSettings;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.input.Input;
import dev.stormwatch.replay.input.Inputs;
import dev.stormwatch.telemetry.KinesisRecord;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Walks an input from a position on, and ends with a tick that lets the last slot close. */
final class RecordingIterator implements Iterator<KinesisRecord> {

  private final RecordingSplit split;
  private final Progress progress;
  private final Input.Records records;
  private @Nullable KinesisRecord next;
  private long position;
  private long newest = Long.MIN_VALUE;
  private boolean ticked;

  RecordingIterator(RecordingSplit split) {
    this.split = split;
    this.progress = Progress.of(split.run());
    try {
      this.records = progress.input().open();
    } catch (UserException e) {
      throw new InputFailure(e);
    }
    advance();
    if (next == null) {
      throw new InputFailure(Inputs.nothing(progress.input().path(), records));
    }
    for (long skipped = 0; skipped < split.position(); skipped++) {
      advance();
    }
    position = split.position();
  }

  /** Carries what the user must know through Flink's stack. */
  static final class InputFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InputFailure(UserException cause) {
      super(cause);
    }
  }

  /** How many records, the tick included, have been handed out. */
  long position() {
    return position;
  }

  private void advance() {
    try {
      KinesisRecord record = records.next();
      if (record == null) {
        record = lastTick();
      } else {
        newest = Math.max(newest, record.arrival);
      }
      next = record;
    } catch (UserException e) {
      throw new InputFailure(e);
    }
  }

  private @Nullable KinesisRecord lastTick() {
    if (ticked || newest == Long.MIN_VALUE) {
      return null;
    }
    ticked = true;
    ClockSettings clock = split.clock();
    long endOfLastSlot = (Math.floorDiv(newest, clock.slotMillis) + 1) * clock.slotMillis;
    return KinesisRecord.clockTick(endOfLastSlot + clock.holdbackMillis);
  }

  @Override
  public boolean hasNext() {
    if (next == null) {
      progress.bad(records.badLines());
      records.close();
      return false;
    }
    return true;
  }

  @Override
  public KinesisRecord next() {
    KinesisRecord record = next;
    if (record == null) {
      throw new NoSuchElementException("the input is at its end");
    }
    if (!record.isClockTick()) {
      progress.read(record.arrival, record.data.length, records.bytesRead());
    }
    position++;
    advance();
    return record;
  }
}
