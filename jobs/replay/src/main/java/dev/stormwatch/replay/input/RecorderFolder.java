package dev.stormwatch.replay.input;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.telemetry.KinesisRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Files that the live job's recorder wrote: several writers at a time, a new file at each of their
 * checkpoints, a folder for ten minutes of arrival. The folders' names are in the order of what is
 * in them; the records of one are put in order here, which needs as much memory as they take.
 */
final class RecorderFolder extends DescribedInput {

  /** Within a shard numbers grow, and are of one length as good as always. */
  private static final Comparator<KinesisRecord> BY_ARRIVAL =
      Comparator.comparingLong((KinesisRecord record) -> record.arrival)
          .thenComparing(record -> record.shardId)
          .thenComparingInt(record -> record.sequenceNumber.length())
          .thenComparing(record -> record.sequenceNumber);

  /**
   * @param files in order of their names; at least one
   * @param streamArn the stream that the first record names
   */
  RecorderFolder(Path path, List<Path> files, String streamArn) {
    super(InputFormat.RECORDER_FILES, path, files, regionOf(streamArn), streamArn);
  }

  private static String regionOf(String streamArn) {
    String[] arn = streamArn.split(":", -1);
    return arn.length > 3 ? arn[3] : FunctionId.UNKNOWN;
  }

  private RecordFiles of(List<Path> some) {
    return new RecordFiles(format(), path(), some, MissingNode.getInstance());
  }

  @Override
  public Records open() {
    Map<Path, List<Path>> folders = new TreeMap<>();
    for (Path file : files()) {
      Path parent = file.toAbsolutePath().getParent();
      folders.computeIfAbsent(parent == null ? file : parent, key -> new ArrayList<>()).add(file);
    }
    return new Reader(folders.values().iterator());
  }

  private final class Reader implements Records {

    private final Iterator<List<Path>> folders;
    private Iterator<KinesisRecord> records = List.<KinesisRecord>of().iterator();
    private long bytes;
    private BadLines badLines = BadLines.NONE;

    private Reader(Iterator<List<Path>> folders) {
      this.folders = folders;
    }

    @Override
    public @Nullable KinesisRecord next() throws UserException {
      while (!records.hasNext()) {
        if (!folders.hasNext()) {
          return null;
        }
        records = inOrder(folders.next());
      }
      return records.next();
    }

    private Iterator<KinesisRecord> inOrder(List<Path> folder) throws UserException {
      List<KinesisRecord> all = new ArrayList<>();
      try (Records read = of(folder).open()) {
        for (KinesisRecord record = read.next(); record != null; record = read.next()) {
          all.add(record);
        }
        bytes += read.bytesRead();
        badLines = badLines.and(read.badLines());
      }
      all.sort(BY_ARRIVAL);
      return all.iterator();
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
      // Nothing stays open between calls.
    }
  }
}
