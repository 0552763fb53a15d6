package dev.stormwatch.replay.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.evaluate.Members.Malformed;
import dev.stormwatch.replay.score.Label;
import dev.stormwatch.telemetry.json.NotJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Reads {@code labels.json}. A label that is misread would be a wrong score, so all is checked. */
final class LabelsFile {

  private static final String SCHEMA = "stormwatch.labels/1";

  private static final List<String> REQUIRED =
      List.of("id", "kind", "severity", "subject", "onset", "firstImpact", "end");

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private LabelsFile() {}

  /**
   * Reads a file.
   *
   * @throws UserException naming the member that is wrong
   */
  static List<Label> read(Path file) throws UserException {
    try {
      JsonNode root = JSON.readTree(file.toFile());
      complete(root);
      String schema = Members.text(root, "", "schema");
      if (!schema.equals(SCHEMA)) {
        throw new Malformed("schema is \"" + schema + "\"; this release reads \"" + SCHEMA + "\"");
      }
      JsonNode incidents = root.path("incidents");
      if (!incidents.isArray()) {
        throw new Malformed("incidents must be an array, empty where nothing happened");
      }
      List<Label> labels = new ArrayList<>();
      Set<String> ids = new HashSet<>();
      for (JsonNode incident : incidents) {
        String path = "incidents[" + labels.size() + "].";
        Label label = label(incident, path);
        if (!ids.add(label.id())) {
          throw new Malformed(path + "id is \"" + label.id() + "\", which another has too");
        }
        labels.add(label);
      }
      return labels;
    } catch (Malformed e) {
      throw new UserException(
          file + ": " + e.getMessage() + "; mend it, or leave the recording's folder out");
    } catch (JsonProcessingException e) {
      throw new UserException(
          file + ": " + NotJson.text(e) + "; mend it, or leave the recording's folder out");
    } catch (IOException e) {
      throw new UserException(file + ": cannot be read: " + e.getMessage());
    }
  }

  /**
   * Names all that is missing at once: whoever writes labels by hand should not be told one by one.
   */
  private static void complete(JsonNode root) throws Malformed {
    List<String> missing =
        new ArrayList<>(Members.missing(root, "", List.of("schema", "incidents")));
    int number = 0;
    for (JsonNode incident : root.path("incidents")) {
      missing.addAll(Members.missing(incident, "incidents[" + number + "].", REQUIRED));
      number++;
    }
    if (!missing.isEmpty()) {
      boolean impact = missing.stream().anyMatch(name -> name.endsWith("firstImpact"));
      throw new Malformed(
          String.join(", ", missing)
              + (missing.size() == 1 ? " is missing" : " are missing")
              + (impact ? " (firstImpact is null where nobody felt it)" : ""));
    }
  }

  private static Label label(JsonNode incident, String path) throws Malformed {
    long onset = Members.time(incident, path, "onset");
    long end = Members.time(incident, path, "end");
    if (end < onset) {
      throw new Malformed(path + "end is before its onset");
    }
    OptionalLong impact =
        incident.path("firstImpact").isNull()
            ? OptionalLong.empty()
            : OptionalLong.of(Members.time(incident, path, "firstImpact"));
    return new Label(
        Members.text(incident, path, "id"),
        Members.kind(incident, path),
        Members.severity(incident, path),
        Members.entity(incident, path),
        onset,
        impact,
        end,
        incident.has("effectOf"),
        incident.path("cause").asText(""));
  }
}
