package dev.stormwatch.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.telemetry.JsonValue.TooManyMembersException;
import java.io.IOException;
import java.util.Set;

/**
 * A log line that begins with a brace. Most are what an application logged about its own business:
 * they are known by what they do not contain, and not parsed.
 */
final class JsonLine {

  /** A line with one of these in it may concern Stormwatch whatever its first member is called. */
  private static final int WORTH_PARSING =
      Phrases.EMF | Phrases.ERROR_TYPE | Phrases.EVENT_SOURCE | Phrases.BATCH_TEXT;

  /** Metrics with none of these in them are metrics and nothing more. */
  private static final int MORE_THAN_METRICS =
      Phrases.METRICS | Phrases.ERROR_TYPE | Phrases.EVENT_SOURCE | Phrases.BATCH_TEXT;

  /** What the platform's own documents begin with. */
  private static final Set<String> FIRST_MEMBERS =
      Set.of(
          "time",
          "type",
          "record",
          "eventType",
          "requestContext",
          "version",
          "KinesisBatchInfo",
          "DDBStreamBatchInfo");

  private static final int LONGEST_FIRST_MEMBER = 20;

  /** Longest time that a document begins with. */
  static final int LONGEST_TIME = 40;

  private final JsonFactory json;
  private final int maxMembers;
  private final EventSourceLine sources;

  JsonLine(JsonFactory json, int maxMembers) {
    this.json = json;
    this.maxMembers = maxMembers;
    this.sources = new EventSourceLine(json, maxMembers);
  }

  /**
   * Tells what a line is.
   *
   * @param brace where the line's first visible character stands, a brace
   * @param found what {@link Phrases} found in the line
   * @return a line that the Telemetry API wrapped in this one, else empty
   */
  String read(String message, int brace, int found, Observation line) {
    String wrapped = kind(message, brace, found, line);
    if ((found & Phrases.TRACE) != 0) {
      switch (line.kind) {
        case APPLICATION_JSON:
        case MALFORMED_JSON:
        case EMF:
        case BATCH:
        case RUNTIME_ERROR:
          TraceMembers.read(message, line.trace);
          break;
        default:
          break;
      }
    }
    return wrapped;
  }

  private String kind(String message, int brace, int found, Observation line) {
    if (!endsWithBrace(message)) {
      line.kind = LineKind.MALFORMED_JSON;
      return "";
    }
    boolean platform = likePlatform(message, brace + 1);
    if (!platform && (found & Phrases.EMF) != 0 && (found & MORE_THAN_METRICS) == 0) {
      line.kind = LineKind.EMF;
      return "";
    }
    if (!platform && (found & WORTH_PARSING) == 0 && !RuntimeErrorText.trace(message, found)) {
      line.kind = LineKind.APPLICATION_JSON;
      return "";
    }
    try {
      return tell(JsonValue.parse(json, message, maxMembers), message, found, line);
    } catch (TooManyMembersException e) {
      line.kind = LineKind.TOO_LARGE;
    } catch (IOException e) {
      line.kind = LineKind.MALFORMED_JSON;
    }
    return "";
  }

  private static boolean endsWithBrace(String message) {
    int last = message.length() - 1;
    while (last > 0 && message.charAt(last) <= ' ') {
      last--;
    }
    return last > 0 && message.charAt(last) == '}';
  }

  /** Does the line begin as the platform's documents do? */
  private static boolean likePlatform(String message, int from) {
    int quote = from;
    while (quote < message.length() && message.charAt(quote) <= ' ') {
      quote++;
    }
    if (quote >= message.length() || message.charAt(quote) != '"') {
      return false;
    }
    int end = message.indexOf('"', quote + 1);
    if (end < 0 || end - quote > LONGEST_FIRST_MEMBER) {
      return false;
    }
    String name = message.substring(quote + 1, end);
    if (!FIRST_MEMBERS.contains(name) || !message.startsWith("\":\"", end)) {
      return FIRST_MEMBERS.contains(name);
    }
    int value = end + 3;
    if (name.equals("version")) {
      // Events of API Gateway and EventBridge begin with their version too.
      return message.startsWith("1.0\"", value);
    }
    return !name.equals("time") || !loggerFollows(message, value);
  }

  /** Some loggers begin with the time as the platform does, but not with the type after it. */
  private static boolean loggerFollows(String message, int time) {
    int end = time;
    while (end < message.length()
        && end - time < LONGEST_TIME
        && message.charAt(end) != '"'
        && message.charAt(end) != '\\') {
      end++;
    }
    return message.startsWith("\",\"", end)
        && !message.startsWith("type\"", end + 3)
        && !message.startsWith("record\"", end + 3);
  }

  private String tell(JsonValue root, String message, int found, Observation line) {
    if (PlatformEvent.read(root, line)) {
      return "";
    }
    line.kind = LineKind.APPLICATION_JSON;
    String type = root.member("type").text();
    JsonValue record = root.member("record");
    if (!root.member("time").isAbsent() && (record.isText() || record.isObject())) {
      if (type.equals("function")) {
        return record.written();
      }
      if (type.equals("extension")) {
        return "";
      }
    }
    JsonValue inner = inner(root.member("message"));
    boolean metrics = MetricLine.read(root, line) || MetricLine.read(inner, line);
    if (sources.read(root, line) || sources.read(inner, line)) {
      return "";
    }
    if (metrics) {
      line.kind = LineKind.EMF;
    } else if (RuntimeErrorJson.read(root, line)) {
      line.kind = LineKind.RUNTIME_ERROR;
      BatchText.blame(message, found, line);
    } else if (BatchText.read(message, found, line)) {
      line.setRequestId(requestId(root));
    }
    return "";
  }

  /**
   * Where Lambda writes a function's lines as JSON, a document that the function printed stands in
   * {@code message}, as an object or as text.
   */
  private JsonValue inner(JsonValue message) {
    if (message.isText() && message.text().startsWith("{")) {
      try {
        return JsonValue.parse(json, message.text(), maxMembers);
      } catch (IOException e) {
        return JsonValue.ABSENT;
      }
    }
    return message.isObject() ? message : JsonValue.ABSENT;
  }

  /** A request id under any of the names that runtimes and loggers give it. */
  static String requestId(JsonValue root) {
    return root.anyOf(
            "requestId", "AWSRequestId", "AWSrequestId", "awsRequestId", "function_request_id")
        .text();
  }
}
