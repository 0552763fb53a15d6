package dev.stormwatch.schemas;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The schemas and examples, as they lie on the class path. */
final class SchemaFiles {

  private static final String SUFFIX = ".schema.json";

  /** Keeps numbers as they are written: 0.20 must not become 0.2 in the settings table. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private SchemaFiles() {}

  static Stream<String> names() {
    return list(resource("settings.schema.json").getParent())
        .map(path -> path.getFileName().toString())
        .filter(file -> file.endsWith(SUFFIX))
        .map(file -> file.substring(0, file.length() - SUFFIX.length()));
  }

  static JsonNode schema(String name) {
    return read(resource(name + SUFFIX));
  }

  static Stream<String> validExamples() {
    return examples("valid-");
  }

  static Stream<String> invalidExamples() {
    return examples("invalid-");
  }

  /** Every file among the examples, as {@code <schema>/<file>}. */
  static Stream<String> examples(String prefix) {
    return list(resource("examples"))
        .flatMap(SchemaFiles::list)
        .filter(file -> file.getFileName().toString().startsWith(prefix))
        .map(file -> file.getParent().getFileName() + "/" + file.getFileName());
  }

  static String schemaOf(String example) {
    return example.substring(0, example.indexOf('/'));
  }

  static JsonNode example(String example) {
    return read(resource("examples").resolve(example));
  }

  static JsonNode brokenMembers() {
    return read(resource("broken-members.json"));
  }

  static List<ValidationMessage> validate(JsonNode schema, JsonNode document) {
    var config = SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    var compiled = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema, config);
    return List.copyOf(compiled.validate(document));
  }

  /**
   * Every schema of an object inside this one, itself included: what has properties and a title.
   */
  static Stream<JsonNode> objects(JsonNode schema) {
    Stream<JsonNode> inside = StreamSupport.stream(schema.spliterator(), false);
    return Stream.concat(
        Stream.of(schema).filter(node -> node.has("properties") && node.has("title")),
        inside.flatMap(SchemaFiles::objects));
  }

  private static Path resource(String name) {
    try {
      return Path.of(SchemaFiles.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(Path file) {
    try {
      return MAPPER.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
