package dev.stormwatch.telemetry.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.model.AwsPartition;
import dev.stormwatch.core.notify.PageText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The forms in which receivers want an alert. Each is one text, the same for the same alert. */
public enum Form {
  /** The alert format, with other texts for people, chosen by SNS for each subscription. */
  NATIVE("native") {
    @Override
    void write(Alert alert, AlertJson json, String routingKey, String runbook, JsonGenerator out)
        throws IOException {
      out.writeStringField("default", json.write(alert));
      out.writeStringField("email", email(alert, runbook));
      out.writeStringField("sms", PageText.sms(alert));
    }
  },

  /**
   * What an alarm of CloudWatch sends. An incident that expired is OK, too: nothing more will be
   * said of it, and it would stay open for ever; its reason says what that OK is worth.
   */
  CLOUDWATCH_ALARM("cloudwatch-alarm") {
    @Override
    void write(Alert alert, AlertJson json, String routingKey, String runbook, JsonGenerator out)
        throws IOException {
      Subject subject = alert.finding.subject;
      out.writeStringField("AlarmName", alert.incidentId);
      String last = last(runbook);
      out.writeStringField(
          "AlarmDescription", PageText.brief(alert, MAX_ALARM_DESCRIPTION - last.length()) + last);
      out.writeStringField("AWSAccountId", subject.account());
      out.writeStringField(
          "AlarmArn",
          "arn:"
              + AwsPartition.of(subject.region())
              + ":cloudwatch:"
              + subject.region()
              + ':'
              + subject.account()
              + ":alarm:"
              + alert.incidentId);
      out.writeStringField("NewStateValue", alarmState(alert));
      out.writeStringField("OldStateValue", alert.action == Alert.Action.OPEN ? "OK" : "ALARM");
      out.writeStringField("NewStateReason", PageText.subject(alert));
      out.writeStringField(
          "StateChangeTime", ALARM_TIME.format(Instant.ofEpochMilli(alert.decidedAt)));
      out.writeStringField("Region", subject.region());
      out.writeObjectFieldStart("Trigger");
      out.writeStringField("MetricName", alert.finding.measure.name);
      out.writeStringField("Namespace", "Stormwatch");
      out.writeStringField("StatisticType", "Statistic");
      out.writeStringField("Statistic", "MAXIMUM");
      out.writeArrayFieldStart("Dimensions");
      for (var name : subject.names().entrySet()) {
        out.writeStartObject();
        out.writeStringField("name", name.getKey());
        out.writeStringField("value", name.getValue());
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeNumberField("Period", Math.max(1, alert.finding.measure.windowSeconds));
      out.writeNumberField("EvaluationPeriods", 1);
      out.writeStringField("ComparisonOperator", "GreaterThanOrEqualToThreshold");
      out.writeNumberField("Threshold", alert.finding.measure.threshold);
      out.writeEndObject();
    }

    @Override
    public String subject(Alert alert) {
      String subject = alarmState(alert) + ": " + PageText.subject(alert);
      return subject.substring(0, Math.min(subject.length(), PageText.MAX_SUBJECT));
    }
  },

  /** A message in chat; Amazon Q drops silently what is not of this form. */
  AMAZON_Q("amazon-q") {
    @Override
    void write(Alert alert, AlertJson json, String routingKey, String runbook, JsonGenerator out)
        throws IOException {
      out.writeStringField("version", "1.0");
      out.writeStringField("source", "custom");
      out.writeStringField("id", messageId(alert));
      out.writeObjectFieldStart("content");
      out.writeStringField("textType", "client-markdown");
      out.writeStringField("title", '[' + PageText.label(alert) + "] " + alert.headline);
      out.writeStringField("description", markdown(alert, runbook));
      List<String> steps = alert.ends() ? List.of() : steps(alert);
      if (!steps.isEmpty()) {
        out.writeArrayFieldStart("nextSteps");
        for (String step : steps) {
          out.writeString(step);
        }
        out.writeEndArray();
      }
      out.writeArrayFieldStart("keywords");
      out.writeString(alert.finding.kind.wireName());
      out.writeString(alert.severity.wireName());
      out.writeEndArray();
      out.writeEndObject();
      out.writeObjectFieldStart("metadata");
      out.writeStringField("threadId", alert.incidentId);
      out.writeStringField("summary", alert.headline);
      out.writeStringField("eventType", alert.finding.kind.wireName());
      out.writeArrayFieldStart("relatedResources");
      for (String name : alert.finding.subject.names().values()) {
        out.writeString(name);
      }
      out.writeEndArray();
      out.writeObjectFieldStart("additionalContext");
      out.writeStringField("action", alert.action.wireName());
      out.writeStringField("severity", alert.severity.wireName());
      out.writeStringField("account", alert.finding.subject.account());
      out.writeStringField("region", alert.finding.subject.region());
      out.writeEndObject();
      out.writeEndObject();
    }
  },

  /** An event for PagerDuty's Events API, to be handed on by whatever reads the topic. */
  PAGERDUTY_EVENTS_V2("pagerduty-events-v2") {
    @Override
    void write(Alert alert, AlertJson json, String routingKey, String runbook, JsonGenerator out)
        throws IOException {
      Subject subject = alert.finding.subject;
      out.writeStringField("routing_key", routingKey);
      out.writeStringField("event_action", alert.ends() ? "resolve" : "trigger");
      out.writeStringField("dedup_key", alert.incidentId);
      out.writeStringField("client", "Stormwatch");
      out.writeObjectFieldStart("payload");
      out.writeStringField("summary", alert.headline);
      out.writeStringField("source", subject.key());
      out.writeStringField("severity", pagerDutySeverity(alert));
      out.writeStringField("timestamp", Times.text(alert.decidedAt));
      out.writeStringField("component", String.join(" ", subject.names().values()));
      out.writeStringField("group", subject.account() + '/' + subject.region());
      out.writeStringField("class", alert.finding.kind.wireName());
      out.writeFieldName("custom_details");
      out.writeRawValue(json.write(alert));
      out.writeEndObject();
      if (!runbook.isEmpty()) {
        out.writeArrayFieldStart("links");
        out.writeStartObject();
        out.writeStringField("href", runbook);
        out.writeStringField("text", "Runbook");
        out.writeEndObject();
        out.writeEndArray();
      }
    }
  };

  /** Longest description that an alarm can have, in characters. */
  private static final int MAX_ALARM_DESCRIPTION = 1_024;

  /** Longest description that Amazon Q shows, in characters. */
  private static final int MAX_CHAT_DESCRIPTION = 8_000;

  /** An alarm gives the zone as a number. */
  private static final DateTimeFormatter ALARM_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxx", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String wireName;

  Form(String wireName) {
    this.wireName = wireName;
  }

  abstract void write(
      Alert alert, AlertJson json, String routingKey, String runbook, JsonGenerator out)
      throws IOException;

  /** The form of a name that the schema of deliveries lists. */
  public static Form of(String wireName) {
    for (Form form : values()) {
      if (form.wireName.equals(wireName)) {
        return form;
      }
    }
    throw new IllegalArgumentException("no form is called " + wireName);
  }

  /** Does SNS choose the text by the kind of subscription? */
  public boolean byProtocol() {
    return this == NATIVE;
  }

  /** The subject of an e-mail; some receivers read the state off it. */
  public String subject(Alert alert) {
    return PageText.subject(alert);
  }

  /**
   * The message.
   *
   * @param routingKey for the form that has one
   * @param runbook address of the page for its kind; empty for none
   */
  public String message(Alert alert, AlertJson json, String routingKey, String runbook) {
    StringWriter text = new StringWriter(4096);
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartObject();
      write(alert, json, routingKey, runbook, out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Tells a message from every other; a second delivery has the same. */
  public static String messageId(Alert alert) {
    return alert.incidentId + '-' + alert.sequence;
  }

  /** The text for people, which any receiver can be sent. */
  public static String email(Alert alert, String runbook) {
    return PageText.email(alert) + last(runbook);
  }

  /** The line that a text for people ends with. */
  private static String last(String runbook) {
    return runbook.isEmpty() ? "" : "\nRunbook: " + runbook + '\n';
  }

  private static String alarmState(Alert alert) {
    return alert.ends() ? "OK" : "ALARM";
  }

  private static String pagerDutySeverity(Alert alert) {
    switch (alert.severity) {
      case PAGE:
        return "critical";
      case TICKET:
        return "warning";
      default:
        return "info";
    }
  }

  private static String markdown(Alert alert, String runbook) {
    StringBuilder text = new StringBuilder();
    for (String fact : PageText.facts(alert)) {
      int colon = fact.indexOf(':');
      text.append('*').append(fact, 0, colon).append("* ");
      text.append(fact.substring(colon + 1).trim()).append('\n');
    }
    int muted = alert.inhibits.size() + alert.moreInhibited;
    if (muted > 0) {
      text.append("*Also muted* ").append(muted).append(", such as ");
      text.append(alert.inhibits.get(0).text).append('\n');
    }
    String whole = text.toString().trim();
    String last = runbook.isEmpty() ? "" : "\n*Runbook* " + runbook;
    return whole.substring(0, Math.min(whole.length(), MAX_CHAT_DESCRIPTION - last.length()))
        + last;
  }

  private static List<String> steps(Alert alert) {
    List<String> steps = new ArrayList<>();
    String region = alert.finding.subject.region();
    for (Recommendation step : alert.finding.recommendations) {
      String command = step.command.isEmpty() ? "" : ": `" + step.commandIn(region) + '`';
      String first = PageText.step(step);
      steps.add(first.substring(0, 1).toUpperCase(Locale.ROOT) + first.substring(1) + command);
    }
    return steps;
  }
}
