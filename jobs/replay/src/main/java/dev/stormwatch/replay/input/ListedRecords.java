package dev.stormwatch.replay.input;

import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.telemetry.KinesisRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An input that had to be read whole, because it had to be put in order first. */
final class ListedRecords extends DescribedInput {

  private final List<String> taken;
  private final List<KinesisRecord> records;
  private final List<String> notes;
  private final @Nullable Path withoutTimes;
  private final long bytes;
  private final BadLines badLines;

  /**
   * @param taken what each file was taken for
   * @param records in any order
   * @param withoutTimes a file whose records tell no arrival; null where all do
   */
  ListedRecords(
      InputFormat format,
      Path path,
      List<Path> files,
      List<String> taken,
      List<KinesisRecord> records,
      List<String> notes,
      @Nullable Path withoutTimes,
      long bytes,
      BadLines badLines) {
    super(format, path, files, FunctionId.UNKNOWN, "");
    this.taken = List.copyOf(taken);
    this.records = new ArrayList<>(records);
    // Stable: what arrived in the same millisecond stays in the input's order.
    this.records.sort(Comparator.comparingLong(record -> record.arrival));
    this.notes = List.copyOf(notes);
    this.withoutTimes = withoutTimes;
    this.bytes = bytes;
    this.badLines = badLines;
  }

  /**
   * Several inputs as one.
   *
   * @param path of the folder that holds them
   * @param parts in the order in which records of the same millisecond stay
   * @throws UserException when one of them has an order of its own, which arrival might break
   */
  static Input together(Path path, List<Input> parts) throws UserException {
    List<Path> files = new ArrayList<>();
    List<String> taken = new ArrayList<>();
    List<KinesisRecord> records = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    long bytes = 0;
    BadLines badLines = BadLines.NONE;
    for (Input part : parts) {
      if (!(part instanceof ListedRecords listed)) {
        throw new UserException(
            part.path() + ": is " + part.format().title() + ", which is read by itself alone");
      }
      files.addAll(listed.files());
      taken.addAll(listed.taken);
      records.addAll(listed.records);
      notes.addAll(listed.notes);
      bytes += listed.bytes;
      badLines = badLines.and(listed.badLines);
    }
    Path withoutTimes =
        parts.stream().map(Input::withoutTimes).filter(Objects::nonNull).findFirst().orElse(null);
    notes.add("The files are read together, in order of arrival.");
    return new ListedRecords(
        InputFormat.SEVERAL,
        path,
        files,
        taken,
        records,
        notes.stream().distinct().toList(),
        withoutTimes,
        bytes,
        badLines);
  }

  @Override
  public List<String> taken() {
    return taken;
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public @Nullable Path withoutTimes() {
    return withoutTimes;
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
