package dev.stormwatch.replay.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.replay.score.Entity;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads members that labels and alerts have in common. */
final class Members {

  private static final Map<String, List<String>> NAMES_BY_TYPE =
      Map.of(
          "function", List.of("function"),
          "database", List.of("database", "functions"),
          "shard", List.of("eventSource", "function"),
          "queue", List.of("eventSource"),
          "cascade", List.of("root", "functions"),
          "application", List.of("application", "functions"));

  private static final String WHOLE_NUMBER = "\\d{1,129}";

  private Members() {}

  /** A member that is not as the format says; the message names it and what it should be. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /** Those of some members that an object lacks, each with its place. */
  static List<String> missing(JsonNode object, String path, List<String> names) {
    return names.stream().filter(name -> !object.has(name)).map(path::concat).toList();
  }

  static JsonNode of(JsonNode object, String path, String name) throws Malformed {
    JsonNode member = object.path(name);
    if (member.isMissingNode()) {
      throw new Malformed(path + name + " is missing");
    }
    return member;
  }

  static String text(JsonNode object, String path, String name) throws Malformed {
    JsonNode member = of(object, path, name);
    if (!member.isTextual() || member.textValue().isEmpty()) {
      throw new Malformed(path + name + " is " + member + "; it must be a text");
    }
    return member.textValue();
  }

  static long time(JsonNode object, String path, String name) throws Malformed {
    return instant(text(object, path, name), path + name);
  }

  static long instant(String text, String where) throws Malformed {
    try {
      return Instant.parse(text).toEpochMilli();
    } catch (DateTimeException e) {
      throw new Malformed(
          where + " is \"" + text + "\"; it must be a time such as 2026-03-02T10:12:00.000Z");
    }
  }

  static Kind kind(JsonNode object, String path) throws Malformed {
    String text = text(object, path, "kind");
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.wireName().equals(text))
        .findFirst()
        .orElseThrow(
            () -> oneOf(path + "kind", text, Arrays.stream(Kind.values()).map(Kind::wireName)));
  }

  static Severity severity(JsonNode object, String path) throws Malformed {
    String text = text(object, path, "severity");
    return Arrays.stream(Severity.values())
        .filter(severity -> severity.wireName().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                oneOf(
                    path + "severity",
                    text,
                    Arrays.stream(Severity.values()).map(Severity::wireName)));
  }

  /** A subject, with every name that its type needs. */
  static Entity entity(JsonNode object, String path) throws Malformed {
    JsonNode subject = of(object, path, "subject");
    String inside = path + "subject.";
    String type = text(subject, inside, "type");
    List<String> needed = NAMES_BY_TYPE.get(type);
    if (needed == null) {
      throw oneOf(inside + "type", type, NAMES_BY_TYPE.keySet().stream().sorted());
    }
    for (String name : needed) {
      of(subject, inside, name);
    }
    Map<String, String> names = new HashMap<>();
    for (Map.Entry<String, JsonNode> member : subject.properties()) {
      if (member.getValue().isTextual() && !member.getKey().equals("type")) {
        names.put(member.getKey(), member.getValue().textValue());
      }
    }
    for (String name : List.of("sequenceNumber", "firstSequenceNumber", "lastSequenceNumber")) {
      if (names.containsKey(name) && !names.get(name).matches(WHOLE_NUMBER)) {
        throw new Malformed(inside + name + " is \"" + names.get(name) + "\"; it must be digits");
      }
    }
    if (names.containsKey("firstSequenceNumber") != names.containsKey("lastSequenceNumber")) {
      throw new Malformed(inside + "firstSequenceNumber and lastSequenceNumber need each other");
    }
    Set<String> functions = new LinkedHashSet<>();
    subject.path("functions").forEach(function -> functions.add(function.asText()));
    return new Entity(type, names, functions);
  }

  private static Malformed oneOf(String what, String found, Stream<String> allowed) {
    return new Malformed(
        what
            + " is \""
            + found
            + "\"; it must be one of "
            + allowed.collect(Collectors.joining(", ")));
  }
}
