package dev.stormwatch.replay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The keys that two settings, with all their defaults, have different values for. */
final class SettingsDifference {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A key and the value that each has for it; missing where it has none. */
  private record Change(String key, JsonNode a, JsonNode b) {}

  private final List<Change> changes = new ArrayList<>();

  SettingsDifference(JsonNode a, JsonNode b) {
    Map<String, JsonNode> ofA = new TreeMap<>();
    Map<String, JsonNode> ofB = new TreeMap<>();
    collect("", a, ofA);
    collect("", b, ofB);
    TreeMap<String, JsonNode> keys = new TreeMap<>(ofA);
    keys.putAll(ofB);
    for (String key : keys.keySet()) {
      JsonNode inA = ofA.getOrDefault(key, MissingNode.getInstance());
      JsonNode inB = ofB.getOrDefault(key, MissingNode.getInstance());
      if (!inA.toString().equals(inB.toString())) {
        changes.add(new Change(key, inA, inB));
      }
    }
  }

  void print(PrintWriter writer) {
    for (Change change : changes) {
      writer.println("  " + change.key + ": " + text(change.a) + " → " + text(change.b));
    }
  }

  ArrayNode json() {
    ArrayNode rows = JSON.createArrayNode();
    for (Change change : changes) {
      ObjectNode row = rows.addObject().put("key", change.key);
      if (!change.a.isMissingNode()) {
        row.set("a", change.a);
      }
      if (!change.b.isMissingNode()) {
        row.set("b", change.b);
      }
    }
    return rows;
  }

  /** The value of a key as {@code --set} names it; missing where there is none. */
  static JsonNode value(JsonNode settings, String key) {
    return settings.at('/' + key.replaceAll("\\[(\\d+)]", ".$1").replace('.', '/'));
  }

  private static String text(JsonNode value) {
    return value.isMissingNode() ? "not set" : value.toString();
  }

  private static void collect(String key, JsonNode node, Map<String, JsonNode> values) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              member ->
                  collect(
                      key.isEmpty() ? member.getKey() : key + '.' + member.getKey(),
                      member.getValue(),
                      values));
    } else if (node.isArray() && !node.isEmpty()) {
      for (int i = 0; i < node.size(); i++) {
        collect(key + '[' + i + ']', node.get(i), values);
      }
    } else {
      values.put(key, node);
    }
  }
}
