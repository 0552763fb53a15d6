package dev.stormwatch.telemetry.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each receiver reads off a message, as its documentation has it. */
class FormTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AlertJson ALERTS = new AlertJson("0123456789abcdef", "1.0.0");
  private static final String RUNBOOK = "https://wiki.example.com/lambda/cold-start-spike.md";
  private static final long T = 1_772_446_335_120L;

  private static Alert alert(Action action, Severity severity) {
    Finding finding =
        new Finding(
            Kind.COLD_START_SPIKE,
            Subject.function(new FunctionId("111122223333", "eu-west-1", "checkout")),
            severity,
            action == Action.RESOLVE,
            T - 60_000,
            "checkout: 40 % of calls are cold, usual 1 %",
            new Measure("cold-start-share", 0.4, "ratio", 0.05, 300, 600, 0.01),
            new Impact(true, T - 60_000, "240 calls waited"),
            List.of(),
            List.of(new Recommendation("provision", "3", "2 + 1", "aws lambda put", "billed")));
    return Alert.about(finding, "cold-start-spike-0123456789ab", 2, action, T)
        .severity(severity)
        .onset(T - 60_000)
        .build();
  }

  private static JsonNode message(Form form, Action action, Severity severity)
      throws JsonProcessingException {
    return JSON.readTree(form.message(alert(action, severity), ALERTS, "R0UT1NG", RUNBOOK));
  }

  @Test
  void theNativeFormHasATextForEveryKindOfSubscription() throws Exception {
    JsonNode texts = message(Form.NATIVE, Action.OPEN, Severity.PAGE);
    assertThat(texts.properties()).allMatch(text -> text.getValue().isTextual());
    JsonNode alert = JSON.readTree(texts.get("default").asText());
    assertThat(alert.get("schema").asText()).isEqualTo("stormwatch.alert/1");
    assertThat(texts.get("email").asText()).startsWith("[PAGE] checkout: 40 %");
    assertThat(texts.get("sms").asText()).hasSizeLessThanOrEqualTo(160);
  }

  @ParameterizedTest
  @CsvSource({"OPEN,ALARM", "ESCALATE,ALARM", "UPDATE,ALARM", "RESOLVE,OK", "EXPIRE,OK"})
  void anAlarmOpensAndClosesByItsState(Action action, String state) throws Exception {
    JsonNode alarm = message(Form.CLOUDWATCH_ALARM, action, Severity.PAGE);
    assertThat(alarm.get("NewStateValue").asText()).isEqualTo(state);
    assertThat(alarm.get("AlarmName").asText()).isEqualTo("cold-start-spike-0123456789ab");
    assertThat(alarm.get("AWSAccountId").asText()).isEqualTo("111122223333");
    assertThat(alarm.at("/Trigger/Dimensions/0/value").asText()).isEqualTo("checkout");
    assertThat(Form.CLOUDWATCH_ALARM.subject(alert(action, Severity.PAGE)))
        .startsWith(state + ": ")
        .hasSizeLessThan(100);
  }

  @ParameterizedTest
  @EnumSource(Action.class)
  void chatKeepsAnIncidentInOneThread(Action action) throws Exception {
    JsonNode chat = message(Form.AMAZON_Q, action, Severity.PAGE);
    assertThat(chat.get("version").asText()).isEqualTo("1.0");
    assertThat(chat.get("source").asText()).isEqualTo("custom");
    assertThat(chat.at("/content/textType").asText()).isEqualTo("client-markdown");
    assertThat(chat.at("/content/description").asText()).isNotBlank();
    assertThat(chat.at("/metadata/threadId").asText()).isEqualTo("cold-start-spike-0123456789ab");
    boolean over = action == Action.RESOLVE || action == Action.EXPIRE;
    assertThat(chat.get("content").has("nextSteps")).isEqualTo(!over);
  }

  @ParameterizedTest
  @CsvSource({
    "OPEN,PAGE,trigger,critical",
    "UPDATE,TICKET,trigger,warning",
    "OPEN,INFO,trigger,info",
    "RESOLVE,PAGE,resolve,critical",
    "EXPIRE,PAGE,resolve,critical"
  })
  void pagerDutyFindsTheIncidentByItsKey(
      Action action, Severity severity, String event, String urgency) throws Exception {
    JsonNode pager = message(Form.PAGERDUTY_EVENTS_V2, action, severity);
    assertThat(pager.get("routing_key").asText()).isEqualTo("R0UT1NG");
    assertThat(pager.get("event_action").asText()).isEqualTo(event);
    assertThat(pager.get("dedup_key").asText()).hasSizeLessThanOrEqualTo(255);
    assertThat(pager.at("/payload/severity").asText()).isEqualTo(urgency);
    assertThat(pager.at("/payload/summary").asText()).isNotBlank();
    assertThat(pager.at("/payload/source").asText()).isNotBlank();
    assertThat(pager.at("/payload/custom_details/incidentId").asText()).isNotBlank();
  }

  /** Of the texts; the alert itself is what a replay writes, and a phone has no room. */
  @ParameterizedTest
  @EnumSource(Action.class)
  void everyTextEndsWithTheRunbook(Action action) throws Exception {
    JsonNode texts = message(Form.NATIVE, action, Severity.PAGE);
    assertThat(texts.get("email").asText()).endsWith("\nRunbook: " + RUNBOOK + "\n");
    assertThat(texts.get("default").asText()).doesNotContain("wiki.example.com");
    JsonNode alarm = message(Form.CLOUDWATCH_ALARM, action, Severity.PAGE);
    assertThat(alarm.get("AlarmDescription").asText())
        .endsWith("\nRunbook: " + RUNBOOK + "\n")
        .hasSizeLessThanOrEqualTo(1_024);
    JsonNode chat = message(Form.AMAZON_Q, action, Severity.PAGE);
    assertThat(chat.at("/content/description").asText()).endsWith("\n*Runbook* " + RUNBOOK);
    JsonNode pager = message(Form.PAGERDUTY_EVENTS_V2, action, Severity.PAGE);
    assertThat(pager.at("/links/0/href").asText()).isEqualTo(RUNBOOK);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void withoutRunbooksNoneIsNamed(Form form) {
    assertThat(form.message(alert(Action.OPEN, Severity.PAGE), ALERTS, "", ""))
        .doesNotContainIgnoringCase("runbook");
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void theSameAlertIsTheSameBytes(Form form) {
    Alert alert = alert(Action.UPDATE, Severity.TICKET);
    assertThat(form.message(alert, ALERTS, "", RUNBOOK))
        .isEqualTo(form.message(alert, ALERTS, "", RUNBOOK));
    assertThat(Form.of(form.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')))
        .isEqualTo(form);
  }
}
