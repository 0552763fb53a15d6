package dev.stormwatch.replay.input;

import dev.stormwatch.replay.UserException;
import dev.stormwatch.telemetry.KinesisRecord;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Telemetry on disk that can be read from the start as often as needed. */
public interface Input {

  InputFormat format();

  /** What was asked for. */
  Path path();

  /** The files that are read, in order. */
  List<Path> files();

  /** Region of the stream that was recorded, or {@code unknown}. */
  String region();

  /** ARN of the stream that was recorded; empty where the input does not tell. */
  default String streamArn() {
    return "";
  }

  /** What each file was taken for, one sentence each. */
  default List<String> taken() {
    return List.of(path() + ": taken for " + format().title());
  }

  /** A file that tells of no record when it arrived, so nothing can be replayed; null for none. */
  default @Nullable Path withoutTimes() {
    return null;
  }

  /** What the reader had to assume, one sentence each. */
  List<String> notes();

  /**
   * Opens the input at its start.
   *
   * @throws UserException when a file cannot be read at all
   */
  Records open() throws UserException;

  /** The records, in order of arrival. */
  interface Records extends Closeable {

    /**
     * The next record, or null at the end.
     *
     * @throws UserException when the file breaks off in a way that makes the rest unreadable
     */
    @Nullable KinesisRecord next() throws UserException;

    /** Bytes of the files read so far, for progress. */
    long bytesRead();

    /** What was passed over so far. */
    BadLines badLines();

    @Override
    void close();
  }
}
