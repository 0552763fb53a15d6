package dev.stormwatch.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  private static final String HEADER = "| Key | Default | Unit | Reason |";

  @Test
  void theSettingsTableSaysWhatTheSchemaSays() throws IOException {
    String expected =
        Stream.concat(
                Stream.of(HEADER, "| --- | --- | --- | --- |"),
                SettingLeaf.stream().map(ReadmeTest::row))
            .collect(Collectors.joining("\n"));

    String found =
        Files.readAllLines(Path.of("README.md")).stream()
            .dropWhile(line -> !line.equals(HEADER))
            .takeWhile(line -> line.startsWith("|"))
            .collect(Collectors.joining("\n"));

    assertThat(found)
        .withFailMessage(
            "The settings table in schemas/README.md differs from settings.schema.json."
                + " Paste this in its place:%n%n%s%n",
            expected)
        .isEqualTo(expected);
  }

  @Test
  void everySchemaIsListed() throws IOException {
    String readme = Files.readString(Path.of("README.md"));

    assertThat(SchemaFiles.names())
        .allSatisfy(name -> assertThat(readme).contains("`" + name + ".schema.json`"));
  }

  private static String row(SettingLeaf leaf) {
    return "| `%s` | %s | %s | %s |"
        .formatted(
            leaf.path(),
            leaf.required() ? "required" : "`" + plain(leaf.schema().path("default")) + "`",
            cell(leaf.schema().path("x-unit").asText()),
            cell(leaf.schema().path("x-reason").asText()));
  }

  private static String plain(JsonNode value) {
    return value.isBigDecimal() ? value.decimalValue().toPlainString() : value.toString();
  }

  private static String cell(String text) {
    return text.isEmpty() ? "–" : text.replace("|", "\\|");
  }
}
