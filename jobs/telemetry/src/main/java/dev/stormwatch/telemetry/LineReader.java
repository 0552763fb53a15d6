package dev.stormwatch.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;

/** Tells what one line of a function's log is. */
final class LineReader {

  private final PlatformText text = new PlatformText();
  private final RuntimeErrorText errors = new RuntimeErrorText();
  private final JsonLine json;

  LineReader(JsonFactory factory) {
    this.json = new JsonLine(factory);
  }

  /** Fills in what the line tells; its event time is set already. */
  void read(String message, Observation line) {
    int first = firstVisible(message);
    if (first < message.length() && message.charAt(first) == '{') {
      String embedded = json.read(message, line);
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
  }

  private void readText(String message, Observation line) {
    if (!text.read(message, line) && !errors.read(message, line)) {
      line.kind = LineKind.APPLICATION_TEXT;
    }
  }

  private static int firstVisible(String message) {
    int i = 0;
    while (i < message.length() && message.charAt(i) <= ' ') {
      i++;
    }
    return i;
  }
}
