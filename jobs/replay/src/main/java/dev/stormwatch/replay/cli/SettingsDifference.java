package dev.stormwatch.replay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;
import java.util.TreeMap;

/** The keys that two settings, with all their defaults, have different values for. */
final class SettingsDifference {

  private SettingsDifference() {}

  /** Key, and the value that each has for it, by key. */
  static Table between(JsonNode a, JsonNode b) {
    Map<String, JsonNode> ofA = new TreeMap<>();
    Map<String, JsonNode> ofB = new TreeMap<>();
    collect("", a, ofA);
    collect("", b, ofB);
    TreeMap<String, JsonNode> keys = new TreeMap<>(ofA);
    keys.putAll(ofB);
    Table table = new Table("SETTING", "A", "B");
    for (String key : keys.keySet()) {
      String inA = value(ofA, key);
      String inB = value(ofB, key);
      if (!inA.equals(inB)) {
        table.row(key, inA, inB);
      }
    }
    return table;
  }

  private static String value(Map<String, JsonNode> values, String key) {
    JsonNode value = values.getOrDefault(key, MissingNode.getInstance());
    return value.isMissingNode() ? "-" : value.toString();
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
