package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line that a runtime writes when the handler threw. It is the only sign of a handled failure:
 * the platform calls such a call a success. An application that logs at level ERROR looks much
 * alike, so each form is matched by what only the runtime writes.
 */
final class RuntimeErrorText {

  private static final String[] NODE_MARKS = {
    "\tERROR\tInvoke Error \t",
    "\tERROR\tUncaught Exception \t",
    "\tERROR\tUnhandled Promise Rejection \t"
  };

  /**
   * Python: {@code [ERROR] ValueError: …}; a logger puts a tab and a time after the bracket. Some
   * runtimes part the lines of the traceback by {@code \r}.
   */
  private static final Pattern PYTHON =
      Pattern.compile("\\[ERROR\\] ([A-Za-z_][\\w.]*)(?::[ \\S].*|:)?(?s:[\\r\\n].*)?");

  /**
   * Java: {@code message: some.Exception} and then the trace, which begins with the same name. The
   * possessive {@code ++} makes the matcher loop, where a plain one recurses and a long line would
   * overflow the stack.
   */
  private static final Pattern JAVA =
      Pattern.compile(
          "[^\\n]{0,2000}: ((?:[a-z_][\\w]*\\.)++[A-Z][\\w$]*)\\r?\\n\\1(?:[:\\r\\n](?s:.*))?");

  boolean read(String message, Observation line) {
    return node(message, line) || python(message, line) || java(message, line);
  }

  private static boolean node(String message, Observation line) {
    for (String mark : NODE_MARKS) {
      int at = message.indexOf(mark);
      if (at >= 0 && at < 80) {
        int tab = message.indexOf('\t');
        String requestId = tab < at ? message.substring(tab + 1, at) : "";
        line.setRequestId(PlatformText.looksLikeRequestId(requestId) ? requestId : "");
        line.errorType = between(message, "\"errorType\":\"", '"', at);
        line.kind = LineKind.RUNTIME_ERROR;
        return true;
      }
    }
    return false;
  }

  private static boolean python(String message, Observation line) {
    if (!message.startsWith("[ERROR] ")) {
      return false;
    }
    Matcher matcher = PYTHON.matcher(message);
    if (!matcher.matches()) {
      return false;
    }
    line.errorType = matcher.group(1);
    line.kind = LineKind.RUNTIME_ERROR;
    return true;
  }

  private static boolean java(String message, Observation line) {
    if (message.indexOf('\n') < 0 || !message.contains("\tat ")) {
      return false;
    }
    Matcher matcher = JAVA.matcher(message);
    if (!matcher.matches()) {
      return false;
    }
    line.errorType = matcher.group(1);
    line.kind = LineKind.RUNTIME_ERROR;
    return true;
  }

  private static String between(String text, String before, char after, int from) {
    int start = text.indexOf(before, from);
    if (start < 0) {
      return "";
    }
    int end = text.indexOf(after, start + before.length());
    return end < 0 ? "" : text.substring(start + before.length(), end);
  }
}
