package dev.stormwatch.replay.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.replay.evaluate.Members.Malformed;
import dev.stormwatch.replay.score.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Alerts in the public format as messages to score: what a pager would have got, and nothing that
 * only the job knows.
 */
final class AlertLines {

  private static final ObjectMapper JSON = new ObjectMapper();

  private AlertLines() {}

  static List<Message> read(List<String> lines) {
    List<Message> messages = new ArrayList<>();
    for (String line : lines) {
      try {
        messages.add(message(JSON.readTree(line)));
      } catch (IOException | Malformed e) {
        throw new IllegalStateException("an alert of our own is not in the format: " + line, e);
      }
    }
    return messages;
  }

  private static Message message(JsonNode alert) throws Malformed {
    String action = Members.text(alert, "", "action");
    return new Message(
        Members.text(alert, "", "incidentId"),
        Arrays.stream(Action.values())
            .filter(known -> known.wireName().equals(action))
            .findFirst()
            .orElseThrow(() -> new Malformed("action is " + action)),
        Members.kind(alert, ""),
        Members.severity(alert, ""),
        Members.entity(alert, ""),
        Members.time(alert, "", "decidedAt"),
        alert.path("cause").asText(""));
  }
}
