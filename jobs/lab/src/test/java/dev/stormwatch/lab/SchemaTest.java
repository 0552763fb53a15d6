package dev.stormwatch.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaTest {

  private static Stream<String> scenarios() {
    return Scenarios.ALL.stream().map(Scenario::name);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyFileIsWhatItsSchemaSays(String name) {
    Scenario scenario = Scenarios.named(name).orElseThrow();
    Map<String, byte[]> files = RecordingFolder.files(Recording.play(scenario, 3));
    Decoded decoded = Decoded.of(file(files, RecordingFolder.RECORDS));

    valid("recording-manifest", text(files, RecordingFolder.MANIFEST));
    valid("labels", text(files, RecordingFolder.LABELS));
    valid("settings", text(files, RecordingFolder.SETTINGS));
    allValid("kinesis-record", decoded.records());
    allValid("cloudwatch-envelope", decoded.documents());
  }

  private static void valid(String schema, String json) {
    assertThat(schema(schema).validate(json, InputFormat.JSON)).as(schema).isEmpty();
  }

  private static void allValid(String name, List<JsonNode> rows) {
    JsonSchema schema = schema(name);
    assertThat(rows).allSatisfy(row -> assertThat(schema.validate(row)).as(name).isEmpty());
  }

  private static JsonSchema schema(String name) {
    String resource = "/dev/stormwatch/schemas/" + name + ".schema.json";
    SchemaValidatorsConfig config =
        SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    try (InputStream schema =
        Objects.requireNonNull(SchemaTest.class.getResourceAsStream(resource), resource)) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(schema, config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Map<String, byte[]> files, String name) {
    return new String(file(files, name), StandardCharsets.UTF_8);
  }

  private static byte[] file(Map<String, byte[]> files, String name) {
    return Objects.requireNonNull(files.get(name), name);
  }
}
