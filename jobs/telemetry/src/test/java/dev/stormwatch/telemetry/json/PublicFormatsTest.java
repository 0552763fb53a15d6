package dev.stormwatch.telemetry.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.stormwatch.core.detect.Evidence;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.telemetry.DeadRecordException;
import dev.stormwatch.telemetry.DeadRecordException.Reason;
import dev.stormwatch.telemetry.KinesisRecord;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written for others fits the schemas that others read. */
class PublicFormatsTest {

  private static final long T = 1_772_446_335_120L;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AlertJson WRITER = new AlertJson("0123456789abcdef", "0.1.0");

  private static JsonNode valid(String schema, String document) {
    try (InputStream in =
        PublicFormatsTest.class.getResourceAsStream(
            "/dev/stormwatch/schemas/" + schema + ".schema.json")) {
      var config = SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
      JsonNode written = JSON.readTree(document);
      assertThat(
              JsonSchemaFactory.getInstance(VersionFlag.V202012)
                  .getSchema(JSON.readTree(in), config)
                  .validate(written))
          .as(document)
          .isEmpty();
      return written;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Alert alert(Action action, Kind kind, double value, boolean rich) {
    Finding finding =
        new Finding(
            kind,
            Subject.function(new FunctionId("111122223333", "eu-west-1", "checkout")),
            Severity.PAGE,
            false,
            T - 60_000,
            "checkout: \"40 %\" of calls are cold \u26a1",
            new Measure("cold-start-share", value, "ratio", 0.05, 300, 600, 0.01),
            new Impact(rich, rich ? T - 60_000 : Long.MIN_VALUE, rich ? "240 calls waited" : ""),
            rich
                ? List.of(
                    new Evidence(
                        T - 50_000,
                        "/aws/lambda/checkout",
                        "2026/03/02/[7]abc",
                        "5b0c7a52-61c4-4d0e-9d53-6f3c1c5b2a77",
                        "REPORT Init Duration: 2000.00 ms"),
                    new Evidence(T, "/aws/lambda/checkout", "", "", "REPORT"),
                    new Evidence(T, "", "", "", "240 of 600 calls"))
                : List.of(),
            rich
                ? List.of(
                    new Recommendation("look", "", "because", "", ""),
                    new Recommendation("provision", "3", "2 + 1", "aws lambda …", "billed"))
                : List.of());
    return Alert.about(finding, "cold-start-spike-0123456789ab", 2, action, T)
        .severity(Severity.TICKET)
        .onset(T - 60_000)
        .build();
  }

  @ParameterizedTest
  @EnumSource(Action.class)
  void anAlertFitsItsSchema(Action action) {
    for (boolean rich : new boolean[] {true, false}) {
      JsonNode written =
          valid("alert", WRITER.write(alert(action, Kind.COLD_START_SPIKE, 0.4, rich)));
      assertThat(written.get("action").asText()).isEqualTo(action.wireName());
      assertThat(written.get("severity").asText()).isEqualTo("ticket");
      assertThat(written.get("onset").asText()).isEqualTo("2026-03-02T10:11:15.120Z");
      assertThat(written.get("decidedAt").asText()).isEqualTo("2026-03-02T10:12:15.120Z");
      assertThat(written.at("/subject/function").asText()).isEqualTo("checkout");
      assertThat(written.get("headline").asText()).contains("\"40 %\"");
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyKindHasANameInTheSchema(Kind kind) {
    valid("alert", WRITER.write(alert(Action.OPEN, kind, 0.4, true)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 1.0 / 3, 1e-9, 123_456_789, 1e15, -2.5})
  void aNumberHasSixDigits(double value) {
    JsonNode written =
        valid("alert", WRITER.write(alert(Action.OPEN, Kind.COLD_START_SPIKE, value, false)));
    double read = written.at("/measure/value").asDouble();
    assertThat(Math.abs(read - value)).isLessThanOrEqualTo(Math.abs(value) * 5e-6);
    assertThat(written.at("/measure/value").asText()).hasSizeLessThan(20);
  }

  @Test
  void theSameAlertIsTheSameBytesOnOneLine() {
    Alert alert = alert(Action.OPEN, Kind.COLD_START_SPIKE, 1.0 / 3, true);
    assertThat(WRITER.write(alert)).isEqualTo(WRITER.write(alert)).doesNotContain("\n");
  }

  @Test
  void whatDoesNotApplyIsAbsent() {
    JsonNode rich =
        JSON.valueToTree(
            valid("alert", WRITER.write(alert(Action.OPEN, Kind.COLD_START_SPIKE, 1, true))));
    assertThat(rich.at("/evidence/1").has("requestId")).isFalse();
    assertThat(rich.at("/evidence/1").has("logStream")).isFalse();
    assertThat(rich.at("/evidence/2").has("logGroup")).isFalse();
    assertThat(rich.at("/recommendations/0").has("value")).isFalse();
    assertThat(rich.at("/recommendations/0").has("command")).isFalse();
    assertThat(rich.at("/recommendations/0").has("sideEffect")).isFalse();
    JsonNode poor = valid("alert", WRITER.write(alert(Action.OPEN, Kind.HOT_SHARD, 1, false)));
    assertThat(poor.get("impact").has("firstAt")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void aDeadLetterFitsItsSchema(Reason reason) {
    for (int size : new int[] {0, 1, 255, 256, 257, 100_000}) {
      byte[] data = new byte[size];
      new Random(size).nextBytes(data);
      KinesisRecord record = new KinesisRecord("shardId-000000000007", "49", "p", T, data);
      JsonNode written =
          valid("dead-letter", DeadLetterJson.write(record, new DeadRecordException(reason, "x")));
      assertThat(written.get("reason").asText()).isEqualTo(reason.wireName());
      assertThat(written.get("bytes").asInt()).isEqualTo(size);
      byte[] sample = Base64.getDecoder().decode(written.get("sample").asText());
      assertThat(sample).hasSize(Math.min(size, 256));
      assertThat(data).startsWith(sample);
    }
  }
}
