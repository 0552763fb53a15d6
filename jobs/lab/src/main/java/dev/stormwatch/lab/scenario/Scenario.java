package dev.stormwatch.lab.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.stormwatch.lab.chance.Dice;
import dev.stormwatch.lab.format.ScenarioException;
import dev.stormwatch.lab.format.Section;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A scenario file: an estate and what befalls it, with what a seed decides left open. */
public final class Scenario {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String FOLDER = "/dev/stormwatch/lab/scenarios/";

  private final String name;
  private final ObjectNode file;

  private Scenario(String name, String text) {
    this.name = name;
    this.file = parse(name, text);
  }

  private static ObjectNode parse(String name, String text) {
    try {
      JsonNode tree = YAML.readTree(text);
      if (tree instanceof ObjectNode object) {
        return object;
      }
      throw new ScenarioException(name + " must hold keys and values");
    } catch (JsonProcessingException e) {
      throw new ScenarioException(name + " is not YAML: " + e.getOriginalMessage());
    }
  }

  /** Names of the scenarios that come with Stormwatch, incidents first. */
  public static List<String> names() {
    return resource("index.txt").lines().filter(line -> !line.isBlank()).toList();
  }

  /**
   * @throws ScenarioException when there is none of that name; the message names the nearest
   */
  public static Scenario named(String name) {
    if (!names().contains(name)) {
      throw new ScenarioException(
          "unknown scenario '"
              + name
              + "', did you mean '"
              + Section.nearest(name, names())
              + "'? --list names them all; a path to a .yaml file is taken, too");
    }
    return new Scenario(name, resource(name + ".yaml"));
  }

  /** A scenario of somebody's own. */
  public static Scenario of(Path path) throws IOException {
    String fileName = Objects.requireNonNull(path.getFileName(), "a file has a name").toString();
    String name = fileName.replaceFirst("\\.ya?ml$", "");
    return new Scenario(name, Files.readString(path));
  }

  /** A scenario from its text. */
  public static Scenario ofText(String name, String text) {
    return new Scenario(name, text);
  }

  public String name() {
    return name;
  }

  /** One line that says what happens. */
  public String title() {
    return file.path("title").asText();
  }

  /** Is there nothing in it that anybody should be paged for? */
  public boolean benign() {
    for (JsonNode incident : file.path("incidents")) {
      if (!incident.path("severity").asText("page").equals("info")) {
        return false;
      }
    }
    return true;
  }

  /** The kinds of incident that it may show. */
  public List<String> kinds() {
    return file.path("incidents").findValuesAsText("kind").stream().distinct().toList();
  }

  /** What one seed makes of it, ordinary functions beside its own included. */
  Section drawn(Dice dice) {
    ObjectNode drawn = Draws.resolve(file, dice.forPurpose("draws"));
    int neighbours = drawn.path("neighbours").asInt();
    if (neighbours > 0) {
      ObjectNode others = parse("neighbours", resource("neighbours.yaml"));
      ObjectNode functions = drawn.withObject("/functions");
      for (Map.Entry<String, JsonNode> other :
          Draws.resolve(others, dice.forPurpose("neighbours")).get("functions").properties()) {
        if (neighbours-- > 0 && !functions.has(other.getKey())) {
          functions.set(other.getKey(), other.getValue());
        }
      }
    }
    return new Section("", drawn);
  }

  private static String resource(String resource) {
    try (InputStream in = Scenario.class.getResourceAsStream(FOLDER + resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
