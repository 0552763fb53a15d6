package dev.stormwatch.replay.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.telemetry.json.NotJson;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds out what a path holds, from its content, not its name. */
public final class Inputs {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String MANIFEST = "manifest.json";

  /** Enough to tell what a file is. */
  private static final int PEEK_BYTES = 1 << 22;

  private Inputs() {}

  /**
   * Opens a path.
   *
   * @param logGroup for input that names none; null to take it from the file's name
   * @throws UserException when there is nothing to read
   */
  public static Input at(Path path, @Nullable String logGroup) throws UserException {
    if (!Files.exists(path)) {
      throw new UserException(path + ": no such file or folder; is the path right?");
    }
    if (Files.isDirectory(path)) {
      return folder(path, new LogGroupNames(logGroup, path));
    }
    return file(path, new LogGroupNames(logGroup, parent(path)));
  }

  /**
   * Opens several paths as one: their records in order of arrival, whatever the order of the paths.
   *
   * @param logGroup for all that name none; null to take it from the names of files
   * @throws UserException when there is nothing to read, or one has an order of its own
   */
  public static Input at(List<Path> paths, @Nullable String logGroup) throws UserException {
    Map<Path, Input> parts = new TreeMap<>();
    for (Path path : paths) {
      parts.put(path.toAbsolutePath().normalize(), at(path, logGroup));
    }
    if (parts.size() == 1) {
      return parts.values().iterator().next();
    }
    return ListedRecords.together(common(List.copyOf(parts.keySet())), List.copyOf(parts.values()));
  }

  /** The innermost folder that holds all paths. */
  private static Path common(List<Path> paths) {
    Path folder = parent(paths.get(0));
    for (Path path : paths) {
      while (!path.startsWith(folder)) {
        folder = parent(folder);
      }
    }
    return folder;
  }

  private static Path parent(Path path) {
    Path parent = path.toAbsolutePath().normalize().getParent();
    return parent == null ? path : parent;
  }

  private static Input folder(Path folder, LogGroupNames groups) throws UserException {
    List<Path> files = recordFiles(folder, 1);
    if (!Files.exists(folder.resolve(MANIFEST))) {
      List<Path> below = recordFiles(folder, Integer.MAX_VALUE);
      String stream = below.isEmpty() ? "" : streamOf(below.get(0));
      if (!stream.isEmpty()) {
        return new RecorderFolder(folder, below, stream);
      }
    }
    if (files.isEmpty()) {
      return files(folder, groups);
    }
    return new RecordFiles(InputFormat.RECORDING, folder, files, manifest(folder));
  }

  private static Input files(Path folder, LogGroupNames groups) throws UserException {
    List<Path> files;
    try {
      files = S3Objects.below(folder);
    } catch (IOException | UncheckedIOException e) {
      throw new UserException(folder + ": cannot be listed: " + e.getMessage());
    }
    byte[] head = files.isEmpty() ? new byte[0] : peek(files.get(0));
    JsonContent json = JsonContent.at(head);
    InputFormat format = json == null ? null : json.format();
    if (json != null && format == InputFormat.SUBSCRIPTION_DOCUMENTS) {
      return Import.json(folder, files, format, json.overLines(), groups);
    }
    if (S3Objects.looksExported(text(head))) {
      return Import.s3Export(folder, files, groups);
    }
    List<Input> parts = new ArrayList<>();
    for (Path file : files) {
      Input part = file(file, groups);
      if (part.withoutTimes() != null) {
        throw noTelemetry(folder, file + " is text without times");
      }
      parts.add(part);
    }
    if (parts.isEmpty()) {
      throw noTelemetry(folder, "it is empty");
    }
    return ListedRecords.together(folder, parts);
  }

  private static UserException noTelemetry(Path folder, String why) {
    return new UserException(
        folder
            + ": holds no records-*.ndjson.gz, so it is not a recording, nor is it a folder of what"
            + " Firehose, an export task or the AWS CLI write: "
            + why
            + "; give such a folder, or the files themselves");
  }

  private static String text(byte[] head) {
    return new String(head, StandardCharsets.UTF_8);
  }

  private static List<Path> recordFiles(Path folder, int depth) throws UserException {
    try (Stream<Path> entries = Files.walk(folder, depth)) {
      return entries
          .filter(
              entry -> {
                String name = String.valueOf(entry.getFileName());
                return name.startsWith("records-")
                    && (name.endsWith(".ndjson.gz") || name.endsWith(".ndjson"));
              })
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new UserException(folder + ": cannot be listed: " + e.getMessage());
    }
  }

  /** The stream that a file's first record names, as those of a recorder do; else empty. */
  private static String streamOf(Path file) throws UserException {
    JsonContent json = JsonContent.at(peek(file));
    return json == null ? "" : json.value().path(RecordLine.STREAM).asText("");
  }

  private static JsonNode manifest(Path folder) throws UserException {
    Path manifest = folder.resolve(MANIFEST);
    if (!Files.exists(manifest)) {
      throw new UserException(
          manifest
              + ": missing; a recording needs one that says at least {\"schema\":"
              + "\"stormwatch.recording/1\"} and its region");
    }
    JsonNode node;
    try {
      node = JSON.readTree(manifest.toFile());
    } catch (IOException e) {
      throw new UserException(manifest + ": " + firstLine(e) + "; write it anew");
    }
    String schema = node.path("schema").asText("");
    if (!schema.equals("stormwatch.recording/1")) {
      throw new UserException(
          manifest
              + ": schema is \""
              + schema
              + "\"; this release reads \"stormwatch.recording/1\"");
    }
    return node;
  }

  private static Input file(Path file, LogGroupNames groups) throws UserException {
    byte[] head = peek(file);
    if (isBlank(head)) {
      throw new UserException(file + ": is empty; there is nothing to read");
    }
    JsonContent json = JsonContent.at(head);
    if (json != null) {
      Input input = json(file, json, head, groups);
      if (input != null) {
        return input;
      }
    } else if (head.length >= PEEK_BYTES && isObject(head)) {
      // One value longer than the peek: only an API dump is written so.
      InputFormat format =
          text(head).contains("\"@logStream\"")
              ? InputFormat.INSIGHTS
              : InputFormat.FILTER_LOG_EVENTS;
      return Import.json(file, List.of(file), format, true, groups);
    } else if (head.length < PEEK_BYTES && JsonContent.breaksOff(head)) {
      throw new UserException(
          file + ": is JSON that breaks off before its end; copy it again, or fetch it anew");
    }
    if (S3Objects.looksExported(text(head))) {
      return Import.s3Export(file, List.of(file), groups);
    }
    if (text(head).indexOf('\0') >= 0) {
      throw new UserException(
          file + ": is no text, nor anything else that is known; give a file of telemetry");
    }
    if (TailedLines.look(text(head))) {
      return Import.tail(file, groups);
    }
    Refusals.check(file, text(head));
    return Import.logLines(file, groups);
  }

  /** A file of JSON; null where its lines are a log's. */
  private static @Nullable Input json(
      Path file, JsonContent json, byte[] head, LogGroupNames groups) throws UserException {
    InputFormat format = json.format();
    if (format == null && json.whole() && JsonContent.isPlatformEvent(json.value())) {
      format = InputFormat.LOG_LINES;
    }
    if (format == null) {
      Refusals.check(file, json, text(head));
      return null;
    }
    if (format == InputFormat.KINESIS_RECORDS && !json.whole()) {
      String stream = json.value().path(RecordLine.STREAM).asText("");
      return stream.isEmpty()
          ? new RecordFiles(format, file, List.of(file), MissingNode.getInstance())
          : new RecorderFolder(file, List.of(file), stream);
    }
    return Import.json(file, List.of(file), format, json.overLines(), groups);
  }

  private static byte[] peek(Path file) throws UserException {
    try (CountedFile counted = CountedFile.open(file);
        InputStream text = new BufferedInputStream(counted.text(file))) {
      return text.readNBytes(PEEK_BYTES);
    } catch (IOException e) {
      throw new UserException(file + ": cannot be unpacked: " + firstLine(e) + "; copy it again");
    }
  }

  private static boolean isBlank(byte[] head) {
    for (byte b : head) {
      if (b > ' ' || b < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isObject(byte[] head) {
    for (byte b : head) {
      if (b > ' ') {
        return b == '{';
      }
    }
    return false;
  }

  /** What to say of an input that was read to its end without a single record. */
  public static UserException nothing(Path path, Input.Records read) {
    BadLines bad = read.badLines();
    return new UserException(
        bad.count() == 0
            ? path + ": holds no records; was it copied whole?"
            : path
                + ": not one of its "
                + bad.count()
                + " lines or values is a record; the first: "
                + bad.first());
  }

  static String firstLine(IOException e) {
    if (e instanceof JsonProcessingException json) {
      return NotJson.text(json);
    }
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.getClass().getSimpleName());
  }
}
