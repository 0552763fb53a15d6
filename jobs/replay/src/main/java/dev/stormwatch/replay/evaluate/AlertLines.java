package dev.stormwatch.replay.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.replay.evaluate.Members.Malformed;
import dev.stormwatch.replay.score.Message;
import java.util.Arrays;
import java.util.List;

/**
 * Alerts in the public format as messages to score: what a pager would have got, and nothing that
 * only the job knows.
 */
final class AlertLines {

  private AlertLines() {}

  static List<Message> read(List<String> lines) {
    return Rows.alerts(lines, (alert, path) -> true, AlertLines::message);
  }

  private static Message message(JsonNode alert, String path) throws Malformed {
    String action = Members.text(alert, path, "action");
    return new Message(
        Members.text(alert, path, "incidentId"),
        Arrays.stream(Action.values())
            .filter(known -> known.wireName().equals(action))
            .findFirst()
            .orElseThrow(() -> new Malformed("action is " + action)),
        Members.kind(alert, path),
        Members.severity(alert, path),
        Members.entity(alert, path),
        Members.time(alert, path, "decidedAt"),
        alert.path("cause").asText(""));
  }
}
