package dev.stormwatch.replay.input;

import dev.stormwatch.telemetry.KinesisRecord;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An input that had to be read whole, because it had to be put in order first. */
final class ListedRecords extends DescribedInput {

  private final List<KinesisRecord> records;
  private final List<String> notes;
  private final long bytes;
  private final BadLines badLines;

  ListedRecords(
      InputFormat format,
      Path path,
      List<Path> files,
      List<KinesisRecord> records,
      String region,
      List<String> notes,
      long bytes,
      BadLines badLines) {
    super(format, path, files, region, "");
    this.records = records;
    this.notes = List.copyOf(notes);
    this.bytes = bytes;
    this.badLines = badLines;
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public Records open() {
    Iterator<KinesisRecord> iterator = records.iterator();
    return new Records() {
      @Override
      public @Nullable KinesisRecord next() {
        return iterator.hasNext() ? iterator.next() : null;
      }

      @Override
      public long bytesRead() {
        return bytes;
      }

      @Override
      public BadLines badLines() {
        return badLines;
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }
}
