package dev.stormwatch.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsSchemaTest {

  private static final String LEAVES = "dev.stormwatch.schemas.SettingLeaf#stream";

  @ParameterizedTest
  @MethodSource(LEAVES)
  void aKeySaysWhatItMeansAndWhyItsDefaultIsWhatItIs(SettingLeaf leaf) {
    assertThat(leaf.schema().path("description").asText()).as("description").isNotBlank();
    assertThat(leaf.schema().has("default")).as("default").isNotEqualTo(leaf.required());
    assertThat(leaf.schema().path("x-reason").asText()).as("x-reason").isNotBlank();
  }

  @ParameterizedTest
  @MethodSource(LEAVES)
  void aNumberHasAUnitAndARangeThatItsDescriptionStates(SettingLeaf leaf) {
    if (!leaf.isNumber()) {
      assertThat(leaf.schema().has("x-unit")).isFalse();
      return;
    }
    assertThat(leaf.schema().path("x-unit").asText()).as("x-unit").isNotBlank();
    String least =
        leaf.schema().has("minimum")
            ? leaf.schema().path("minimum").asText()
            : "above " + leaf.schema().path("exclusiveMinimum").asText();
    assertThat(leaf.schema().path("description").asText())
        .endsWith(" Range: " + least + " to " + leaf.schema().path("maximum").asText() + ".");
  }

  @ParameterizedTest
  @MethodSource(LEAVES)
  void aDefaultKeepsItsOwnConstraints(SettingLeaf leaf) {
    if (leaf.required()) {
      return;
    }
    assertThat(SchemaFiles.validate(leaf.schema(), leaf.schema().path("default"))).isEmpty();
  }

  @Test
  void onlyAnItemOfAListCanRequireKeys() {
    assertThat(SettingLeaf.stream().filter(SettingLeaf::required))
        .isNotEmpty()
        .allMatch(leaf -> leaf.path().contains("[]."));
  }

  @Test
  void theEmptyDocumentAndTheDocumentOfAllDefaultsAreValid() {
    JsonNode schema = SchemaFiles.schema("settings");

    assertThat(SchemaFiles.validate(schema, JsonNodeFactory.instance.objectNode())).isEmpty();
    assertThat(SchemaFiles.validate(schema, defaults(schema))).isEmpty();
  }

  @Test
  void everyObjectIsClosed() {
    assertThat(SchemaFiles.objects(SchemaFiles.schema("settings")))
        .hasSizeGreaterThan(1)
        .allMatch(object -> object.path("additionalProperties").equals(BooleanNode.FALSE));
  }

  @ParameterizedTest
  @MethodSource(LEAVES)
  void theFullExampleShowsEveryKey(SettingLeaf leaf) {
    String pointer = "/" + leaf.path().replace("[].", "/0/").replace('.', '/');

    assertThat(SchemaFiles.example("settings/valid-full.json").at(pointer).isMissingNode())
        .isFalse();
  }

  private static ObjectNode defaults(JsonNode object) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    object
        .path("properties")
        .properties()
        .forEach(
            property ->
                document.set(
                    property.getKey(),
                    property.getValue().has("properties")
                        ? defaults(property.getValue())
                        : property.getValue().path("default")));
    return document;
  }
}
