package dev.stormwatch.telemetry.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.core.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCHEMAS = "/dev/stormwatch/schemas/";

  private static JsonNode resource(String name) throws IOException {
    try (InputStream in = SettingsReaderTest.class.getResourceAsStream(SCHEMAS + name)) {
      assertThat(in).as(name).isNotNull();
      return JSON.readTree(in);
    }
  }

  private static Settings read(String singleQuoted) throws SettingsException {
    return SettingsReader.read(singleQuoted.replace('\'', '"'));
  }

  private static String problemOf(String singleQuoted) {
    try {
      read(singleQuoted);
    } catch (SettingsException e) {
      return e.getMessage();
    }
    throw new AssertionError(singleQuoted + " was accepted");
  }

  @Test
  void nothingGivenIsTheSchemasDefaults() throws IOException, SettingsException {
    JsonNode sections = resource("settings.schema.json").get("properties");
    Settings settings = read("{}");
    JsonNode cold = sections.get("coldStart").get("properties");
    assertThat(settings.clock.slotMillis)
        .isEqualTo(1000 * sections.at("/clock/properties/slotSeconds/default").asLong(-1))
        .isPositive();
    assertThat(settings.decode.maxInflatedBytes)
        .isEqualTo(sections.at("/decode/properties/maxInflatedBytes/default").asInt());
    assertThat(settings.coldStart.minShare).isEqualTo(cold.at("/minShare/default").asDouble(-1));
    assertThat(settings.coldStart.falseAlarmProbability)
        .isEqualTo(cold.at("/falseAlarmProbability/default").asDouble(-1));
    assertThat(settings.coldStart.enabled).isEqualTo(cold.at("/enabled/default").asBoolean());
    assertThat(settings.prices.region)
        .isEqualTo(sections.at("/prices/properties/region/default").asText());
    assertThat(settings.hash).isEqualTo(SettingsReader.defaults().hash).matches("[0-9a-f]{64}");
    assertThat(settings.shortHash()).hasSize(16);
  }

  /** Each default, written out, changes nothing. */
  @Test
  void writingEveryDefaultOutChangesNoHash() throws IOException, SettingsException {
    JsonNode sections = resource("settings.schema.json").get("properties");
    String plain = read("{}").hash;
    int written = 0;
    for (String section : (Iterable<String>) sections::fieldNames) {
      JsonNode keys = sections.get(section).path("properties");
      for (String key : (Iterable<String>) keys::fieldNames) {
        ObjectNode document = JSON.createObjectNode();
        document.putObject(section).set(key, keys.get(key).get("default"));
        assertThat(SettingsReader.read(document.toString()).hash)
            .as(section + "." + key)
            .isEqualTo(plain);
        written++;
      }
    }
    assertThat(written).isGreaterThan(20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'clock':{'slotSeconds':7},'incident':{'expireSeconds':900}}"
            + "|{'incident':{'expireSeconds':900},'clock':{'slotSeconds':7}}",
        "{'coldStart':{'minRatio':4,'minShare':0.1}}|{'coldStart':{'minShare':0.10,'minRatio':4.0}}",
        "{'clock':{}}|{}",
        "{'functions':[{'match':'a','synchronous':true}]}|{'functions':[{'match':'a'}]}",
      })
  void theHashIsOfTheMeaning(String one, String other) throws SettingsException {
    assertThat(quoted(one)).isNotEqualTo(quoted(other));
    assertThat(SettingsReader.read(quoted(one)).hash)
        .isEqualTo(SettingsReader.read(quoted(other)).hash);
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }

  @Test
  void anotherValueIsAnotherHash() throws SettingsException {
    assertThat(read("{'clock':{'slotSeconds':7}}").hash).isNotEqualTo(read("{}").hash);
    assertThat(read("{'clock':{'slotSeconds':7}}").clock.slotMillis).isEqualTo(7000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'coldstart':{}}|\"coldstart\"; the nearest known one is \"coldStart\"",
        "{'coldStart':{'minShares':0.1}}"
            + "|\"coldStart.minShares\"; the nearest known one is \"coldStart.minShare\"",
        "{'functions':[{'match':'a','synchron':true}]}|\"functions[0].synchronous\"",
        "{'functions':[{}]}|\"functions[0].match\" is missing",
        "{'clock':{'slotSeconds':'5'}}|\"clock.slotSeconds\" is \"5\", not of type integer",
        "{'clock':{'slotSeconds':5.5}}|\"clock.slotSeconds\" is 5.5, not of type integer",
        "{'clock':{'slotSeconds':null}}|not of type integer",
        "{'clock':[]}|\"clock\" is [], not of type object",
        "{'coldStart':{'enabled':1}}|not of type boolean",
        "{'clock':{'slotSeconds':0}}|out of range: at least 1, at most 60 seconds",
        "{'clock':{'slotSeconds':61}}|out of range",
        "{'clock':{'slotSeconds':99999999999999999999999}}|out of range",
        "{'coldStart':{'falseAlarmProbability':0}}|more than 0",
        "{'functions':[{'match':''}]}|\"functions[0].match\" is empty",
        "{'ignore':['a','a']}|\"ignore\" has \"a\" twice",
        "{'prices':{'asOf':'2026-02-30'}}|not a date",
        "{'prices':{'region':'the moon'}}|\"prices.region\"",
        "[]|the document is [], not of type object",
        "7|the document is 7",
        "{'clock':{'slotSeconds':5},'clock':{'slotSeconds':6}}|Duplicate field 'clock'",
        "{'clock':{'slotSeconds':5|not JSON at line 1",
        "{} {}|not JSON",
      })
  void saysWhatIsWrong(String document, String expected) {
    assertThat(problemOf(document)).contains(expected);
  }

  @Test
  void refusesAnEmptyDocument() {
    assertThatThrownBy(() -> SettingsReader.read("")).isInstanceOf(SettingsException.class);
  }

  @Test
  void saysEverythingThatIsWrongAtOnce() {
    assertThat(
            problemOf(
                "{'clok':{},'clock':{'slotSeconds':0},'coldStart':{'minShare':'x','minRatoi':3}}"))
        .contains("clok", "clock.slotSeconds", "coldStart.minShare", "coldStart.minRatoi")
        .contains("; ");
  }

  /** The schema's own examples: the reader must agree with the schema. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown-key",
        "as-of-not-a-date",
        "unknown-threshold",
        "slot-too-long",
        "database-without-limit",
        "rule-without-match",
        "unknown-database-key",
        "slot-not-whole",
        "window-as-text",
        "share-above-one",
        "probability-zero"
      })
  void refusesWhatTheSchemaRefuses(String example) throws IOException {
    String document = resource("examples/settings/invalid-" + example + ".json").toString();
    assertThatThrownBy(() -> SettingsReader.read(document)).isInstanceOf(SettingsException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "full", "one-threshold"})
  void acceptsWhatTheSchemaAccepts(String example) throws IOException, SettingsException {
    String document = resource("examples/settings/valid-" + example + ".json").toString();
    assertThat(SettingsReader.read(document).hash).hasSize(64);
  }

  @Test
  void aTopicForPagerDutyNeedsItsRoutingKey() throws Exception {
    String topic =
        "{\"topics\":[{\"arn\":\"arn:aws:sns:eu-west-1:123456789012:on-call\","
            + "\"format\":\"pagerduty-events-v2\",\"routingKey\":\"%s\"}]}";
    assertThatThrownBy(() -> SettingsReader.delivery(String.format(topic, "")))
        .hasMessageContaining("on-call")
        .hasMessageContaining("routingKey");
    assertThatThrownBy(() -> SettingsReader.delivery(String.format(topic, "short")))
        .hasMessageContaining("topics[0].routingKey");
    String key = "0123456789abcdef0123456789abcdef";
    assertThat(SettingsReader.delivery(String.format(topic, key)).topics().get(0).routingKey)
        .isEqualTo(key);
  }
}
