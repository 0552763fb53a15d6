package dev.stormwatch.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.settings.DecodeSettings;

/** Tells what one line of a log is: every form, with no regard to speed. */
final class LineReader {

  private final PlatformText text = new PlatformText();
  private final RuntimeErrorText errors = new RuntimeErrorText();
  private final JsonLine json;
  private final int maxLineBytes;

  LineReader(JsonFactory factory, DecodeSettings settings) {
    this.json = new JsonLine(factory, settings.maxObjectMembers);
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
        line.kind = LineKind.INSIGHTS;
        break;
      case MONITORING:
        line.kind = LineKind.MONITORING;
        break;
      case CAPACITY_PROVIDER:
        line.kind = LineKind.CAPACITY_PROVIDER;
        break;
      case DATABASE:
        line.kind = LineKind.DATABASE_LOG;
        connections(Phrases.find(message), line);
        break;
      default:
        line.kind = LineKind.FOREIGN_GROUP;
    }
  }

  private void ofFunction(String message, Observation line) {
    int found = Phrases.find(message);
    int first = firstVisible(message);
    if (first < message.length() && message.charAt(first) == '{') {
      String embedded = json.read(message, line, found);
      if (!embedded.isEmpty()) {
        // The Telemetry API wraps the function's own text lines in JSON.
        readText(embedded, line);
        if (line.kind == LineKind.APPLICATION_TEXT) {
          line.kind = LineKind.APPLICATION_JSON;
        }
      }
    } else {
      readText(message, line);
    }
    connections(found, line);
  }

  private void readText(String message, Observation line) {
    if (!text.read(message, line) && !errors.read(message, line)) {
      line.kind = LineKind.APPLICATION_TEXT;
    }
  }

  /** What the words say of connections, where the line is one that people and drivers write. */
  private static void connections(int found, Observation line) {
    if ((found & Phrases.CONNECTION) == 0) {
      return;
    }
    switch (line.kind) {
      case APPLICATION_TEXT:
      case APPLICATION_JSON:
      case MALFORMED_JSON:
      case DATABASE_LOG:
        line.kind = LineKind.CONNECTION_TROUBLE;
        line.connection = Phrases.signal(found);
        break;
      case RUNTIME_ERROR:
        line.connection = Phrases.signal(found);
        break;
      default:
        break;
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

  private static int firstVisible(String message) {
    int i = 0;
    while (i < message.length() && message.charAt(i) <= ' ') {
      i++;
    }
    return i;
  }
}
