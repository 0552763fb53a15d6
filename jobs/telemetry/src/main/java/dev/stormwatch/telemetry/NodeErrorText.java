package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.Observation;

/**
 * The line that Node.js' runtime writes when the handler threw: {@code time⇥request id⇥ERROR⇥Invoke
 * Error ⇥{"errorType":…}}. What went through a console has blanks for the tabs. So do runtimes that
 * imitate it: PHP's leaves out the time and the level.
 */
final class NodeErrorText {

  private static final String[] MARKS = {
    "Invoke Error", "Uncaught Exception", "Unhandled Promise Rejection"
  };

  private static final String LEVEL = "ERROR";

  private static final String ERROR_TYPE = "\"errorType\":";

  /** How far a line's head may reach: a time, a request id, a level. */
  private static final int HEAD = 120;

  private NodeErrorText() {}

  /** Reads a line if it is one of those. */
  static boolean read(String message, Observation line) {
    for (String mark : MARKS) {
      int at = message.indexOf(mark);
      if (at > 0 && at < HEAD && documentFollows(message, at + mark.length())) {
        int level = levelBefore(message, at);
        if (level >= 0) {
          line.setRequestId(requestIdBefore(message, level));
          line.errorType = errorType(message, at);
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Is what was thrown behind a tab? A blank and a tab become two blanks on a console. One blank
   * alone is what an application writes.
   */
  private static boolean documentFollows(String message, int from) {
    int at = from;
    boolean tab = false;
    while (at < message.length() && blank(message.charAt(at))) {
      tab |= message.charAt(at) == '\t';
      at++;
    }
    boolean exact = tab && message.startsWith(" \t", from);
    return exact || ((tab || at - from > 1) && message.startsWith("{", at));
  }

  /** Where the level begins that stands before, or what stands in its place; else -1. */
  private static int levelBefore(String message, int mark) {
    int end = endOfToken(message, mark);
    int level = end - LEVEL.length();
    if (level >= 0
        && end < mark
        && message.startsWith(LEVEL, level)
        && (level == 0 || blank(message.charAt(level - 1)))) {
      return level;
    }
    return end < mark && PlatformText.looksLikeRequestId(message.substring(0, end)) ? mark : -1;
  }

  /** The field that stands before a level, if it is a request id. */
  static String requestIdBefore(String message, int level) {
    int end = endOfToken(message, level);
    int from = end;
    while (from > 0 && !blank(message.charAt(from - 1))) {
      from--;
    }
    String requestId = message.substring(from, end);
    return PlatformText.looksLikeRequestId(requestId) ? requestId : "";
  }

  private static int endOfToken(String message, int from) {
    int end = from;
    while (end > 0 && blank(message.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  /** The first error type that a text names as a member of JSON, or empty. */
  static String errorType(String message, int from) {
    int member = message.indexOf(ERROR_TYPE, from);
    if (member < 0) {
      return "";
    }
    int value = member + ERROR_TYPE.length();
    value += message.startsWith(" ", value) ? 1 : 0;
    int end = message.indexOf('"', value + 1);
    return end < 0 || message.charAt(value) != '"' ? "" : message.substring(value + 1, end);
  }

  private static boolean blank(char c) {
    return c == '\t' || c == ' ';
  }
}
