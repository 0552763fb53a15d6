package dev.stormwatch.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** An event that {@link EventScanner} found; its texts are made when somebody asks for them. */
final class ScannedEvent implements LogEvent {

  /** The scanner passes over what a strict parser may refuse inside a text. */
  private final JsonFactory lenient =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private final EventScanner events;
  private byte[] bytes = new byte[0];
  private int index;

  ScannedEvent(EventScanner events) {
    this.events = events;
  }

  void set(byte[] document, int event) {
    bytes = document;
    index = event;
  }

  @Override
  public String id() {
    return new String(bytes, events.idFrom(index), EventId.DIGITS, StandardCharsets.US_ASCII);
  }

  @Override
  public String message() {
    int from = events.from[index] - 1;
    int length = events.to[index] + 1 - from;
    // Of bytes the parser would guess the charset, and take some with zeros for UTF-32.
    String quoted = new String(bytes, from, length, StandardCharsets.UTF_8);
    try (JsonParser parser = lenient.createParser(quoted)) {
      parser.nextToken();
      return parser.getText();
    } catch (IOException e) {
      throw new UncheckedIOException("a message that the scanner took for a text is none", e);
    }
  }

  @Override
  public long ingestionTime() {
    return EventId.ingestionTime(bytes, events.idFrom(index), events.time[index]);
  }
}
