package dev.stormwatch.telemetry.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.incident.Alert.Action;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every form of every kind of alert, however strange, against what its receiver's documentation
 * says that it takes.
 */
class ReceiversTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RUNBOOK =
      "https://wiki.example.com/lambda/" + "a".repeat(200) + ".md";
  private static final AlertJson ALERTS = new AlertJson("0123456789abcdef", "1.0.0");
  private static final String ROUTING_KEY = "0123456789abcdef0123456789ABCDEF";
  private static final int MAX_SNS_BYTES = 262_144;
  private static final int ALERTS_A_FORM = 1_500;

  private static JsonSchema schema(String resource) {
    try (InputStream in = ReceiversTest.class.getResourceAsStream(resource)) {
      var config = SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
      return JsonSchemaFactory.getInstance(VersionFlag.V202012)
          .getSchema(JSON.readTree(in), config);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonSchema receiver(Form form) {
    return schema(
        "receivers/"
            + form.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')
            + ".schema.json");
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void takesEveryAlert(Form form) throws Exception {
    JsonSchema receiver = receiver(form);
    JsonSchema alertFormat = schema("/dev/stormwatch/schemas/alert.schema.json");
    for (int seed = 0; seed < ALERTS_A_FORM; seed++) {
      Alert alert = RandomAlerts.of(new Random(seed));
      String message = form.message(alert, ALERTS, ROUTING_KEY, RUNBOOK);
      JsonNode body = JSON.readTree(message);
      assertThat(receiver.validate(body)).as("seed %d: %s", seed, message).isEmpty();
      assertThat(message.getBytes(StandardCharsets.UTF_8).length)
          .as("seed %d", seed)
          .isLessThan(MAX_SNS_BYTES);
      assertThat(form.subject(alert))
          .as("seed %d", seed)
          .matches("[A-Za-z0-9\\p{Punct}][ -~]{0,98}");
      if (form == Form.NATIVE) {
        JsonNode written = JSON.readTree(body.get("default").asText());
        assertThat(alertFormat.validate(written)).as("seed %d: %s", seed, written).isEmpty();
      }
    }
  }

  /** The seeds above do reach every kind, action and extreme. */
  @Test
  void theAlertsAreOfEveryKind() {
    List<Alert> alerts =
        Stream.iterate(0, seed -> seed + 1)
            .limit(ALERTS_A_FORM)
            .map(seed -> RandomAlerts.of(new Random(seed)))
            .toList();
    for (Kind kind : Kind.values()) {
      for (Action action : Action.values()) {
        assertThat(alerts)
            .as("%s %s", kind, action)
            .anyMatch(alert -> alert.finding.kind == kind && alert.action == action);
      }
    }
    assertThat(alerts)
        .anyMatch(alert -> alert.finding.subject.allFunctions().size() >= 500)
        .anyMatch(alert -> alert.inhibits.size() == Alert.MAX_INHIBITS)
        .anyMatch(alert -> alert.finding.recommendations.size() >= 4);
  }

  /** A schema that takes everything would prove nothing. */
  static Stream<Arguments> spoilt() {
    return Stream.of(
        Arguments.of(Form.CLOUDWATCH_ALARM, "/NewStateValue", "FIRING"),
        Arguments.of(Form.CLOUDWATCH_ALARM, "/AlarmDescription", "x".repeat(1_025)),
        Arguments.of(Form.CLOUDWATCH_ALARM, "/StateChangeTime", "2026-03-02T10:12:15.120Z"),
        Arguments.of(Form.AMAZON_Q, "/version", "1"),
        Arguments.of(Form.AMAZON_Q, "/content/title", "x".repeat(251)),
        Arguments.of(Form.AMAZON_Q, "/content/text", "free"),
        Arguments.of(Form.PAGERDUTY_EVENTS_V2, "/routing_key", "short"),
        Arguments.of(Form.PAGERDUTY_EVENTS_V2, "/payload/severity", "page"),
        Arguments.of(Form.PAGERDUTY_EVENTS_V2, "/dedup_key", "x".repeat(256)),
        Arguments.of(Form.NATIVE, "/sms", "x".repeat(161)),
        Arguments.of(Form.NATIVE, "/slack", "no such protocol"));
  }

  @ParameterizedTest
  @MethodSource
  void spoilt(Form form, String at, String value) throws Exception {
    ObjectNode body =
        (ObjectNode)
            JSON.readTree(
                form.message(RandomAlerts.of(new Random(1)), ALERTS, ROUTING_KEY, RUNBOOK));
    String parent = at.substring(0, at.lastIndexOf('/'));
    ((ObjectNode) body.at(parent)).put(at.substring(at.lastIndexOf('/') + 1), value);
    assertThat(receiver(form).validate(body)).isNotEmpty();
  }
}
