package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.Observation;

/** What Python's runtime writes when the handler threw, in either of its two ways. */
final class PythonErrorText {

  private static final String LEVEL = "[ERROR]";
  private static final String TRACEBACK = "Traceback (most recent call last):";
  private static final String AT_ONCE = "\n" + TRACEBACK;

  private PythonErrorText() {}

  /** Can a line be one of those at all? */
  static boolean suspect(String message, int found) {
    return message.startsWith(LEVEL)
        || ((found & Phrases.TROUBLE) != 0 && message.contains(AT_ONCE));
  }

  /** Reads a line if it is one of those. */
  static boolean read(String message, Observation line) {
    return current(message, line) || old(message, line);
  }

  /**
   * Since 3.7: {@code [ERROR] ValueError: …}, with the type or the text left out where there is
   * none. A logger can be told to write the same, so the traceback must follow, which the runtime
   * always writes, after {@code \r} where the lines would be parted else; or the error must be one
   * that only the runtime throws. Where what ships the logs cut the traceback off, the line's place
   * must tell, see {@link Observation#exception}: Lambda's own logger writes a tab behind the
   * level, and what people log there seldom begins with an exception's name.
   */
  private static boolean current(String message, Observation line) {
    if (!message.startsWith(LEVEL)) {
      return false;
    }
    int end = LEVEL.length();
    while (end < message.length() && message.charAt(end) != '\r' && message.charAt(end) != '\n') {
      end++;
    }
    if (end > LEVEL.length() && message.charAt(LEVEL.length()) != ' ') {
      return false;
    }
    String type = pythonType(message, LEVEL.length() + 1, end);
    boolean carriage =
        end < message.length() && message.charAt(end) == '\r' && !message.startsWith("\r\n", end);
    if (!carriage && !type.startsWith("Runtime.") && !tracebackFollows(message, end)) {
      line.exception = namesException(type) ? type : "";
      return false;
    }
    line.errorType = type;
    return true;
  }

  /** A class as Python's style guide would have an exception called. */
  private static boolean namesException(String type) {
    return !type.isEmpty()
        && Character.isUpperCase(type.charAt(0))
        && (type.endsWith("Error") || type.endsWith("Exception") || type.endsWith("Timeout"));
  }

  private static String pythonType(String message, int from, int to) {
    int end = from;
    while (end < to
        && end - from < RuntimeErrorText.LONGEST_TYPE
        && RuntimeErrorText.isOfName(message.charAt(end))) {
      end++;
    }
    boolean whole = end == to || (end < to && message.charAt(end) == ':');
    return end > from && whole ? message.substring(from, end) : "";
  }

  /**
   * Python 2.7 and 3.6: {@code text: SomeError}, the traceback at once, and at its end the same
   * error, which nobody else writes both before it and behind it.
   */
  private static boolean old(String message, Observation line) {
    int end = message.indexOf(AT_ONCE);
    int name = end;
    while (name > 0
        && end - name < RuntimeErrorText.LONGEST_TYPE
        && RuntimeErrorText.isOfName(message.charAt(name - 1))) {
      name--;
    }
    if (name >= end || !message.startsWith(": ", name - 2)) {
      return false;
    }
    String type = message.substring(name, end);
    int at = message.indexOf('\n', end + AT_ONCE.length());
    while (at >= 0) {
      if (namedAt(message, at + 1, type)) {
        line.errorType = type;
        return true;
      }
      at = message.indexOf('\n', at + 1);
    }
    return false;
  }

  /** Does a line begin with an error's name, its module before it or not? */
  private static boolean namedAt(String message, int from, String type) {
    int end = from;
    while (end < message.length()
        && end - from < RuntimeErrorText.LONGEST_TYPE
        && RuntimeErrorText.isOfName(message.charAt(end))) {
      end++;
    }
    int name = end - type.length();
    return name >= from
        && message.startsWith(type, name)
        && (name == from || message.charAt(name - 1) == '.')
        && (end == message.length() || message.charAt(end) == ':' || message.charAt(end) == '\n');
  }

  /** An error's text can have lines of its own. */
  private static boolean tracebackFollows(String message, int from) {
    int at = message.indexOf(TRACEBACK, from);
    while (at > 0) {
      char before = message.charAt(at - 1);
      if (before == '\n' || before == '\r') {
        return true;
      }
      at = message.indexOf(TRACEBACK, at + 1);
    }
    return false;
  }
}
