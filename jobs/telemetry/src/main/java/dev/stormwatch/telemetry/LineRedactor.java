package dev.stormwatch.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.core.settings.DecodeSettings;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Takes out of a log line what Stormwatch does not read: a word becomes {@code xxxx}, a number
 * {@code 1111}, and only those stay without which the line would be read otherwise.
 *
 * <p>No list says which words those are. The decoder is asked: a stretch of the line is masked, and
 * where it is then still read as before it stays masked; else its halves are tried, down to single
 * words. So a phrase that is learned tomorrow survives, and nothing survives because somebody
 * thought it harmless. A line in which k words tell costs about k·log(n) readings.
 *
 * <p>What the platform writes stays as it is, as far as it is no longer than the platform makes it.
 * Of other lines their shape stays: length, punctuation, and the letter behind a backslash.
 */
final class LineRedactor {

  /** The platform's longest lines, JSON with several spans, are about half of it. */
  private static final int LONGEST_OF_THE_PLATFORM = 2_000;

  private static final Set<LineKind> OF_THE_PLATFORM =
      EnumSet.of(
          LineKind.START,
          LineKind.END,
          LineKind.REPORT,
          LineKind.RUNTIME_DONE,
          LineKind.INIT_START,
          LineKind.INIT_RUNTIME_DONE,
          LineKind.INIT_REPORT,
          LineKind.RESTORE_START,
          LineKind.RESTORE_RUNTIME_DONE,
          LineKind.RESTORE_REPORT,
          LineKind.TIMEOUT,
          LineKind.EXIT,
          LineKind.EXTENSION,
          LineKind.SUBSCRIPTION,
          LineKind.LOGS_DROPPED,
          LineKind.XRAY,
          LineKind.CAPACITY_PROVIDER);

  private final LineReader reader;
  private final Observation line = new Observation();

  private LogDocument document = new LogDocument(new LogGroup("", "", ""), "");
  private long time;
  private String original = "";
  private String wanted = "";
  private StringBuilder kept = new StringBuilder();
  private final List<int[]> words = new ArrayList<>();

  LineRedactor(DecodeSettings settings) {
    JsonFactory json =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(settings.maxNestingDepth)
                    .maxStringLength(settings.maxInflatedBytes)
                    .maxNameLength(settings.maxInflatedBytes)
                    .build())
            .build();
    reader = new LineReader(json, settings);
  }

  /**
   * The line without what is not read of it.
   *
   * @param eventTime the log event's own, which tells whether a metric is of its time
   */
  String redact(LogDocument of, long eventTime, String message) {
    document = of;
    time = eventTime;
    original = message;
    wanted = read(message);
    if (OF_THE_PLATFORM.contains(line.kind) && message.length() <= LONGEST_OF_THE_PLATFORM) {
      return message;
    }
    findWords(message);
    kept = new StringBuilder(message);
    if (!words.isEmpty()) {
      mask(0, words.size());
    }
    return kept.toString();
  }

  private String read(CharSequence message) {
    line.reset(time);
    reader.read(document, message.toString(), line);
    return Reading.of(line);
  }

  private void mask(int from, int to) {
    for (int i = from; i < to; i++) {
      write(words.get(i), true);
    }
    if (read(kept).equals(wanted)) {
      return;
    }
    for (int i = from; i < to; i++) {
      write(words.get(i), false);
    }
    if (to - from > 1) {
      int middle = (from + to) >>> 1;
      mask(from, middle);
      mask(middle, to);
    }
  }

  /** A number becomes ones, any other word a row of x: not even where its digits were is told. */
  private void write(int[] word, boolean masked) {
    String text = original.substring(word[0], word[1]);
    if (masked) {
      boolean number = text.chars().allMatch(c -> c >= '0' && c <= '9');
      text = (number ? "1" : "x").repeat(text.length());
    }
    kept.replace(word[0], word[1], text);
  }

  /** Words are runs of letters and digits; what escapes something is left out of them. */
  private void findWords(String message) {
    words.clear();
    int start = -1;
    for (int i = 0; i <= message.length(); i++) {
      boolean inside = i < message.length() && !punctuation(message.charAt(i));
      if (inside && start < 0) {
        start = i;
      } else if (!inside && start >= 0) {
        words.add(new int[] {start, i});
        start = -1;
      }
      if (i < message.length() && message.charAt(i) == '\\') {
        i++;
      }
    }
  }

  private static boolean punctuation(char c) {
    return c < 0x80 && !(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z');
  }
}
