package dev.stormwatch.replay.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stormwatch.core.settings.Glob;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.baseline.Estate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a recording's own settings say of its estate, for the alarms of others. */
final class EstateFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private EstateFile() {}

  static Estate of(Path recording) throws UserException {
    Path file = recording.resolve("settings.json");
    if (!Files.exists(file)) {
      return Estate.UNKNOWN;
    }
    JsonNode root;
    try {
      root = JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UserException(
          file + ": not JSON: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
    List<Estate.Rule> rules = new ArrayList<>();
    root.path("functions")
        .forEach(
            rule ->
                rules.add(
                    new Estate.Rule(
                        new Glob(rule.path("match").asText()),
                        rule.path("timeoutSeconds").asLong(0),
                        rule.path("reservedConcurrency").asLong(0))));
    Map<String, Long> limits = new HashMap<>();
    root.path("databases")
        .forEach(
            database ->
                limits.put(
                    database.path("id").asText(), database.path("maxConnections").asLong(0)));
    return new Estate(rules, limits);
  }
}
