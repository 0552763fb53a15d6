package dev.stormwatch.lab.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.lab.estate.Database;
import dev.stormwatch.lab.estate.Estate;
import dev.stormwatch.lab.estate.FunctionSpec;
import dev.stormwatch.lab.format.Gzip;
import dev.stormwatch.lab.format.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A recording as a folder of files. */
public final class RecordingFolder {

  public static final String MANIFEST = "manifest.json";
  public static final String RECORDS = "records-00000.ndjson.gz";
  public static final String LABELS = "labels.json";
  public static final String SETTINGS = "settings.json";
  public static final String README = "README.md";

  private static final List<String> NAMES = List.of(MANIFEST, RECORDS, LABELS, SETTINGS, README);
  private static final String SCHEMA = "stormwatch.recording/1";

  private RecordingFolder() {}

  /** The content of each file by its name. */
  static Map<String, byte[]> files(Recording recording) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(MANIFEST, bytes(Json.page(manifest(recording))));
    files.put(RECORDS, Gzip.compress(lines(recording)));
    files.put(LABELS, bytes(Json.page(recording.story.labels())));
    files.put(SETTINGS, bytes(Json.page(settings(recording))));
    files.put(README, bytes(Readme.of(recording)));
    return files;
  }

  private static byte[] lines(Recording recording) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (ObjectNode record : recording.records()) {
      lines.writeBytes(Json.bytes(record));
      lines.write('\n');
    }
    return lines.toByteArray();
  }

  public static void write(Recording recording, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, byte[]> file : files(recording).entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  public static boolean isEmpty(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return true;
    }
    try (Stream<Path> content = Files.list(folder)) {
      return content.findAny().isEmpty();
    }
  }

  /** Is this a simulated recording and nothing else, so that writing anew loses nothing? */
  public static boolean isReplaceable(Path folder) throws IOException {
    Path manifest = folder.resolve(MANIFEST);
    if (!Files.isRegularFile(manifest)) {
      return false;
    }
    try (Stream<Path> content = Files.list(folder)) {
      if (!content.allMatch(file -> NAMES.contains(file.getFileName().toString()))) {
        return false;
      }
    }
    JsonNode json;
    try {
      json = Json.MAPPER.readTree(Files.readAllBytes(manifest));
    } catch (JsonProcessingException e) {
      return false;
    }
    return json.path("schema").asText().equals(SCHEMA)
        && json.path("origin").asText().equals("simulated");
  }

  private static ObjectNode manifest(Recording recording) {
    List<ObjectNode> records = recording.records();
    ObjectNode manifest = Json.object();
    manifest.put("schema", SCHEMA);
    manifest.put("name", recording.scenario.name());
    manifest.put("title", recording.title);
    manifest.put("account", Recording.ACCOUNT);
    manifest.put("region", Recording.REGION);
    manifest.put("streamArn", Recording.STREAM_ARN);
    manifest.put("firstArrival", arrival(records.get(0)));
    manifest.put("lastArrival", arrival(records.get(records.size() - 1)));
    manifest.put("origin", "simulated");
    manifest.put(
        "notes", "Scenario " + recording.scenario.name() + ", seed " + recording.seed + ".");
    return manifest;
  }

  private static String arrival(ObjectNode record) {
    return record.get("ApproximateArrivalTimestamp").asText();
  }

  /** What logs cannot tell: for which functions somebody waits, and what they may use. */
  public static ObjectNode settings(Recording recording) {
    ObjectNode settings = Json.object();
    for (Database database : recording.estate.databases()) {
      if (database.declared) {
        ObjectNode row = settings.withArray("databases").addObject();
        row.put("id", database.id);
        row.put("maxConnections", database.maxConnections);
        row.put("reservedConnections", database.reservedConnections);
        row.put("otherClients", database.otherClients);
        int connections = 1;
        for (FunctionSpec spec : recording.estate.specs()) {
          if (spec.database().equals(database.id)) {
            row.withArray("functions").add(spec.name);
            connections = Math.max(connections, spec.connectionsPerEnvironment());
          }
        }
        row.put("connectionsPerEnvironment", connections);
      }
    }
    settings.putObject("cascade").put("accountConcurrency", recording.estate.accountConcurrency);
    settings.putArray("functions");
    for (FunctionSpec spec : recording.estate.specs()) {
      ObjectNode rule = settings.withArray("functions").addObject();
      rule.put("match", spec.name);
      rule.put("synchronous", spec.synchronous);
      rule.put("timeoutSeconds", spec.timeoutSeconds);
      rule.put("memoryMb", spec.memoryMb);
      if (spec.reserved >= 0) {
        rule.put("reservedConcurrency", spec.reserved);
      }
    }
    for (Estate.Stream stream : recording.estate.streams()) {
      if (stream.declared()) {
        ObjectNode rule = settings.withArray("eventSources").addObject();
        rule.put("match", stream.name());
        rule.put("retentionHours", stream.retentionMillis() / 3_600_000);
      }
    }
    return settings;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
