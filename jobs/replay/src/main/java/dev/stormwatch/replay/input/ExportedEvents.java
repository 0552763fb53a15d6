package dev.stormwatch.replay.input;

import java.io.IOException;
import java.time.Instant;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Puts the lines of an exported log stream's events together, and the events of a second. */
final class ExportedEvents {

  private static final long SECOND = 1000;

  private final Import into;
  private final String group;
  private final String stream;
  private final StringBuilder message = new StringBuilder();
  private long time = -1;
  private @Nullable WrittenDocument document;
  private long documentEnd;

  ExportedEvents(Import into, String group, String stream) {
    this.into = into;
    this.group = group;
    this.stream = stream;
  }

  /** A line of an export task, which begins an event or goes on with one. */
  void line(String line) throws IOException {
    Matcher event = S3Objects.EXPORTED.matcher(line);
    if (event.lookingAt()) {
      begin(Instant.parse(event.group().trim()).toEpochMilli(), line.substring(event.end()));
    } else if (time >= 0) {
      more(line);
    } else {
      into.bad("no event begins before: " + line.substring(0, Math.min(40, line.length())));
    }
  }

  void begin(long newTime, String text) throws IOException {
    event();
    time = newTime;
    message.append(text);
  }

  /** Another line of the same event. */
  void more(String line) {
    message.append('\n').append(line);
  }

  private void event() throws IOException {
    if (time < 0) {
      return;
    }
    WrittenDocument current = document;
    long end = (Math.floorDiv(time, SECOND) + 1) * SECOND;
    if (current == null || end != documentEnd) {
      flush();
      current = new WrittenDocument(group, stream);
      document = current;
      documentEnd = end;
    }
    current.add("", time, message.toString().stripTrailing());
    message.setLength(0);
  }

  private void flush() throws IOException {
    if (document != null) {
      into.add(documentEnd, document.bytes());
    }
  }

  void end() throws IOException {
    event();
    flush();
  }
}
