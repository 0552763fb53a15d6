package dev.stormwatch.telemetry.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.stormwatch.core.settings.DeliverySettings;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TopicRoute;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a settings document. What may be set, its range and its default stand in the settings
 * schema and nowhere else, so the schema itself is what a document is read against.
 */
public final class SettingsReader {

  private static final String SETTINGS = "/dev/stormwatch/schemas/settings.schema.json";
  private static final String DELIVERY = "/dev/stormwatch/schemas/delivery.schema.json";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private SettingsReader() {}

  /** All defaults. */
  public static Settings defaults() {
    try {
      return read("{}");
    } catch (SettingsException e) {
      throw new IllegalStateException("the settings schema's own defaults are not valid", e);
    }
  }

  /**
   * Reads a document; keys that are not given have their defaults.
   *
   * @throws SettingsException naming every key that is wrong
   */
  public static Settings read(String document) throws SettingsException {
    JsonNode effective = effective(document);
    return new Settings(new JsonValues(effective), Sha256.hex(effective.toString()));
  }

  /**
   * Reads a document that says where alerts go.
   *
   * @throws SettingsException naming every key that is wrong
   */
  public static DeliverySettings delivery(String document) throws SettingsException {
    DeliverySettings delivery = new DeliverySettings(new JsonValues(effective(document, DELIVERY)));
    for (TopicRoute topic : delivery.topics()) {
      if (topic.format.equals("pagerduty-events-v2") && topic.routingKey.isEmpty()) {
        throw new SettingsException(
            "topic "
                + topic.arn
                + " has the form pagerduty-events-v2, but no routingKey: PagerDuty would refuse"
                + " every event; take it from the service's Events API v2 integration");
      }
    }
    return delivery;
  }

  /**
   * What a document sets, with the defaults of all that it does not.
   *
   * @throws SettingsException naming every key that is wrong
   */
  public static JsonNode effective(String document) throws SettingsException {
    return effective(document, SETTINGS);
  }

  private static JsonNode effective(String document, String schema) throws SettingsException {
    JsonNode given = parse(document);
    List<String> problems = new ArrayList<>();
    JsonNode effective = new SchemaDefaults(problems).fill("", given, schema(schema));
    if (!problems.isEmpty()) {
      throw new SettingsException(String.join("; ", problems));
    }
    return effective;
  }

  private static JsonNode parse(String document) throws SettingsException {
    if (document.isBlank()) {
      throw new SettingsException("the document is empty; {} means the defaults");
    }
    try {
      return JSON.readTree(document);
    } catch (JsonProcessingException e) {
      throw new SettingsException(NotJson.text(e));
    }
  }

  private static JsonNode schema(String name) {
    try (InputStream in = SettingsReader.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the schemas jar is not on the class path: " + name);
      }
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
