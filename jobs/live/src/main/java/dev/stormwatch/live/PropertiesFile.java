package dev.stormwatch.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The application's runtime properties in the form in which the service keeps them, {@code
 * [{"PropertyGroupId":…,"PropertyMap":{…}}]}, or whatever holds them as {@code
 * PropertyGroupDescriptions}, such as what {@code describe-application} prints. A value may be JSON
 * itself instead of JSON in a text.
 */
final class PropertiesFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Path STANDARD_INPUT = Path.of("-");

  private PropertiesFile() {}

  /**
   * Reads the groups.
   *
   * @param file or {@code -} for standard input
   * @throws IllegalArgumentException naming the file and what is wrong with it
   */
  static Map<String, Properties> read(Path file) {
    JsonNode root;
    try {
      root = JSON.readTree(text(file));
    } catch (JsonProcessingException e) {
      throw wrong(file, "not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw wrong(file, "cannot be read; is the path right?", e);
    }
    JsonNode list = Objects.requireNonNullElse(root.findValue("PropertyGroupDescriptions"), root);
    Map<String, Properties> groups = new HashMap<>();
    for (JsonNode group : list) {
      Properties properties = new Properties();
      for (Map.Entry<String, JsonNode> entry : group.path("PropertyMap").properties()) {
        JsonNode value = entry.getValue();
        properties.setProperty(
            entry.getKey(), value.isTextual() ? value.textValue() : value.toString());
      }
      groups.put(group.path("PropertyGroupId").asText(), properties);
    }
    if (!list.isArray() || groups.isEmpty() || groups.containsKey("")) {
      throw wrong(
          file,
          "not a list of property groups, [{\"PropertyGroupId\":\"Stormwatch\",\"PropertyMap\":{…}}],"
              + " nor what aws kinesisanalyticsv2 describe-application prints of an application"
              + " that has some",
          null);
    }
    return groups;
  }

  /** What a file is called where something is said of it. */
  static String name(Path file) {
    return file.equals(STANDARD_INPUT) ? "standard input" : file.toString();
  }

  private static String text(Path file) throws IOException {
    return file.equals(STANDARD_INPUT)
        ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
        : Files.readString(file);
  }

  private static IllegalArgumentException wrong(Path file, String what, @Nullable Exception cause) {
    return new IllegalArgumentException(name(file) + ": " + what, cause);
  }
}
