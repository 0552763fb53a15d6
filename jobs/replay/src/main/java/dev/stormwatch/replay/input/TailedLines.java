package dev.stormwatch.replay.input;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lines as they are printed by who follows a log: {@code aws logs tail}, {@code sam logs} and their
 * kin put a time in front of each event, and the log stream before or behind it.
 */
final class TailedLines {

  private static final String TIME =
      "(?<time>\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?:Z|[+-]\\d\\d:\\d\\d)?)";

  private static final String STREAM = "\\d{4}/\\d\\d/\\d\\d/[^\\s\\[]*\\[[^\\]\\s]+\\][0-9a-f]+";

  private static final Pattern EVENT =
      Pattern.compile(
          "(?:(?<group>/aws/lambda/\\S+)[ \\t]+)?(?:(?<before>"
              + STREAM
              + ")[ \\t]+)?"
              + TIME
              + "[ \\t]+(?:(?<behind>"
              + STREAM
              + ")[ \\t]+)?");

  private static final Pattern PLATFORM =
      Pattern.compile(
          "(?:START RequestId: |END RequestId: |REPORT RequestId: |INIT_START |\\{\\s*\"time\":)");

  private static final DateTimeFormatter FORM =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendOptional(DateTimeFormatter.ofPattern("XXX"))
          .toFormatter();

  private final Import into;
  private final String group;
  private final Map<String, ExportedEvents> streams = new LinkedHashMap<>();
  private @Nullable ExportedEvents latest;

  private TailedLines(Import into, String group) {
    this.into = into;
    this.group = group;
  }

  /** A plain file may have times in front as well; of a log the platform's lines have them. */
  static boolean look(String head) {
    return head.lines().anyMatch(TailedLines::ofPlatform);
  }

  private static boolean ofPlatform(String line) {
    Matcher event = EVENT.matcher(line);
    return event.lookingAt()
        && PLATFORM.matcher(line).region(event.end(), line.length()).lookingAt();
  }

  /**
   * Reads all lines.
   *
   * @param group of lines that name none
   */
  static void read(BufferedReader lines, Import into, String group) throws IOException {
    TailedLines tailed = new TailedLines(into, group);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      tailed.line(line);
    }
    for (ExportedEvents events : tailed.streams.values()) {
      events.end();
    }
  }

  private void line(String line) throws IOException {
    Matcher event = EVENT.matcher(line);
    long time = event.lookingAt() ? time(event.group("time")) : -1;
    if (time < 0) {
      if (latest != null) {
        latest.more(line);
      } else if (!line.isBlank()) {
        into.bad("no event begins before: " + line.substring(0, Math.min(40, line.length())));
      }
      return;
    }
    String named = event.group("group") == null ? group : event.group("group");
    String before = event.group("before");
    String behind = event.group("behind");
    String stream = before != null ? before : behind != null ? behind : "unknown";
    latest =
        streams.computeIfAbsent(
            named + " " + stream, key -> new ExportedEvents(into, named, stream));
    latest.begin(time, line.substring(event.end()));
  }

  /** Epoch milliseconds of a time, UTC where it names no offset; -1 where there is no such time. */
  private static long time(String text) {
    try {
      TemporalAccessor time =
          FORM.parseBest(text.replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from);
      return time instanceof LocalDateTime local
          ? local.toInstant(ZoneOffset.UTC).toEpochMilli()
          : Instant.from(time).toEpochMilli();
    } catch (DateTimeException e) {
      return -1;
    }
  }
}
