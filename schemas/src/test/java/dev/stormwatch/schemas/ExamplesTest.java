package dev.stormwatch.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.ValidationMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {

  @ParameterizedTest
  @MethodSource("dev.stormwatch.schemas.SchemaFiles#validExamples")
  void aValidExampleIsAccepted(String example) {
    var schema = SchemaFiles.schema(SchemaFiles.schemaOf(example));

    assertThat(SchemaFiles.validate(schema, SchemaFiles.example(example))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dev.stormwatch.schemas.SchemaFiles#invalidExamples")
  void anInvalidExampleIsRejectedForTheMemberThatIsWrong(String example) {
    var schema = SchemaFiles.schema(SchemaFiles.schemaOf(example));
    String broken = SchemaFiles.brokenMembers().path(example).asText();

    var messages = SchemaFiles.validate(schema, SchemaFiles.example(example));

    assertThat(messages)
        .extracting(ExamplesTest::member)
        .as("members that %s says are wrong", messages)
        .contains(broken);
    assertThat(messages)
        .extracting(ValidationMessage::getMessage)
        .anyMatch(message -> message.contains(lastSegment(broken)));
  }

  @Test
  void everyInvalidExampleSaysWhichMemberIsWrong() {
    assertThat(SchemaFiles.brokenMembers().fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(SchemaFiles.invalidExamples().toList());
  }

  @Test
  void everyExampleIsEitherValidOrInvalidAndBelongsToASchema() {
    assertThat(SchemaFiles.examples(""))
        .allMatch(example -> example.matches("[a-z-]+/(valid|invalid)-[a-z0-9-]+\\.json"))
        .extracting(SchemaFiles::schemaOf)
        .isSubsetOf(SchemaFiles.names().toList());
  }

  @ParameterizedTest
  @MethodSource("dev.stormwatch.schemas.SchemaFiles#names")
  void aSchemaHasExamplesOfBothKinds(String name) {
    assertThat(SchemaFiles.validExamples())
        .contains(name + "/valid-minimal.json", name + "/valid-full.json");
    assertThat(SchemaFiles.invalidExamples().filter(example -> example.startsWith(name + "/")))
        .hasSizeGreaterThanOrEqualTo(3);
  }

  /** JSON Pointer of the member that a message is about, missing and unknown members included. */
  private static String member(ValidationMessage message) {
    String location = message.getInstanceLocation().toString();
    return message.getProperty() == null ? location : location + "/" + message.getProperty();
  }

  private static String lastSegment(String pointer) {
    return pointer.substring(pointer.lastIndexOf('/') + 1);
  }
}
