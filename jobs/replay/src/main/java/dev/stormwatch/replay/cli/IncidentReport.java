package dev.stormwatch.replay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The incidents of a replay, as a person reads them: all at a glance, then each as it went. */
final class IncidentReport {

  private static final String IN = "    ";

  private IncidentReport() {}

  static void print(List<Incident> incidents, PrintWriter writer) {
    Table table = new Table("OPENED (UTC)", "ENDED", "SEVERITY", "KIND", "WHERE");
    for (Incident incident : incidents) {
      table.row(
          Words.time(incident.opened.path("decidedAt").asText()),
          ended(incident),
          incident.text("severity"),
          incident.text("kind"),
          incident.where());
    }
    table.print(writer);
    writer.println();
    incidents.forEach(incident -> print(incident, writer));
  }

  /** The day is that of the opening unless it is named. */
  static String ended(Incident incident) {
    if (!incident.ended()) {
      return "still open";
    }
    String at = Words.time(incident.text("decidedAt"));
    String opened = Words.time(incident.opened.path("decidedAt").asText());
    String time = at.startsWith(opened.substring(0, 10)) ? at.substring(11) : at;
    return incident.outcome().equals("expired") ? time + " expired" : time;
  }

  private static void print(Incident incident, PrintWriter writer) {
    writer.println(Words.wrap("  ", incident.opened.path("headline").asText()));
    writer.println(Words.wrap(IN, began(incident.opened)));
    incident.opened.path("recommendations").forEach(row -> print(row, writer));
    for (JsonNode message : incident.messages.subList(1, incident.messages.size())) {
      writer.println(
          Words.wrap(
              IN,
              time(message, "decidedAt")
                  + ' '
                  + action(message)
                  + ": "
                  + message.path("headline").asText()));
    }
    writer.println();
  }

  private static String began(JsonNode opened) {
    JsonNode impact = opened.path("impact");
    Duration later =
        Duration.between(
            Instant.parse(opened.path("onset").asText()),
            Instant.parse(opened.path("decidedAt").asText()));
    return "began about "
        + time(opened, "onset")
        + ", known "
        + Words.duration(later.toMillis())
        + " later; "
        + (impact.path("seen").asBoolean()
            ? "felt since " + time(impact, "firstAt") + ": " + impact.path("what").asText()
            : "no effect in the logs by then");
  }

  private static String time(JsonNode node, String member) {
    return Words.time(node.path(member).asText()).substring(11);
  }

  private static String action(JsonNode message) {
    switch (message.path("action").asText()) {
      case "escalate":
        return "escalated to " + message.path("severity").asText();
      case "update":
        return "updated";
      case "resolve":
        return "resolved";
      default:
        return "expired";
    }
  }

  /** A command stays on one line, or it could not be pasted. */
  private static void print(JsonNode row, PrintWriter writer) {
    String value = row.path("value").asText();
    writer.println(
        Words.wrap(IN + "- ", row.path("action").asText() + (value.isEmpty() ? "" : ": " + value)));
    writer.println(Words.wrap(IN + "  why: ", row.path("reason").asText()));
    if (row.has("command")) {
      writer.println(IN + "  run: " + row.path("command").asText());
    }
    String sideEffect = row.path("sideEffect").asText();
    if (!sideEffect.isEmpty() && !sideEffect.startsWith("none")) {
      writer.println(Words.wrap(IN + "  but: ", sideEffect));
    }
  }
}
