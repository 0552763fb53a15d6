package dev.stormwatch.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A recording as a folder of files. */
final class RecordingFolder {

  static final String MANIFEST = "manifest.json";
  static final String RECORDS = "records-00000.ndjson.gz";
  static final String LABELS = "labels.json";
  static final String SETTINGS = "settings.json";
  static final String README = "README.md";

  private static final List<String> NAMES = List.of(MANIFEST, RECORDS, LABELS, SETTINGS, README);
  private static final String SCHEMA = "stormwatch.recording/1";

  private RecordingFolder() {}

  /** The content of each file by its name. */
  static Map<String, byte[]> files(Recording recording) {
    Story story = recording.scenario().story(recording.truth());
    String lines =
        recording.records().stream().map(Json::line).collect(Collectors.joining("\n", "", "\n"));
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(MANIFEST, bytes(Json.page(manifest(recording))));
    files.put(RECORDS, Gzip.compress(bytes(lines)));
    files.put(LABELS, bytes(Json.page(story.labels())));
    files.put(SETTINGS, bytes(Json.page(settings(recording.scenario()))));
    files.put(README, bytes(Readme.of(recording, story)));
    return files;
  }

  static void write(Recording recording, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, byte[]> file : files(recording).entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  static boolean isEmpty(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return true;
    }
    try (Stream<Path> content = Files.list(folder)) {
      return content.findAny().isEmpty();
    }
  }

  /** Is this a simulated recording and nothing else, so that writing anew loses nothing? */
  static boolean isReplaceable(Path folder) throws IOException {
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
    manifest.put("name", recording.scenario().name());
    manifest.put("title", recording.scenario().title());
    manifest.put("account", Scenario.ACCOUNT);
    manifest.put("region", Scenario.REGION);
    manifest.put("streamArn", Scenario.STREAM_ARN);
    manifest.put("firstArrival", arrival(records.get(0)));
    manifest.put("lastArrival", arrival(records.get(records.size() - 1)));
    manifest.put("origin", "simulated");
    manifest.put(
        "notes", "Scenario " + recording.scenario().name() + ", seed " + recording.seed() + ".");
    return manifest;
  }

  private static String arrival(ObjectNode record) {
    return record.get("ApproximateArrivalTimestamp").asText();
  }

  /** What logs cannot tell: for which functions somebody waits. */
  private static ObjectNode settings(Scenario scenario) {
    ObjectNode settings = Json.object();
    settings.putArray("functions");
    for (LambdaFunction function : scenario.functions()) {
      ObjectNode rule = settings.withArray("functions").addObject();
      rule.put("match", function.name);
      rule.put("synchronous", function.synchronous);
    }
    return settings;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
