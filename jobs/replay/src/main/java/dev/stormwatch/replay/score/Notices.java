package dev.stormwatch.replay.score;

import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.incident.Alert.Action;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which messages make somebody look up: those that open an incident or escalate it, and an update
 * that is more severe than all before it. That an incident is over disturbs nobody; that it opens
 * again after that does.
 */
final class Notices {

  private Notices() {}

  /** Updates, in order of time. */
  static List<Message> updates(List<Message> messages) {
    return messages.stream()
        .filter(message -> message.action() == Action.UPDATE)
        .sorted(Comparator.comparingLong(Message::decidedAt))
        .toList();
  }

  /** The messages that disturb, in order of time. */
  static List<Message> among(List<Message> messages) {
    List<Message> ordered = new ArrayList<>(messages);
    ordered.sort(Comparator.comparingLong(Message::decidedAt));
    Map<String, Severity> reached = new HashMap<>();
    List<Message> notices = new ArrayList<>();
    for (Message message : ordered) {
      if (message.action() == Action.RESOLVE || message.action() == Action.EXPIRE) {
        reached.remove(message.incident());
        continue;
      }
      Severity before = reached.get(message.incident());
      boolean higher = before == null || message.severity().compareTo(before) > 0;
      if (message.action() != Action.UPDATE || higher) {
        notices.add(message);
      }
      if (higher) {
        reached.put(message.incident(), message.severity());
      }
    }
    return notices;
  }
}
