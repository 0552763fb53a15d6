package dev.stormwatch.replay.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.replay.UserException;
import dev.stormwatch.replay.score.Label;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsFileTest {

  private static final String POISON =
      """
      {"schema":"stormwatch.labels/1","incidents":[
        {"id":"i1","kind":"poison-record","severity":"page",
         "subject":{"type":"shard","eventSource":"arn:aws:kinesis:eu-west-1:123456789012:stream/s",
           "shard":"shardId-1","function":"worker","sequenceNumber":"495900"},
         "onset":"2026-03-02T10:00:00.000Z","firstImpact":null,"end":"2026-03-02T10:05:00.000Z"},
        {"id":"i2","kind":"fan-out-cascade","severity":"ticket",
         "subject":{"type":"cascade","root":"a","functions":["a","b"]},
         "onset":"2026-03-02T10:00:00.000Z","firstImpact":"2026-03-02T10:01:00.000Z",
         "end":"2026-03-02T10:05:00.000Z"}]}
      """;

  @TempDir private Path temp;

  private List<Label> read(String content) throws IOException, UserException {
    Path file = temp.resolve("labels.json");
    Files.writeString(file, content);
    return LabelsFile.read(file);
  }

  @Test
  void whatTheFormatHoldsIsRead() throws Exception {
    List<Label> labels = read(POISON);

    assertThat(labels).extracting(Label::id).containsExactly("i1", "i2");
    assertThat(labels.get(0).kind()).isEqualTo(Kind.POISON_RECORD);
    assertThat(labels.get(0).firstImpact()).isEmpty();
    assertThat(labels.get(0).entity().functions()).containsExactly("worker");
    assertThat(labels.get(1).severity()).isEqualTo(Severity.TICKET);
    assertThat(labels.get(1).firstImpact()).hasValue(labels.get(1).onset() + 60_000);
    assertThat(labels.get(1).entity().functions()).containsExactlyInAnyOrder("a", "b");
  }

  /** Whoever writes labels begins with it. */
  @Test
  void theExampleOfTheDocumentation() throws Exception {
    String text = Files.readString(Path.of("..", "..", "schemas", "README.md"));
    int from = text.indexOf("    {\n      \"schema\": \"stormwatch.labels/1\"");
    List<Label> labels = read(text.substring(from, text.indexOf("\n\n", from)));
    assertThat(labels).extracting(Label::kind).containsExactly(Kind.COLD_START_SPIKE);
    assertThat(labels.get(0).firstImpact()).isEmpty();
  }

  @Test
  void allThatIsMissingIsNamedAtOnce() {
    assertThatThrownBy(() -> read("{\"incidents\":[{\"id\":\"i1\"},{\"kind\":\"x\"}]}"))
        .hasMessageContaining("schema, incidents[0].kind, incidents[0].severity,")
        .hasMessageContaining("incidents[1].id, incidents[1].severity,");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          poison-record              | poison       | incidents[0].kind is "poison"; it must be one of cold-start-spike
          "severity":"page"          | "severity":1 | incidents[0].severity is 1; it must be a text
          2026-03-02T10:00:00.000Z   | yesterday    | incidents[0].onset is "yesterday"; it must be a time such as
          "function":"worker",       | `` | incidents[0].subject.function is missing
          "sequenceNumber":"495900"  | "sequenceNumber":"x" | incidents[0].subject.sequenceNumber is "x"; it must be digits
          "firstImpact":null,        | `` | incidents[0].firstImpact is missing
          "end":"2026-03-02T10:05    | "end":"2026-03-02T09:05 | incidents[0].end is before its onset
          "id":"i2"                  | "id":"i1"    | incidents[1].id is "i1", which another has too
          "type":"cascade"           | "type":"storm" | incidents[1].subject.type is "storm"; it must be one of application, cascade
          labels/1                   | labels/2     | schema is "stormwatch.labels/2"; this release reads
          {"schema"                  | {schema      | not JSON
          """)
  void whatIsWrongIsNamedWithItsPlace(String from, String to, String message) {
    assertThat(POISON).contains(from);
    assertThatThrownBy(() -> read(POISON.replaceFirst(Pattern.quote(from), to)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("labels.json: " + message)
        .hasMessageContaining("mend it, or leave the recording's folder out");
  }
}
