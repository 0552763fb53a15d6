package dev.stormwatch.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;
import java.io.IOException;

/** A log line that is a JSON object: read once, member by member, then told what it is. */
final class JsonLine {

  private final JsonFactory json;

  // Members of the line being read.
  private String type = "";
  private String eventType = "";
  private String level = "";
  private String logLevel = "";
  private String errorType = "";
  private String requestId = "";
  private String recordText = "";
  private boolean record;
  private boolean time;
  private boolean errorMessage;
  private boolean errorInMessage;
  private boolean metrics;
  private boolean insights;
  private boolean invocationRecord;
  private boolean requestContext;
  private boolean eventSource;
  private boolean batchItems;

  JsonLine(JsonFactory json, int maxMembers) {
    this.json = json;
  }

  /**
   * Reads a line.
   *
   * @return the text of a line that the Telemetry API wrapped in this one, else empty
   */
  String read(String message, Observation line, int found) {
    reset();
    try (JsonParser parser = json.createParser(message)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        root(name, parser, line);
      }
      if (parser.nextToken() != null) {
        line.reset(line.eventTime);
        line.kind = LineKind.MALFORMED_JSON;
        return "";
      }
    } catch (IOException e) {
      line.reset(line.eventTime);
      line.kind = LineKind.MALFORMED_JSON;
      return "";
    }
    return tell(line);
  }

  private void reset() {
    type = "";
    eventType = "";
    level = "";
    logLevel = "";
    errorType = "";
    requestId = "";
    recordText = "";
    record = false;
    time = false;
    errorMessage = false;
    errorInMessage = false;
    metrics = false;
    insights = false;
    invocationRecord = false;
    requestContext = false;
    eventSource = false;
    batchItems = false;
  }

  private void root(String name, JsonParser parser, Observation line) throws IOException {
    switch (name) {
      case "time":
        time = true;
        parser.skipChildren();
        break;
      case "type":
        type = text(parser);
        break;
      case "record":
        if (parser.currentToken() == JsonToken.START_OBJECT) {
          record = true;
          platformRecord(parser, line);
        } else {
          recordText = text(parser);
        }
        break;
      case "_aws":
        metrics = true;
        parser.skipChildren();
        break;
      case "event_type":
        insights = text(parser).equals("performance");
        break;
      case "eventType":
        eventType = text(parser);
        break;
      case "requestContext":
        requestContext = true;
        parser.skipChildren();
        break;
      case "responseContext":
      case "KinesisBatchInfo":
      case "DDBStreamBatchInfo":
        invocationRecord = true;
        parser.skipChildren();
        break;
      case "eventSourceARN":
        eventSource = true;
        parser.skipChildren();
        break;
      case "firstSequenceNumber":
      case "messageIds":
        batchItems = true;
        parser.skipChildren();
        break;
      case "errorType":
        errorType = text(parser);
        break;
      case "errorMessage":
        errorMessage = true;
        parser.skipChildren();
        break;
      case "level":
        level = text(parser);
        break;
      case "log_level":
        logLevel = text(parser);
        break;
      case "requestId":
      case "AWSRequestId":
      case "AWSrequestId":
      case "awsRequestId":
      case "function_request_id":
        requestId = text(parser);
        break;
      case "message":
        messageMember(parser);
        break;
      default:
        parser.skipChildren();
    }
  }

  private static String text(JsonParser parser) throws IOException {
    String value = parser.currentToken().isScalarValue() ? parser.getValueAsString("") : "";
    parser.skipChildren();
    return value;
  }

  /** Node writes the error, or a whole EMF document, as an object inside {@code message}. */
  private void messageMember(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      String inner = text(parser);
      metrics |= inner.startsWith("{") && inner.contains("\"_aws\"");
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals("errorType")) {
        errorInMessage = true;
        errorType = text(parser);
      } else {
        metrics |= name.equals("_aws");
        parser.skipChildren();
      }
    }
  }

  private static void platformRecord(JsonParser parser, Observation line) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "requestId":
          line.setRequestId(text(parser));
          break;
        case "status":
          line.status = PlatformText.status(text(parser));
          break;
        case "errorType":
          line.errorType = text(parser);
          break;
        case "phase":
          line.phase = text(parser);
          break;
        case "metrics":
          if (parser.currentToken() == JsonToken.START_OBJECT) {
            metricsOf(parser, line);
          }
          break;
        default:
          parser.skipChildren();
      }
    }
  }

  private static void metricsOf(JsonParser parser, Observation line) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      boolean number = parser.nextToken().isNumeric();
      double value = number ? parser.getDoubleValue() : Double.NaN;
      parser.skipChildren();
      switch (name) {
        case "durationMs":
          line.durationMicros = Numbers.microsOfMillis(value);
          break;
        case "billedDurationMs":
          line.billedMillis = Numbers.whole(value);
          break;
        case "memorySizeMB":
          line.memoryMegabytes = Numbers.whole(value);
          break;
        case "initDurationMs":
          line.initMicros = Numbers.microsOfMillis(value);
          break;
        case "restoreDurationMs":
          line.restoreMicros = Numbers.microsOfMillis(value);
          break;
        default:
          break;
      }
    }
  }

  private String tell(Observation line) {
    if (type.startsWith("platform.") && (record || !recordText.isEmpty())) {
      line.kind = platformKind(line);
      return "";
    }
    if (time && !recordText.isEmpty() && (type.equals("function") || type.equals("extension"))) {
      line.kind = LineKind.APPLICATION_JSON;
      return type.equals("function") ? recordText : "";
    }
    // A record that is no platform event told nothing that counts.
    line.reset(line.eventTime);
    if (insights) {
      line.kind = LineKind.INSIGHTS;
    } else if (eventSource && batchItems) {
      line.kind = LineKind.BATCH;
    } else if (metrics) {
      line.kind = LineKind.EMF;
    } else if (eventType.endsWith("_EVENT")) {
      line.kind = LineKind.EVENT_SOURCE;
    } else if (requestContext && invocationRecord) {
      line.kind = LineKind.ON_FAILURE;
    } else if (runtimeError()) {
      line.kind = LineKind.RUNTIME_ERROR;
      line.setRequestId(requestId);
      line.errorType = errorType;
    } else {
      line.kind = LineKind.APPLICATION_JSON;
    }
    return "";
  }

  /**
   * Python's runtime says {@code log_level} where its loggers say {@code level}; Node's puts the
   * error inside {@code message}; Go's and Ruby's say no level at all.
   */
  private boolean runtimeError() {
    if (errorType.isEmpty()) {
      return false;
    }
    boolean python = logLevel.equals("ERROR") && errorMessage;
    boolean node = level.equals("ERROR") && errorInMessage;
    boolean bare = level.isEmpty() && logLevel.isEmpty() && errorMessage;
    return python || node || bare;
  }

  private LineKind platformKind(Observation line) {
    switch (type) {
      case "platform.start":
        return line.requestKey() == 0 ? LineKind.MALFORMED_PLATFORM : LineKind.START;
      case "platform.end":
        return LineKind.END;
      case "platform.report":
        return line.durationMicros == Observation.NONE
            ? LineKind.MALFORMED_PLATFORM
            : LineKind.REPORT;
      case "platform.runtimeDone":
        return LineKind.RUNTIME_DONE;
      case "platform.initStart":
        return LineKind.INIT_START;
      case "platform.initRuntimeDone":
        return LineKind.INIT_RUNTIME_DONE;
      case "platform.initReport":
        return LineKind.INIT_REPORT;
      case "platform.restoreStart":
        return LineKind.RESTORE_START;
      case "platform.restoreRuntimeDone":
        return LineKind.RESTORE_RUNTIME_DONE;
      case "platform.restoreReport":
        return LineKind.RESTORE_REPORT;
      case "platform.fault":
        return LineKind.EXIT;
      case "platform.extension":
        return LineKind.EXTENSION;
      case "platform.telemetrySubscription":
      case "platform.logsSubscription":
        return LineKind.SUBSCRIPTION;
      case "platform.logsDropped":
        return LineKind.LOGS_DROPPED;
      default:
        return LineKind.UNKNOWN_PLATFORM;
    }
  }
}
