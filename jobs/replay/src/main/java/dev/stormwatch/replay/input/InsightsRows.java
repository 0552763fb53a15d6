package dev.stormwatch.replay.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Rows of a CloudWatch Logs Insights query, as its API and its console give them, turned into what
 * filter-log-events would have printed. Queries mostly give the newest first; events get the order
 * in which they were logged.
 */
final class InsightsRows {

  /** What a query must ask for: without the stream the lines of environments would mix. */
  static final String FIELDS = "fields @timestamp, @message, @logStream, @log, @ingestionTime";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<ObjectNode> events = new ArrayList<>();

  /** Does a value hold rows, or is it one? */
  static boolean look(JsonNode value) {
    return value.has("@message") || value.at("/results/0/0/field").isTextual();
  }

  /** A row of the API's: a list of fields and their values. */
  static ObjectNode row(JsonNode fields) {
    ObjectNode row = JSON.createObjectNode();
    fields.forEach(field -> row.set(field.path("field").asText(), field.path("value")));
    return row;
  }

  /**
   * Takes a row.
   *
   * @return false where it lacks what makes an event
   */
  boolean add(JsonNode row) {
    long time = time(row.path("@timestamp").asText());
    if (time < 0 || !row.has("@message") || !row.has("@logStream")) {
      return false;
    }
    ObjectNode event = JSON.createObjectNode();
    event.put("timestamp", time);
    event.put("message", row.path("@message").asText());
    event.put("logStreamName", row.path("@logStream").asText());
    long ingested = time(row.path("@ingestionTime").asText());
    if (ingested >= 0) {
      event.put("ingestionTime", ingested);
    }
    String log = row.path("@log").asText();
    if (!log.isEmpty()) {
      event.put("logGroup", log.substring(log.indexOf(':') + 1));
    }
    events.add(event);
    return true;
  }

  /** All events so far, the oldest first. */
  List<ObjectNode> inOrder() {
    Comparator<ObjectNode> byTime = Comparator.comparingLong(e -> e.path("timestamp").asLong());
    if (!events.isEmpty() && byTime.compare(events.get(0), events.get(events.size() - 1)) > 0) {
      Collections.reverse(events);
    }
    events.sort(byTime);
    return events;
  }

  /** Epoch milliseconds of a time, which is UTC; -1 where it is none. */
  private static long time(String text) {
    if (text.matches("\\d{13}")) {
      return Long.parseLong(text);
    }
    try {
      String instant = text.replace(' ', 'T');
      return Instant.parse(instant.endsWith("Z") ? instant : instant + "Z").toEpochMilli();
    } catch (DateTimeException e) {
      return -1;
    }
  }
}
