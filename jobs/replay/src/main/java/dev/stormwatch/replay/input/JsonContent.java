package dev.stormwatch.replay.input;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a file of JSON begins with.
 *
 * @param value the first value, or the first of an array, which can be longer than what was read
 * @param list is it the first of an array?
 * @param overLines does it go over several lines, so that no line can be read by itself?
 */
record JsonContent(JsonNode value, boolean list, boolean overLines) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The beginning of a file; null where it is no JSON. */
  static @Nullable JsonContent at(byte[] head) {
    try (JsonParser parser = JSON.createParser(head)) {
      JsonToken token = parser.nextToken();
      JsonLocation start = parser.currentTokenLocation();
      boolean list = token == JsonToken.START_ARRAY;
      if (list) {
        token = parser.nextToken();
      }
      if (token != JsonToken.START_OBJECT) {
        return null;
      }
      JsonNode value = JSON.readTree(parser);
      boolean overLines = parser.currentLocation().getLineNr() > start.getLineNr();
      return new JsonContent(value, list, overLines);
    } catch (IOException e) {
      return null;
    }
  }

  /** Is a file one value of JSON that has no end? Of lines each would have one of its own. */
  static boolean breaksOff(byte[] file) {
    boolean began = false;
    try (JsonParser parser = JSON.createParser(file)) {
      JsonToken first = parser.nextToken();
      began = first == JsonToken.START_OBJECT || first == JsonToken.START_ARRAY;
      if (began) {
        parser.skipChildren();
      }
      return false;
    } catch (JsonProcessingException e) {
      return began && e.getLocation().getByteOffset() >= file.length;
    } catch (IOException e) {
      return false;
    }
  }

  /** Is the file, not one of its lines, the document? */
  boolean whole() {
    return list || overLines;
  }

  @Nullable InputFormat format() {
    return formatOf(value);
  }

  /** What a value is, by its members; null where it is nothing that is read. */
  static @Nullable InputFormat formatOf(JsonNode value) {
    JsonNode records = value.path("Records");
    if (RecordLine.looksLike(value)) {
      return InputFormat.KINESIS_RECORDS;
    }
    if (RecordLine.looksLike(records.path(0))
        || (records.isArray() && value.has("NextShardIterator"))) {
      return InputFormat.GET_RECORDS;
    }
    if (value.has("logEvents")) {
      return InputFormat.SUBSCRIPTION_DOCUMENTS;
    }
    if (InsightsRows.look(value)) {
      return InputFormat.INSIGHTS;
    }
    if (!packed(value).isMissingNode()) {
      return InputFormat.LAMBDA_EVENTS;
    }
    return value.path("events").isArray() || isLogEvent(value)
        ? InputFormat.FILTER_LOG_EVENTS
        : null;
  }

  /** An event of the platform's, as the JSON log format and the Telemetry API write it. */
  static boolean isPlatformEvent(JsonNode value) {
    return value.path("time").isTextual() && value.path("type").isTextual() && value.has("record");
  }

  /** Where the first record is that Lambda hands a function; missing where there is none. */
  private static JsonNode packed(JsonNode value) {
    JsonNode logs = value.at("/awslogs/data");
    if (!logs.isMissingNode()) {
      return logs;
    }
    JsonNode kinesis = value.at("/Records/0/kinesis/data");
    return kinesis.isMissingNode() ? value.at("/records/0/data") : kinesis;
  }

  /** One of filter-log-events' events, without the answer around it. */
  private static boolean isLogEvent(JsonNode value) {
    return value.path("timestamp").isIntegralNumber()
        && value.path("message").isTextual()
        && (value.has("ingestionTime") || value.has("logStreamName") || value.has("eventId"));
  }
}
