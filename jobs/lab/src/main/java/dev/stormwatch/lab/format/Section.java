package dev.stormwatch.lab.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A part of a scenario file, read key by key. Whoever reads a key says its default, so the defaults
 * stand where they are used; a key that nobody asked for is a mistake of the file's author, and
 * {@link #check} says which and what was probably meant.
 */
public final class Section {

  /** Holds no key, so that every default applies. */
  public static final Section EMPTY = new Section("", Json.object());

  private final String path;
  private final JsonNode node;
  private final Set<String> asked = new LinkedHashSet<>();
  private final List<Section> inner = new ArrayList<>();

  /**
   * @param path what messages call this part, such as {@code functions.checkout}; empty for a whole
   *     file
   */
  public Section(String path, JsonNode node) {
    this.path = path;
    this.node = node;
    if (!node.isObject()) {
      throw new ScenarioException(
          (path.isEmpty() ? "the file" : path) + " must hold keys and values, not " + node);
    }
  }

  public double number(String key, double fallback) {
    JsonNode value = get(key);
    if (value.isMissingNode()) {
      return fallback;
    }
    if (!value.isNumber()) {
      throw wrong(key, "a number", value);
    }
    return value.asDouble();
  }

  public double number(String key) {
    if (!has(key)) {
      throw new ScenarioException(named(key) + " is missing");
    }
    return number(key, 0);
  }

  /** A whole number; what was computed from draws is rounded. */
  public int whole(String key, int fallback) {
    return (int) Math.round(number(key, fallback));
  }

  public boolean flag(String key, boolean fallback) {
    JsonNode value = get(key);
    if (value.isMissingNode()) {
      return fallback;
    }
    if (!value.isBoolean()) {
      throw wrong(key, "true or false", value);
    }
    return value.asBoolean();
  }

  public String text(String key, String fallback) {
    JsonNode value = get(key);
    if (value.isMissingNode()) {
      return fallback;
    }
    if (!value.isValueNode()) {
      throw wrong(key, "a text", value);
    }
    return value.asText().trim();
  }

  public String text(String key) {
    if (!has(key)) {
      throw new ScenarioException(named(key) + " is missing");
    }
    return text(key, "");
  }

  /** A text out of a closed set, given by its name in lower case with hyphens. */
  public <E extends Enum<E>> E choice(String key, E fallback) {
    String text = text(key, wireName(fallback));
    List<String> known = new ArrayList<>();
    for (E constant : fallback.getDeclaringClass().getEnumConstants()) {
      if (wireName(constant).equals(text)) {
        return constant;
      }
      known.add(wireName(constant));
    }
    throw new ScenarioException(
        named(key) + " is '" + text + "'; known are " + String.join(", ", known));
  }

  private static String wireName(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    get(key).forEach(value -> texts.add(value.asText()));
    return texts;
  }

  public boolean has(String key) {
    asked.add(key);
    return node.has(key);
  }

  public Optional<Section> section(String key) {
    JsonNode value = get(key);
    return value.isMissingNode() ? Optional.empty() : Optional.of(inner(named(key), value));
  }

  /** Sections by their names, in the order of the file. */
  public Map<String, Section> sections(String key) {
    Map<String, Section> sections = new LinkedHashMap<>();
    get(key)
        .properties()
        .forEach(
            field ->
                sections.put(
                    field.getKey(), inner(named(key) + '.' + field.getKey(), field.getValue())));
    return sections;
  }

  public List<Section> list(String key) {
    List<Section> sections = new ArrayList<>();
    for (JsonNode value : get(key)) {
      sections.add(inner(named(key) + '[' + sections.size() + ']', value));
    }
    return sections;
  }

  private Section inner(String where, JsonNode value) {
    Section section = new Section(where, value);
    inner.add(section);
    return section;
  }

  private JsonNode get(String key) {
    asked.add(key);
    return node.path(key);
  }

  private String named(String key) {
    return path.isEmpty() ? key : path + '.' + key;
  }

  private ScenarioException wrong(String key, String wanted, JsonNode value) {
    return new ScenarioException(named(key) + " must be " + wanted + ", not " + value);
  }

  /** Where this part stands, for messages. */
  public String path() {
    return path;
  }

  /**
   * Refuses keys that nobody has asked for.
   *
   * @throws ScenarioException naming the first of them and the nearest known one
   */
  public void check() {
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!asked.contains(key)) {
                throw new ScenarioException(
                    named(key) + " is unknown; did you mean '" + nearest(key, asked) + "'?");
              }
            });
    inner.forEach(Section::check);
  }

  /** The known name that somebody who wrote {@code name} may have meant. */
  public static String nearest(String name, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
        .orElse("");
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j - 1], row[j]) + 1);
      }
    }
    return row[b.length()];
  }
}
