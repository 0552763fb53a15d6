package dev.stormwatch.replay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One incident, put together from its alerts. */
final class Incident {

  final JsonNode opened;

  /** All that was said of it, in order; the first opened it. */
  final List<JsonNode> messages = new ArrayList<>();

  private Incident(JsonNode opened) {
    this.opened = opened;
  }

  /**
   * Groups alerts by incident, in order of opening.
   *
   * @param alerts in order of decision
   */
  static List<Incident> of(List<JsonNode> alerts) {
    Map<String, Incident> byId = new LinkedHashMap<>();
    for (JsonNode alert : alerts) {
      byId.computeIfAbsent(alert.path("incidentId").asText(), id -> new Incident(alert))
          .messages
          .add(alert);
    }
    return new ArrayList<>(byId.values());
  }

  /** A member of the last message. */
  String text(String member) {
    return latest().path(member).asText();
  }

  private JsonNode latest() {
    return messages.get(messages.size() - 1);
  }

  /** When somebody first felt it, as far as any message knew; empty where none did. */
  String firstImpact() {
    return messages.stream()
        .map(message -> message.path("impact"))
        .filter(impact -> impact.path("seen").asBoolean())
        .map(impact -> impact.path("firstAt").asText())
        .findFirst()
        .orElse("");
  }

  /** When it first paged somebody; empty where it never did. */
  String pagedAt() {
    return messages.stream()
        .filter(message -> message.path("severity").asText().equals("page"))
        .map(message -> message.path("decidedAt").asText())
        .findFirst()
        .orElse("");
  }

  /** {@code open}, {@code resolved} or {@code expired}. */
  String outcome() {
    switch (text("action")) {
      case "resolve":
        return "resolved";
      case "expire":
        return "expired";
      default:
        return "open";
    }
  }

  boolean ended() {
    return !outcome().equals("open");
  }

  /** The subject in a word: whichever name its type has. */
  String where() {
    JsonNode subject = latest().path("subject");
    for (String name :
        List.of("function", "database", "shard", "messageId", "root", "application")) {
      if (subject.has(name)) {
        return subject.path(name).asText();
      }
    }
    String source = subject.path("eventSource").asText(subject.path("type").asText());
    return source.substring(1 + Math.max(source.lastIndexOf('/'), source.lastIndexOf(':')));
  }
}
