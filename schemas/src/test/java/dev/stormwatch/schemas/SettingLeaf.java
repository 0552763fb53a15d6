package dev.stormwatch.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One key of the settings that holds a value, or a list, and not just further keys.
 *
 * @param path such as {@code coldStart.minShare} or {@code databases[].id}
 * @param schema what the settings schema says about it
 * @param required whether it must be given, which only a key of a list's item can be
 */
record SettingLeaf(String path, JsonNode schema, boolean required) {

  static List<SettingLeaf> all() {
    List<SettingLeaf> leaves = new ArrayList<>();
    collect(SchemaFiles.schema("settings"), "", leaves);
    return leaves;
  }

  static Stream<SettingLeaf> stream() {
    return all().stream();
  }

  boolean isNumber() {
    return holds("integer") || holds("number");
  }

  boolean isListOfObjects() {
    return schema.at("/items/properties").isObject();
  }

  private boolean holds(String type) {
    JsonNode types = schema.path("type");
    if (types.isTextual()) {
      return types.asText().equals(type);
    }
    for (JsonNode each : types) {
      if (each.asText().equals(type)) {
        return true;
      }
    }
    return false;
  }

  private static void collect(JsonNode object, String prefix, List<SettingLeaf> leaves) {
    List<String> required = new ArrayList<>();
    object.path("required").forEach(name -> required.add(name.asText()));
    object
        .path("properties")
        .properties()
        .forEach(
            property -> {
              String path = prefix + property.getKey();
              JsonNode schema = property.getValue();
              if (schema.has("properties")) {
                collect(schema, path + ".", leaves);
                return;
              }
              var leaf = new SettingLeaf(path, schema, required.contains(property.getKey()));
              leaves.add(leaf);
              if (leaf.isListOfObjects()) {
                collect(schema.path("items"), path + "[].", leaves);
              }
            });
  }

  @Override
  public String toString() {
    return path;
  }
}
