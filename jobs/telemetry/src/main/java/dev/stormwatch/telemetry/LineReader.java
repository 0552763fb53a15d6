package dev.stormwatch.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.fold.RequestIds;
import dev.stormwatch.core.settings.DecodeSettings;

/** Tells what one line of a log is: every form, with no regard to speed. */
final class LineReader {

  private static final String GO_TIME = "0000/00/00 00:00:00 ";

  /** A time and a request id. */
  private static final String NODE_HEAD =
      "0000-00-00T00:00:00.000Z\t" + "x".repeat(RequestIds.LENGTH) + "\t";

  private static final int NODE_ID = 25;

  /** How far what a logger puts in front may reach. */
  private static final int HEAD = 120;

  private final PlatformText text = new PlatformText();
  private final RuntimeErrorText errors = new RuntimeErrorText();
  private final ErrorLevel levels = new ErrorLevel();
  private final JsonLine json;
  private final InsightsLine insights;
  private final int maxLineBytes;

  LineReader(JsonFactory factory, DecodeSettings settings) {
    this.json = new JsonLine(factory, settings.maxObjectMembers);
    this.insights = new InsightsLine(factory, settings.maxObjectMembers);
    this.maxLineBytes = settings.maxLineBytes;
  }

  /** Fills in what the line tells; its event time is set already. */
  void read(LogDocument document, String message, Observation line) {
    if (longerThan(maxLineBytes, message)) {
      line.kind = LineKind.TOO_LARGE;
      return;
    }
    if (document.ofFunction()) {
      ofFunction(message, line);
      return;
    }
    switch (document.group.kind) {
      case INSIGHTS:
        insights.read(message, line);
        break;
      case MONITORING:
        line.kind = LineKind.MONITORING;
        break;
      case CAPACITY_PROVIDER:
        line.kind = LineKind.CAPACITY_PROVIDER;
        break;
      case DATABASE:
        DatabaseText.read(document, message, line);
        connections(Phrases.find(message), message, line);
        break;
      default:
        line.kind = LineKind.FOREIGN_GROUP;
    }
  }

  private void ofFunction(String message, Observation line) {
    int found = Phrases.find(message);
    String wrapped = read(message, found, line);
    if (!wrapped.isEmpty()) {
      read(wrapped, Phrases.find(wrapped), line);
      if (line.kind == LineKind.APPLICATION_TEXT) {
        line.kind = LineKind.APPLICATION_JSON;
      }
    }
    connections(found, message, line);
    // Who gets no connection fails for that, and not for what it was given.
    if ((line.complains || line.kind == LineKind.RUNTIME_ERROR) && !line.connection.strong()) {
      RecordName.read(wrapped.isEmpty() ? message : wrapped, line);
    }
    if (tellsOfError(line)) {
      line.words = CauseText.in(wrapped.isEmpty() ? message : wrapped);
    }
    if ((found & Phrases.THROTTLE) != 0) {
      ThrottleText.read(message, line);
    }
  }

  private static boolean tellsOfError(Observation line) {
    return line.complains
        || line.kind == LineKind.RUNTIME_ERROR
        || line.kind == LineKind.EXIT
        || !line.exception.isEmpty();
  }

  /**
   * Reads a line of a function's log.
   *
   * @return the function's own line where the Telemetry API wrapped it in this one, else empty
   */
  private String read(String message, int found, Observation line) {
    int first = firstVisible(message, 0);
    if (first < message.length() && message.charAt(first) == '{') {
      String wrapped = json.read(message, first, found, line);
      line.complains =
          line.kind == LineKind.APPLICATION_JSON
              && wrapped.isEmpty()
              && (found & Phrases.TROUBLE) != 0
              && ErrorLevel.inDocument(message);
      return wrapped;
    }
    if (!text.read(message, line)
        && !errors.read(message, found, line)
        && !headedError(message, found, line)
        && !headedDocument(message, found, line)
        && !BatchText.read(message, found, line)) {
      line.kind = LineKind.APPLICATION_TEXT;
      line.complains = (found & Phrases.TROUBLE) != 0 && levels.inText(message);
    }
    if (line.kind == LineKind.RUNTIME_ERROR) {
      BatchText.blame(message, found, line);
    }
    return "";
  }

  /**
   * Go's runtime logs the error as JSON, through a logger that puts date and time before it; that
   * of Node.js did too until 2019, with time and request id before it but no level.
   */
  private boolean headedError(String message, int found, Observation line) {
    if ((found & Phrases.ERROR_TYPE) == 0) {
      return false;
    }
    int brace = firstVisible(message, GO_TIME.length());
    String requestId = "";
    if (!hasForm(GO_TIME, message)) {
      brace = NODE_HEAD.length();
      if (!hasForm(NODE_HEAD, message)) {
        return false;
      }
      requestId = message.substring(NODE_ID, brace - 1);
      if (!PlatformText.looksLikeRequestId(requestId)) {
        return false;
      }
    }
    if (brace >= message.length() || message.charAt(brace) != '{') {
      return false;
    }
    json.read(message.substring(brace), 0, found, line);
    if (line.kind != LineKind.RUNTIME_ERROR) {
      line.reset(line.eventTime);
      return false;
    }
    if (!requestId.isEmpty()) {
      line.setRequestId(requestId);
    }
    return true;
  }

  /**
   * A document about an event source, or of metrics, behind what a logger puts in front: Node.js
   * does so with everything that a function prints. The metric format allows for a time and a
   * request id there.
   */
  private boolean headedDocument(String message, int found, Observation line) {
    int brace = message.indexOf('{');
    if ((found & (Phrases.EVENT_SOURCE | Phrases.EMF)) == 0
        || brace < 1
        || brace > HEAD
        || message.charAt(brace - 1) > ' ') {
      return false;
    }
    String requestId = requestIdIn(message.substring(0, brace));
    json.read(message.substring(brace), 0, found, line);
    boolean metrics = line.kind == LineKind.EMF && !requestId.isEmpty();
    if (!metrics && line.kind != LineKind.BATCH && line.kind != LineKind.ON_FAILURE) {
      line.reset(line.eventTime);
      return false;
    }
    if (line.requestKey() == 0) {
      line.setRequestId(requestId);
    }
    return true;
  }

  private static String requestIdIn(String head) {
    for (String field : head.split("[\\t ]+", -1)) {
      if (RequestIds.isUuid(field)) {
        return field;
      }
    }
    return "";
  }

  /** A form's zeros stand for digits, its x for anything. */
  private static boolean hasForm(String form, String message) {
    if (message.length() < form.length()) {
      return false;
    }
    for (int i = 0; i < form.length(); i++) {
      char c = message.charAt(i);
      char f = form.charAt(i);
      if (f == '0' ? c < '0' || c > '9' : f != 'x' && c != f) {
        return false;
      }
    }
    return true;
  }

  /** What the words say of connections, where the line is one that people and drivers write. */
  private static void connections(int found, String message, Observation line) {
    if ((found & Phrases.CONNECTION) == 0) {
      return;
    }
    switch (line.kind) {
      case APPLICATION_TEXT:
      case APPLICATION_JSON:
      case MALFORMED_JSON:
      case DATABASE_LOG:
        line.kind = LineKind.CONNECTION_TROUBLE;
        break;
      case RUNTIME_ERROR:
        break;
      default:
        return;
    }
    line.connection = Phrases.signal(found);
    DatabaseText.pool(message, line);
    if (line.connection.strong()) {
      line.endpoint = Endpoint.in(message);
    }
  }

  private static boolean longerThan(int bytes, String message) {
    if (message.length() > bytes) {
      return true;
    }
    // A character of UTF-16 is at most three bytes of UTF-8.
    return message.length() * 3L > bytes
        && message.codePoints().mapToLong(LineReader::utf8Length).sum() > bytes;
  }

  private static int utf8Length(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    return codePoint < 0x10000 ? 3 : 4;
  }

  private static int firstVisible(String message, int from) {
    int i = from;
    while (i < message.length() && message.charAt(i) <= ' ') {
      i++;
    }
    return i;
  }
}
