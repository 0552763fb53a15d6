package dev.stormwatch.live.sns;

import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.settings.TopicRoute;
import dev.stormwatch.telemetry.json.AlertJson;
import dev.stormwatch.telemetry.json.Form;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is sent of an alert, written once: a second delivery, even by a later release, sends the
 * same bytes.
 */
final class SnsMessage implements Serializable {

  private static final long serialVersionUID = 1L;

  /** SNS takes 262,144 bytes with attributes; the difference is for how it counts them. */
  static final int MAX_BYTES = 256_000;

  /** Most functions in the attribute that filter policies match against. */
  private static final int MAX_FUNCTIONS = 100;

  final String incidentId;
  final String messageId;
  final String subject;
  final String body;

  /** Is the body a JSON object of texts by protocol? */
  final boolean byProtocol;

  /** Values by name; a value that begins with a bracket is an array. */
  final TreeMap<String, String> attributes;

  SnsMessage(
      String incidentId,
      String messageId,
      String subject,
      String body,
      boolean byProtocol,
      Map<String, String> attributes) {
    this.incidentId = incidentId;
    this.messageId = messageId;
    this.subject = subject;
    this.body = body;
    this.byProtocol = byProtocol;
    this.attributes = new TreeMap<>(attributes);
  }

  /** Writes an alert in a topic's form; what SNS would refuse as too large becomes plain text. */
  static SnsMessage of(Alert alert, TopicRoute route, String runbook, AlertJson json) {
    Form form = Form.of(route.format);
    SnsMessage whole =
        new SnsMessage(
            alert.incidentId,
            Form.messageId(alert),
            form.subject(alert),
            form.message(alert, json, route.routingKey, runbook),
            form.byProtocol(),
            attributes(alert));
    if (whole.bytes() <= MAX_BYTES) {
      return whole;
    }
    String text = Form.email(alert, runbook);
    // A character takes three bytes at most.
    String body = text.substring(0, Math.min(text.length(), MAX_BYTES / 4));
    return new SnsMessage(
        whole.incidentId, whole.messageId, whole.subject, body, false, whole.attributes);
  }

  private static Map<String, String> attributes(Alert alert) {
    Subject subject = alert.finding.subject;
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("severity", alert.severity.wireName());
    attributes.put("kind", alert.finding.kind.wireName());
    attributes.put("action", alert.action.wireName());
    attributes.put("account", subject.account());
    attributes.put("region", subject.region());
    attributes.put("incidentId", alert.incidentId);
    attributes.put("sequence", Integer.toString(alert.sequence));
    List<String> functions = subject.allFunctions();
    if (!functions.isEmpty()) {
      StringBuilder array = new StringBuilder("[");
      for (String function : functions.subList(0, Math.min(functions.size(), MAX_FUNCTIONS))) {
        // Names of functions are letters, digits, hyphens and underscores.
        array.append(array.length() == 1 ? "\"" : ",\"").append(function).append('"');
      }
      attributes.put("function", array.append(']').toString());
    }
    return attributes;
  }

  int bytes() {
    int bytes = utf8(body) + utf8(subject);
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      bytes += utf8(attribute.getKey()) + utf8(attribute.getValue()) + "String.Array".length();
    }
    return bytes;
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
