package dev.stormwatch.replay.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.telemetry.KinesisRecord;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Files of one record a line, read one after another without holding them in memory. */
final class RecordFiles implements Input {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final InputFormat format;
  private final Path path;
  private final List<Path> files;
  private final String region;
  private final String streamArn;

  /**
   * @param manifest what is told of the recording; an empty object where nothing is
   */
  RecordFiles(InputFormat format, Path path, List<Path> files, JsonNode manifest) {
    this.format = format;
    this.path = path;
    this.files = files;
    this.region = manifest.path("region").asText("unknown");
    this.streamArn = manifest.path("streamArn").asText("");
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
  public String streamArn() {
    return streamArn;
  }

  @Override
  public List<String> notes() {
    return List.of();
  }

  @Override
  public Records open() {
    return new Reader();
  }

  private final class Reader implements Records {

    private int next;
    private @Nullable CountedFile file;
    private @Nullable BufferedReader lines;
    private long finishedBytes;
    private long lineNumber;
    private BadLines badLines = BadLines.NONE;

    @Override
    public @Nullable KinesisRecord next() throws UserException {
      while (true) {
        String line = nextLine();
        if (line == null) {
          return null;
        }
        if (line.isBlank()) {
          continue;
        }
        try {
          return RecordLine.read(JSON.readTree(line));
        } catch (JsonProcessingException e) {
          bad("not JSON");
        } catch (RecordLine.NotARecord e) {
          bad(String.valueOf(e.getMessage()));
        }
      }
    }

    private void bad(String why) {
      badLines = badLines.and(files.get(next - 1) + ", line " + lineNumber + ": " + why);
    }

    private @Nullable String nextLine() throws UserException {
      while (true) {
        BufferedReader current = lines;
        if (current == null) {
          if (next == files.size()) {
            return null;
          }
          current = openNext();
        }
        String line = readLine(current);
        if (line != null) {
          lineNumber++;
          return line;
        }
        finish();
      }
    }

    private BufferedReader openNext() throws UserException {
      Path path = files.get(next);
      next++;
      lineNumber = 0;
      CountedFile opened = CountedFile.open(path);
      file = opened;
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(opened.text(path), StandardCharsets.UTF_8), 1 << 16);
      lines = reader;
      return reader;
    }

    private @Nullable String readLine(BufferedReader reader) throws UserException {
      Path path = files.get(next - 1);
      try {
        return reader.readLine();
      } catch (EOFException e) {
        throw new UserException(
            path
                + ": the gzip file breaks off after line "
                + lineNumber
                + "; copy it again, or unpack what is there with `gzip -dc` and replay that");
      } catch (ZipException e) {
        throw new UserException(
            path + ": the gzip file is damaged after line " + lineNumber + ": " + e.getMessage());
      } catch (IOException e) {
        throw new UserException(path + ": cannot be read: " + e.getMessage());
      }
    }

    private void finish() {
      finishedBytes += file == null ? 0 : file.bytes();
      close();
    }

    @Override
    public long bytesRead() {
      return finishedBytes + (file == null ? 0 : file.bytes());
    }

    @Override
    public BadLines badLines() {
      return badLines;
    }

    @Override
    public void close() {
      try {
        if (lines != null) {
          lines.close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      lines = null;
      file = null;
    }
  }
}
