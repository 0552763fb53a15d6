package dev.stormwatch.schemas;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The schemas and examples as they lie on the class path. */
final class SchemaFiles {

  private static final String SUFFIX = ".schema.json";

  /** Keeps numbers as they are written, so that 0.20 does not become 0.2. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private SchemaFiles() {}

  static Stream<String> names() {
    return list(folder("")).stream()
        .map(path -> path.getFileName().toString())
        .filter(file -> file.endsWith(SUFFIX))
        .map(file -> file.substring(0, file.length() - SUFFIX.length()));
  }

  static JsonNode schema(String name) {
    return read(folder("").resolve(name + SUFFIX));
  }

  /** Examples as {@code <schema>/<file>}. */
  static Stream<String> examples(String prefix) {
    return list(folder("examples")).stream()
        .flatMap(schema -> list(schema).stream())
        .filter(file -> file.getFileName().toString().startsWith(prefix))
        .map(file -> file.getParent().getFileName() + "/" + file.getFileName());
  }

  static JsonNode example(String schemaAndFile) {
    return read(folder("examples").resolve(schemaAndFile));
  }

  static JsonNode testResource(String name) {
    return read(folder("").resolve(name), name);
  }

  static List<ValidationMessage> validate(String schemaName, JsonNode document) {
    return validate(schema(schemaName), document);
  }

  static List<ValidationMessage> validate(JsonNode schema, JsonNode document) {
    JsonSchema compiled =
        JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(
                schema, SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
    return List.copyOf(compiled.validate(document));
  }

  static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
