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
final class RecordFiles extends DescribedInput {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param manifest what is told of the recording; a missing node where nothing is
   */
  RecordFiles(InputFormat format, Path path, List<Path> files, JsonNode manifest) {
    super(
        format,
        path,
        files,
        manifest.path("region").asText("unknown"),
        manifest.path("streamArn").asText(""));
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
      badLines = badLines.and(files().get(next - 1) + ", line " + lineNumber + ": " + why);
    }

    private @Nullable String nextLine() throws UserException {
      while (true) {
        BufferedReader current = lines;
        if (current == null) {
          if (next == files().size()) {
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
      Path path = files().get(next);
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
      Path path = files().get(next - 1);
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
