package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;

/**
 * The line that a runtime writes when the handler threw. It is the only sign of a handled failure:
 * the platform calls such a call a success. An application that logs at level ERROR looks much
 * alike, so each form is matched by what only the runtime writes.
 *
 * <p>Everything here is scanned by hand: a function can print a line of a megabyte that would take
 * a pattern hours, or its whole stack.
 */
final class RuntimeErrorText {

  /** What the client of Lambda's API says inside the runtimes of Node.js and Python. */
  private static final String CLIENT = "[ERROR] [";

  private static final String REFUSED_ANSWER =
      "] LAMBDA_RUNTIME Failed to post handler success response. Http response code: 413";

  private static final String TOO_LARGE = "Function.ResponseSizeTooLarge";

  /** How Ruby's begin; the error itself follows as JSON, mostly in lines of its own. */
  private static final String[] RUBY = {
    "Critical exception from handler", "Error raised from handler method"
  };

  /** What every line inside a call begins with under Rust's tracing, the runtime's among them. */
  private static final String RUST_SPAN = "Lambda runtime invo";

  static final String RUST_TARGET = "lambda_runtime";
  static final String RUST_PANIC = "user handler panicked";

  /** How far a line's head may reach: a time, a request id, a level. */
  static final int HEAD = 120;

  static final int LONGEST_TYPE = 300;

  /** Is there a trace, of whatever language, in a line that names an error? */
  static boolean trace(String message, int found) {
    return (found & Phrases.TROUBLE) != 0
        && (message.contains("\tat ")
            || message.contains("\\tat ")
            || message.contains("   at ")
            || message.contains(RUST_SPAN));
  }

  /** Can a line be a runtime's error at all? The fast path asks the same of its bytes. */
  private static boolean suspect(String message, int found) {
    return PythonErrorText.suspect(message, found)
        || (found & (Phrases.NODE_ERROR | Phrases.ERROR_TYPE | Phrases.BATCH_TEXT)) != 0
        || trace(message, found)
        || ((found & Phrases.TROUBLE) != 0
            && (message.contains(DotnetErrorText.LEVEL)
                || message.startsWith(RUBY[0])
                || message.startsWith(RUBY[1])));
  }

  /**
   * Reads a line if it is a runtime's.
   *
   * @param found what {@link Phrases} found in the line
   * @return false when it is not; nothing is told then
   */
  boolean read(String message, int found, Observation line) {
    if (suspect(message, found)
        && (NodeErrorText.read(message, line)
            || refusedAnswer(message, line)
            || PythonErrorText.read(message, line)
            || java(message, line)
            || DotnetErrorText.read(message, line)
            || rust(message, line)
            || ruby(message, line))) {
      line.kind = LineKind.RUNTIME_ERROR;
      return true;
    }
    return false;
  }

  /** The handler answered with more than Lambda passes on, and the call failed by that. */
  private static boolean refusedAnswer(String message, Observation line) {
    int said = message.indexOf(REFUSED_ANSWER);
    if (!message.startsWith(CLIENT) || said < 0 || said > HEAD) {
      return false;
    }
    line.errorType = TOO_LARGE;
    return true;
  }

  private static boolean java(String message, Observation line) {
    String type = javaType(message);
    line.errorType = type;
    if (type.isEmpty() && line.exception.isEmpty()) {
      line.exception = javaException(message);
    }
    return !type.isEmpty();
  }

  /**
   * Java's form where the trace does not begin with the exception's name: {@code message:
   * some.Exception} and then frames at once.
   *
   * @return the exception's class, or empty
   */
  static String javaException(String message) {
    int frame = message.indexOf("\tat ");
    int end = frame - 1;
    if (end < 0 || message.charAt(end) != '\n') {
      return "";
    }
    end -= end > 0 && message.charAt(end - 1) == '\r' ? 1 : 0;
    int name = end;
    while (name > 0 && end - name < LONGEST_TYPE && isOfName(message.charAt(name - 1))) {
      name--;
    }
    String type = message.substring(name, end);
    boolean named = type.endsWith("Exception") || type.endsWith("Error");
    return named && message.startsWith(": ", name - 2) ? type : "";
  }

  /**
   * Java: {@code message: some.Exception} and then the trace, which begins with the same name. The
   * message can have several lines.
   *
   * @return the exception's class, or empty
   */
  static String javaType(String message) {
    int firstFrame = message.indexOf("\tat ");
    int end = message.indexOf('\n');
    int lineStart = 0;
    while (end >= 0 && end < firstFrame) {
      int nameEnd = end > 0 && message.charAt(end - 1) == '\r' ? end - 1 : end;
      int name = nameEnd;
      while (name > lineStart
          && nameEnd - name < LONGEST_TYPE
          && isOfName(message.charAt(name - 1))) {
        name--;
      }
      boolean isName = name < nameEnd && message.startsWith(": ", name - 2);
      if (isName && traceOf(message, end + 1, message.substring(name, nameEnd))) {
        return message.substring(name, nameEnd);
      }
      lineStart = end + 1;
      end = message.indexOf('\n', lineStart);
    }
    return "";
  }

  private static boolean traceOf(String message, int from, String name) {
    int end = from + name.length();
    return message.startsWith(name, from)
        && end < message.length()
        && (message.charAt(end) == ':'
            || message.charAt(end) == '\n'
            || message.charAt(end) == '\r');
  }

  /**
   * Rust: {@code ERROR Lambda runtime invoke{requestId="…"}: user handler panicked}, mostly in
   * colours. The application's own errors stand in the same span.
   */
  private static boolean rust(String coloured, Observation line) {
    String message = Colours.without(coloured);
    int span = message.indexOf(RUST_SPAN);
    int level = message.indexOf("ERROR");
    if (span < 0 || span > HEAD || level < 0 || level > span) {
      return false;
    }
    int end = message.indexOf("}: ", span);
    int text = end < 0 ? span : end + "}: ".length();
    boolean ofRuntime =
        message.startsWith(RUST_PANIC, text)
            || message.startsWith(RUST_TARGET, text)
            || message.startsWith("Lambda runtime invocation error", span)
            || message.startsWith("Lambda runtime invocation panic", span);
    if (ofRuntime) {
      line.setRequestId(between(message, "requestId=\"", '"', span));
    }
    return ofRuntime;
  }

  private static boolean ruby(String message, Observation line) {
    for (String words : RUBY) {
      String behind = message.startsWith(words) ? message.substring(words.length()).trim() : "x";
      if (behind.isEmpty() || behind.startsWith("{")) {
        line.errorType = NodeErrorText.errorType(behind, 0);
        return true;
      }
    }
    return false;
  }

  static boolean isOfName(char c) {
    return c == '.' || Character.isJavaIdentifierPart(c);
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
