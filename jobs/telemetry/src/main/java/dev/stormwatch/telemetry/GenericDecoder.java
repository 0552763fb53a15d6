package dev.stormwatch.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.settings.DecodeSettings;
import dev.stormwatch.telemetry.DeadRecordException.Reason;
import dev.stormwatch.telemetry.RecordDecoder.Outcome;
import java.io.CharConversionException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads any subscription document with a JSON parser, token by token. It is what the fast path
 * hands on whatever it does not recognise to, and what the tests hold the fast path against.
 */
final class GenericDecoder implements LogEvent {

  private final JsonFactory json;
  private final LineReader lines;
  private final String defaultRegion;
  private final Observation line = new Observation();
  private long events;

  // The document being read, and its latest event.
  private byte[] buffer = new byte[0];
  private int length;
  private String id = "";
  private String message = "";
  private long timestamp;
  private @Nullable String messageType;
  private String owner = "";
  private @Nullable String logGroup;
  private String logStream = "";
  private boolean eventsSkipped;
  private @Nullable LogDocument document;

  /**
   * @param defaultRegion of the stream read; a centralised log can name another for its events
   */
  GenericDecoder(DecodeSettings settings, String defaultRegion) {
    this.json =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(settings.maxNestingDepth)
                    .maxStringLength(settings.maxInflatedBytes)
                    .maxNameLength(settings.maxInflatedBytes)
                    .build())
            .build();
    this.lines = new LineReader(json, settings);
    this.defaultRegion = defaultRegion;
  }

  /**
   * Reads one document.
   *
   * @throws DeadRecordException when it cannot be read; the sink may have got some of its lines
   */
  Outcome decode(byte[] inflated, int inflatedLength, LineSink sink) throws DeadRecordException {
    events = 0;
    buffer = inflated;
    length = inflatedLength;
    messageType = null;
    owner = "";
    logGroup = null;
    logStream = "";
    eventsSkipped = false;
    document = null;
    try {
      walk(sink, false);
      if (messageType == null || (logGroup == null && !control())) {
        throw new DeadRecordException(
            Reason.NOT_A_SUBSCRIPTION_DOCUMENT, "a JSON object without messageType and logGroup");
      }
      if (eventsSkipped && !control()) {
        walk(sink, true);
      }
    } catch (StreamConstraintsException e) {
      throw new DeadRecordException(Reason.TOO_DEEP, firstLine(e), e);
    } catch (JsonProcessingException e) {
      throw new DeadRecordException(Reason.MALFORMED_JSON, firstLine(e), e);
    } catch (CharConversionException e) {
      throw new DeadRecordException(Reason.MALFORMED_JSON, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new DeadRecordException(Reason.INTERNAL_ERROR, e.toString(), e);
    }
    return control() ? Outcome.CONTROL_MESSAGE : Outcome.LOG_EVENTS;
  }

  private boolean control() {
    return "CONTROL_MESSAGE".equals(messageType);
  }

  private static String firstLine(JsonProcessingException e) {
    return e.getOriginalMessage()
        + " at byte "
        + (e.getLocation() == null ? "?" : e.getLocation().getByteOffset());
  }

  /**
   * @param headKnown on the second walk, needed only when the events came before the log's name
   */
  private void walk(LineSink sink, boolean headKnown) throws IOException, DeadRecordException {
    try (JsonParser parser = json.createParser(buffer, 0, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new DeadRecordException(Reason.NOT_A_SUBSCRIPTION_DOCUMENT, "not a JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        member(name, parser, sink, headKnown);
      }
      if (parser.nextToken() != null) {
        throw new DeadRecordException(Reason.MALFORMED_JSON, "something follows the document");
      }
    }
  }

  private void member(String name, JsonParser parser, LineSink sink, boolean headKnown)
      throws IOException {
    switch (name) {
      case "messageType":
        messageType = text(parser);
        break;
      case "owner":
        owner = textOrEmpty(parser);
        break;
      case "logGroup":
        logGroup = text(parser);
        break;
      case "logStream":
        logStream = textOrEmpty(parser);
        break;
      case "logEvents":
        boolean known = headKnown || (messageType != null && logGroup != null && !owner.isEmpty());
        if (known && !control() && parser.currentToken() == JsonToken.START_ARRAY) {
          events(parser, sink);
        } else {
          eventsSkipped = true;
          parser.skipChildren();
        }
        break;
      default:
        parser.skipChildren();
    }
  }

  /** A text, or null; what is inside an object or array that stands in its place is passed over. */
  private static @Nullable String text(JsonParser parser) throws IOException {
    String value = parser.getValueAsString();
    parser.skipChildren();
    return value;
  }

  private static String textOrEmpty(JsonParser parser) throws IOException {
    String value = text(parser);
    return value == null ? "" : value;
  }

  private void events(JsonParser parser, LineSink sink) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        event(parser, sink);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void event(JsonParser parser, LineSink sink) throws IOException {
    id = "";
    message = "";
    timestamp = 0;
    String region = defaultRegion;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "id":
          id = textOrEmpty(parser);
          break;
        case "timestamp":
          timestamp = parser.getValueAsLong();
          parser.skipChildren();
          break;
        case "message":
          message = textOrEmpty(parser);
          break;
        case "extractedFields":
          region = region(parser, region);
          break;
        default:
          parser.skipChildren();
      }
    }
    emit(sink, region);
  }

  /** A filter that emits system fields is the only one to say which region a log came from. */
  private static String region(JsonParser parser, String otherwise) throws IOException {
    String region = otherwise;
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return region;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals("@aws.region")) {
        region = parser.getValueAsString(otherwise);
      }
      parser.skipChildren();
    }
    return region;
  }

  private void emit(LineSink sink, String region) {
    LogDocument current = document;
    if (current == null) {
      current =
          new LogDocument(new LogGroup(owner, region, logGroup == null ? "" : logGroup), logStream);
      document = current;
      sink.document(current);
    }
    line.reset(timestamp);
    events++;
    lines.read(current, message, line);
    sink.line(line, this);
  }

  /** Events of the latest document. */
  long events() {
    return events;
  }

  LineReader reader() {
    return lines;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String message() {
    return message;
  }

  @Override
  public long ingestionTime() {
    return EventId.ingestionTime(id, timestamp);
  }
}
