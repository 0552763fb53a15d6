package dev.stormwatch.replay.input;

import dev.stormwatch.telemetry.KinesisRecord;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An input that had to be read whole, because it had to be put in order first. */
final class ListedRecords implements Input {

  private final InputFormat format;
  private final Path path;
  private final List<Path> files;
  private final List<KinesisRecord> records;
  private final String region;
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
    this.format = format;
    this.path = path;
    this.files = List.copyOf(files);
    this.records = records;
    this.region = region;
    this.notes = List.copyOf(notes);
    this.bytes = bytes;
    this.badLines = badLines;
  }

  @Override
  public InputFormat format() {
    return format;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public List<Path> files() {
    return files;
  }

  @Override
  public String region() {
    return region;
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
