package dev.stormwatch.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The recordings of this repository, and variations of them. */
final class Recordings {

  static final Path BURST = Path.of("..", "..", "replay-data", "cold-start-burst");
  static final Path QUIET = Path.of("..", "..", "replay-data", "quiet-control");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RECORDS = "records-00000.ndjson.gz";

  private Recordings() {}

  static List<String> lines(Path recording) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(recording.resolve(RECORDS))),
                StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }

  /** Writes a recording with other records and the manifest and settings of an existing one. */
  static Path write(Path folder, Path like, List<String> lines) throws IOException {
    Files.createDirectories(folder);
    Files.copy(like.resolve("manifest.json"), folder.resolve("manifest.json"));
    Files.copy(like.resolve("settings.json"), folder.resolve("settings.json"));
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(RECORDS)))) {
      out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return folder;
  }

  static String arrival(String line) {
    return record(line).path("ApproximateArrivalTimestamp").asText();
  }

  static String withArrival(String line, UnaryOperator<String> change) {
    ObjectNode record = record(line);
    return record.put("ApproximateArrivalTimestamp", change.apply(arrival(line))).toString();
  }

  private static ObjectNode record(String line) {
    try {
      return (ObjectNode) JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
