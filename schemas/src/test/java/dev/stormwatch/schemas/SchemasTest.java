package dev.stormwatch.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemasTest {

  private static final String SCHEMA_NAMES = "dev.stormwatch.schemas.SchemaFiles#names";

  @Test
  void everyPublicFormatHasASchema() {
    assertThat(SchemaFiles.names())
        .containsExactlyInAnyOrder(
            "recording-manifest",
            "kinesis-record",
            "labels",
            "alert",
            "settings",
            "delivery",
            "batch-line",
            "cloudwatch-envelope",
            "platform-event",
            "emf",
            "dead-letter",
            "replay-summary",
            "evaluation");
  }

  @ParameterizedTest
  @MethodSource(SCHEMA_NAMES)
  void isAValidSchemaOfItsDraft(String name) {
    JsonNode schema = SchemaFiles.schema(name);

    var metaschema =
        JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(SchemaLocation.of(SchemaId.V202012));

    assertThat(schema.path("$schema").asText()).isEqualTo(SchemaId.V202012);
    assertThat(schema.path("$id").asText()).isEqualTo("urn:stormwatch:schema:" + name);
    assertThat(metaschema.validate(schema.toString(), InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(SCHEMA_NAMES)
  void everyMemberHasATitleAndADescription(String name) {
    assertThat(SchemaFiles.objects(SchemaFiles.schema(name)))
        .isNotEmpty()
        .allSatisfy(
            object ->
                assertThat(object.path("properties").properties())
                    .allSatisfy(
                        member -> {
                          assertThat(member.getValue().path("title").asText()).isNotBlank();
                          assertThat(member.getValue().path("description").asText()).isNotBlank();
                        }));
  }

  @ParameterizedTest
  @MethodSource(SCHEMA_NAMES)
  void everyRequiredMemberIsDescribed(String name) {
    assertThat(SchemaFiles.objects(SchemaFiles.schema(name)))
        .allSatisfy(
            object ->
                assertThat(object.path("required"))
                    .allMatch(required -> object.path("properties").has(required.asText())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "recording-manifest",
        "labels",
        "alert",
        "dead-letter",
        "replay-summary",
        "evaluation"
      })
  void anOutputMayGainMembersWithinItsVersion(String name) {
    assertThat(SchemaFiles.objects(SchemaFiles.schema(name)))
        .noneMatch(object -> object.has("additionalProperties"))
        .noneMatch(object -> object.has("unevaluatedProperties"));
  }

  /** Each schema is complete in itself, so what they share is repeated and must not drift apart. */
  @Test
  void sharedDefinitionsAreTheSameEverywhere() {
    Map<String, JsonNode> seen = new HashMap<>();
    SchemaFiles.names()
        .forEach(
            name ->
                SchemaFiles.schema(name)
                    .path("$defs")
                    .properties()
                    .forEach(
                        definition -> {
                          JsonNode first =
                              seen.putIfAbsent(definition.getKey(), definition.getValue());
                          assertThat(definition.getValue())
                              .as("%s in %s", definition.getKey(), name)
                              .isEqualTo(first == null ? definition.getValue() : first);
                        }));
    assertThat(seen).containsKeys("time", "kind", "severity", "subject");
  }
}
