package dev.stormwatch.replay.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.stormwatch.replay.UserException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** What a run sets otherwise than its settings do: the question "what if" without a file. */
final class SettingsChanges {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Set a key otherwise than the settings do, such as coldStart.minShare=0.02. May be given"
              + " again.")
  private final Map<String, String> changes = new LinkedHashMap<>();

  boolean none() {
    return changes.isEmpty();
  }

  /** As they were given. */
  String text() {
    return changes.entrySet().stream()
        .map(change -> change.getKey() + '=' + change.getValue())
        .collect(Collectors.joining(" "));
  }

  /**
   * The document with the changes. Whether the keys are known is not looked at here; a document
   * that is no object of JSON stays as it is, for whoever reads it to say so.
   */
  String in(String document) throws UserException {
    if (changes.isEmpty() || !(parsed(document) instanceof ObjectNode root)) {
      return document;
    }
    for (Map.Entry<String, String> change : changes.entrySet()) {
      set(root, change.getKey(), change.getValue());
    }
    return root.toString();
  }

  private static void set(ObjectNode root, String key, String value) throws UserException {
    String[] path = key.split("\\.", -1);
    ObjectNode object = root;
    for (int i = 0; i < path.length - 1; i++) {
      JsonNode next = object.path(path[i]);
      if (next.isMissingNode()) {
        next = object.putObject(path[i]);
      }
      if (!(next instanceof ObjectNode below)) {
        throw new UserException(
            "--set " + key + ": " + path[i] + " is a list or a value; change it in a file");
      }
      object = below;
    }
    JsonNode parsed = parsed(value);
    object.set(path[path.length - 1], parsed.isMissingNode() ? new TextNode(value) : parsed);
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }
}
