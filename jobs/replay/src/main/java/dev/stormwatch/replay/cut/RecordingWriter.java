package dev.stormwatch.replay.cut;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.telemetry.KinesisRecord;
import dev.stormwatch.telemetry.json.RecordJson;
import dev.stormwatch.telemetry.json.Times;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a recording's folder: records as they come, the manifest at the end. A folder without a
 * manifest is therefore one that was not finished.
 */
final class RecordingWriter implements AutoCloseable {

  /** Some 100 MB of ordinary telemetry: a file that can still be looked into. */
  private static final long RECORDS_PER_FILE = 100_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private @Nullable Writer file;
  private int files;
  private long inFile;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long records;

  private RecordingWriter(Path folder) {
    this.folder = folder;
  }

  /**
   * Begins a recording.
   *
   * @throws UserException when the folder holds anything already
   */
  static RecordingWriter in(Path folder) throws UserException {
    try {
      Files.createDirectories(folder);
      try (Stream<Path> entries = Files.list(folder)) {
        if (entries.findAny().isPresent()) {
          throw new UserException(
              folder + ": holds something already; give a folder that is empty or not there");
        }
      }
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
    return new RecordingWriter(folder);
  }

  private static UserException unwritable(Path folder, IOException e) {
    return UserException.unwritable(folder, "--out", e);
  }

  void write(KinesisRecord record) throws UserException {
    try {
      Writer out = file;
      if (out == null || inFile == RECORDS_PER_FILE) {
        out = nextFile();
      }
      out.write(RecordJson.write(record, ""));
      out.write('\n');
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
    inFile++;
    records++;
    first = Math.min(first, record.arrival);
    last = Math.max(last, record.arrival);
  }

  private Writer nextFile() throws IOException {
    closeFile();
    Path path = folder.resolve(String.format(Locale.ROOT, "records-%05d.ndjson.gz", files));
    Writer next =
        new BufferedWriter(
            new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(path), 1 << 16), StandardCharsets.UTF_8),
            1 << 16);
    files++;
    inFile = 0;
    file = next;
    return next;
  }

  private void closeFile() throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
  }

  /** Copies another recording's settings, so that a replay decides as they said. */
  void settings(Path from) throws UserException {
    try {
      Files.copy(from, folder.resolve("settings.json"));
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  /** Ends the recording with its manifest; what is empty there is not known and left out. */
  void manifest(String title, String account, String region, String streamArn, String notes)
      throws UserException {
    ObjectNode manifest = JSON.createObjectNode();
    manifest.put("schema", "stormwatch.recording/1");
    manifest.put("name", String.valueOf(folder.toAbsolutePath().normalize().getFileName()));
    manifest.put("title", title);
    putKnown(manifest, "account", account);
    putKnown(manifest, "region", region);
    putKnown(manifest, "streamArn", streamArn);
    manifest.put("firstArrival", Times.text(first));
    manifest.put("lastArrival", Times.text(last));
    manifest.put("origin", "imported");
    manifest.put("notes", notes);
    try {
      closeFile();
      Files.writeString(folder.resolve("manifest.json"), manifest.toPrettyString() + "\n");
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  private static void putKnown(ObjectNode manifest, String name, String value) {
    if (!value.isEmpty()) {
      manifest.put(name, value);
    }
  }

  long records() {
    return records;
  }

  /** Arrival of the earliest record written. */
  long first() {
    return first;
  }

  long last() {
    return last;
  }

  int files() {
    return files;
  }

  @Override
  public void close() throws UserException {
    try {
      closeFile();
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }
}
