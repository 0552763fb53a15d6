package dev.stormwatch.replay.cli;

import dev.stormwatch.telemetry.json.Times;
import java.util.Locale;

/** Numbers and times as people read them. */
final class Words {

  private static final int COLUMNS = 80;

  /** Concurrency of less is as good as none, but none it is not. */
  private static final double LEAST = 0.01;

  private Words() {}

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /**
   * @param thing one of them, whose plural takes an s
   */
  static String count(long number, String thing) {
    return count(number) + ' ' + thing + (number == 1 ? "" : "s");
  }

  /**
   * @param mean of ten seconds; 0 when none is known
   */
  static String concurrency(double mean) {
    if (mean <= 0) {
      return "-";
    }
    return mean < LEAST ? "<" + LEAST : String.format(Locale.ROOT, "%.2f", mean);
  }

  static String duration(long millis) {
    if (millis < 1000) {
      return millis + " ms";
    }
    if (millis < 120_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    long minutes = Math.round(millis / 60_000.0);
    if (minutes >= 2 * 1440) {
      return minutes / 1440 + " days";
    }
    return minutes < 120 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
  }

  /** Lines no longer than a terminal of old, the first after a lead and the others below it. */
  static String wrap(String lead, String text) {
    StringBuilder lines = new StringBuilder(lead);
    int column = lead.length();
    for (String word : text.split(" ", -1)) {
      if (column > lead.length() && column + word.length() + 1 > COLUMNS) {
        lines.append(System.lineSeparator()).append(" ".repeat(lead.length()));
        column = lead.length();
      }
      String gap = column > lead.length() ? " " : "";
      lines.append(gap).append(word);
      column += gap.length() + word.length();
    }
    return lines.toString();
  }

  /** To the second, without the date's letters. */
  static String time(long epochMillis) {
    return time(Times.text(epochMillis));
  }

  static String time(String rfc3339) {
    return rfc3339.substring(0, 10) + " " + rfc3339.substring(11, 19);
  }
}
