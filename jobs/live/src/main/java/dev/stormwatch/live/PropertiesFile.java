package dev.stormwatch.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The application's runtime properties in the form in which the service keeps them, {@code
 * [{"PropertyGroupId":…,"PropertyMap":{…}}]}. A value may be JSON itself instead of JSON in a text.
 */
final class PropertiesFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private PropertiesFile() {}

  /**
   * Reads the groups.
   *
   * @throws IllegalArgumentException naming the file and what is wrong with it
   */
  static Map<String, Properties> read(Path file) {
    JsonNode root;
    try {
      root = JSON.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw wrong(file, "not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw wrong(file, "cannot be read; is the path right?", e);
    }
    Map<String, Properties> groups = new HashMap<>();
    for (JsonNode group : root) {
      Properties properties = new Properties();
      for (Map.Entry<String, JsonNode> entry : group.path("PropertyMap").properties()) {
        JsonNode value = entry.getValue();
        properties.setProperty(
            entry.getKey(), value.isTextual() ? value.textValue() : value.toString());
      }
      groups.put(group.path("PropertyGroupId").asText(), properties);
    }
    if (!root.isArray() || groups.isEmpty() || groups.containsKey("")) {
      throw wrong(
          file,
          "not a list of property groups, [{\"PropertyGroupId\":\"Stormwatch\",\"PropertyMap\":{…}}]",
          null);
    }
    return groups;
  }

  private static IllegalArgumentException wrong(Path file, String what, @Nullable Exception cause) {
    return new IllegalArgumentException(file + ": " + what, cause);
  }
}
