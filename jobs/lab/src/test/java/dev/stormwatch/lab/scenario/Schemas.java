package dev.stormwatch.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The public formats' schemas. */
final class Schemas {

  private Schemas() {}

  static void valid(String schema, String json) {
    assertThat(named(schema).validate(json, InputFormat.JSON)).as(schema).isEmpty();
  }

  static JsonSchema named(String name) {
    String resource = "/dev/stormwatch/schemas/" + name + ".schema.json";
    SchemaValidatorsConfig config =
        SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    try (InputStream schema =
        Objects.requireNonNull(Schemas.class.getResourceAsStream(resource), resource)) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(schema, config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
