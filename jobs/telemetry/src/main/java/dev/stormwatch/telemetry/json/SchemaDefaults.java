package dev.stormwatch.telemetry.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Walks a document along its schema, fills in what was left out, and collects what is wrong. Knows
 * the few words of JSON Schema that the settings schema uses.
 */
final class SchemaDefaults {

  private final List<String> problems;

  SchemaDefaults(List<String> problems) {
    this.problems = problems;
  }

  /**
   * Fills in one value.
   *
   * @param path of the value, empty for the document
   * @return the value in effect, members in the schema's order
   */
  JsonNode fill(String path, JsonNode given, JsonNode schema) {
    if (!typeFits(path, given, schema)) {
      return given;
    }
    if (given.isObject() && schema.has("properties")) {
      return object(path, given, schema);
    }
    if (given.isArray()) {
      ArrayNode items = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < given.size(); i++) {
        items.add(fill(path + "[" + i + "]", given.get(i), schema.path("items")));
      }
      checkItems(path, items, schema);
      return items;
    }
    checkRange(path, given, schema);
    // 300 and 300.0 are one setting and must have one hash.
    return types(schema).contains("number") && given.isNumber()
        ? JsonNodeFactory.instance.numberNode(given.doubleValue())
        : given;
  }

  private ObjectNode object(String path, JsonNode given, JsonNode schema) {
    JsonNode properties = schema.get("properties");
    List<String> known = new ArrayList<>();
    properties.fieldNames().forEachRemaining(known::add);
    given
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                problems.add(
                    "unknown key \""
                        + at(path, name)
                        + "\"; the nearest known one is \""
                        + at(path, Nearest.of(name, known))
                        + "\"");
              }
            });
    ObjectNode effective = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      String name = property.getKey();
      JsonNode value = given.get(name);
      if (value != null) {
        effective.set(name, fill(at(path, name), value, property.getValue()));
      } else if (property.getValue().has("default")) {
        effective.set(
            name, fill(at(path, name), property.getValue().get("default"), property.getValue()));
      } else {
        problems.add("\"" + at(path, name) + "\" is missing and has no default");
      }
    }
    return effective;
  }

  private boolean typeFits(String path, JsonNode value, JsonNode schema) {
    List<String> types = types(schema);
    if (types.isEmpty() || types.stream().anyMatch(type -> is(type, value))) {
      return true;
    }
    problems.add(
        (path.isEmpty() ? "the document" : "\"" + path + "\"")
            + " is "
            + shown(value)
            + ", not of type "
            + String.join(" or ", types));
    return false;
  }

  private static List<String> types(JsonNode schema) {
    JsonNode type = schema.path("type");
    List<String> types = new ArrayList<>();
    if (type.isTextual()) {
      types.add(type.asText());
    }
    type.forEach(one -> types.add(one.asText()));
    return types;
  }

  private static boolean is(String type, JsonNode value) {
    switch (type) {
      case "object":
        return value.isObject();
      case "array":
        return value.isArray();
      case "string":
        return value.isTextual();
      case "boolean":
        return value.isBoolean();
      case "null":
        return value.isNull();
      case "integer":
        return value.isIntegralNumber();
      case "number":
        return value.isNumber();
      default:
        throw new IllegalStateException("the settings schema uses type " + type);
    }
  }

  private void checkRange(String path, JsonNode value, JsonNode schema) {
    if (value.isNumber()) {
      double number = value.doubleValue();
      boolean fits =
          number >= schema.path("minimum").asDouble(Double.NEGATIVE_INFINITY)
              && number <= schema.path("maximum").asDouble(Double.POSITIVE_INFINITY)
              && number > schema.path("exclusiveMinimum").asDouble(Double.NEGATIVE_INFINITY)
              && number < schema.path("exclusiveMaximum").asDouble(Double.POSITIVE_INFINITY);
      if (!fits) {
        problems.add("\"" + path + "\" is " + shown(value) + ", out of range: " + range(schema));
      }
    } else if (value.isTextual()) {
      checkText(path, value, schema);
    }
  }

  private void checkText(String path, JsonNode value, JsonNode schema) {
    String text = value.textValue();
    if (text.length() < schema.path("minLength").asInt(0)) {
      problems.add("\"" + path + "\" is empty");
    } else if (schema.has("pattern")
        && !Pattern.compile(schema.get("pattern").asText()).matcher(text).find()) {
      problems.add("\"" + path + "\" is " + shown(value) + ", which is not of its form");
    } else if (schema.has("enum") && !contains(schema.get("enum"), value)) {
      problems.add("\"" + path + "\" is " + shown(value) + ", not one of " + schema.get("enum"));
    } else if (schema.path("format").asText().equals("date-time") && !isTime(text)) {
      problems.add(
          "\"" + path + "\" is " + shown(value) + ", not a time such as 2026-11-01T10:00:00Z");
    } else if (schema.path("format").asText().equals("date") && !isDate(text)) {
      problems.add("\"" + path + "\" is " + shown(value) + ", not a date such as 2026-11-01");
    }
  }

  private static boolean contains(JsonNode values, JsonNode value) {
    for (JsonNode one : values) {
      if (one.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTime(String text) {
    try {
      return Instant.parse(text) != null;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static boolean isDate(String text) {
    try {
      return LocalDate.parse(text).toString().equals(text);
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private void checkItems(String path, ArrayNode items, JsonNode schema) {
    if (items.size() < schema.path("minItems").asInt(0)) {
      problems.add("\"" + path + "\" needs an item");
    }
    Set<JsonNode> seen = new HashSet<>();
    for (JsonNode item : items) {
      if (!seen.add(item) && schema.path("uniqueItems").asBoolean()) {
        problems.add("\"" + path + "\" has " + shown(item) + " twice");
      }
    }
  }

  private static String range(JsonNode schema) {
    List<String> parts = new ArrayList<>();
    add(parts, "at least ", schema.path("minimum"));
    add(parts, "more than ", schema.path("exclusiveMinimum"));
    add(parts, "at most ", schema.path("maximum"));
    add(parts, "less than ", schema.path("exclusiveMaximum"));
    return String.join(", ", parts) + " " + schema.path("x-unit").asText("");
  }

  private static void add(List<String> parts, String words, JsonNode bound) {
    if (bound.isNumber()) {
      parts.add(words + bound.asText());
    }
  }

  private static String shown(JsonNode value) {
    String text = value.toString();
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }

  private static String at(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
