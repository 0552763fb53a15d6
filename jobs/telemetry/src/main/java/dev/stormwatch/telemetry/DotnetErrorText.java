package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.Observation;

/** The line that .NET's runtime writes when the handler threw: the exception and its frames. */
final class DotnetErrorText {

  /** What an exception is logged at, by the runtime and by others. */
  static final String LEVEL = "\tfail\t";

  /** What .NET itself writes before an exception that nobody caught. */
  private static final String UNCAUGHT = "Unhandled exception. ";

  /** The method that is made of a handler's name, mostly with a number behind. */
  private static final String COMPILED = "at lambda_method";

  private DotnetErrorText() {}

  /**
   * Reads a line if it is the runtime's; else tells the exception that only its place can prove.
   */
  static boolean read(String message, Observation line) {
    int level = message.indexOf(LEVEL);
    boolean head = level >= 0 && level < RuntimeErrorText.HEAD;
    String type = exception(message, head ? level + LEVEL.length() : 0);
    if (type.isEmpty()) {
      line.errorType = head || !escaped(message) ? "" : exceptionOfOld(message);
      return !line.errorType.isEmpty();
    }
    line.setRequestId(head ? NodeErrorText.requestIdBefore(message, level + 1) : "");
    if (escaped(message)) {
      line.errorType = type;
      return true;
    }
    line.exception = type;
    return false;
  }

  /**
   * .NET: the exception as it prints itself, with its trace. An application that caught it prints
   * it the same way, but then the trace ends below the handler, see {@link #escaped}.
   *
   * @return the exception's class, or empty
   */
  static String exception(String message, int at) {
    int from = message.startsWith(UNCAUGHT, at) ? at + UNCAUGHT.length() : at;
    int end = from;
    while (end < message.length()
        && end - from < RuntimeErrorText.LONGEST_TYPE
        && isOfType(message.charAt(end))) {
      end++;
    }
    boolean named =
        end > from
            && (message.startsWith(": ", end)
                || message.startsWith(" (", end)
                || message.startsWith("\n", end)
                || message.startsWith("\r", end));
    return named && message.contains("   at ") ? message.substring(from, end) : "";
  }

  /** Until .NET Core 3.1: {@code message: SomeException} and the frames. */
  private static String exceptionOfOld(String message) {
    int end = message.indexOf('\n');
    int name = end;
    while (name > 0
        && end - name < RuntimeErrorText.LONGEST_TYPE
        && isOfType(message.charAt(name - 1))) {
      name--;
    }
    boolean named = name > 0 && message.startsWith(": ", name - 2);
    return named && message.startsWith("   at ", end + 1) ? message.substring(name, end) : "";
  }

  /**
   * Is where the runtime calls the handler among the frames? Web servers and object mappers compile
   * methods of the same name, but only the runtime hands its one a stream.
   */
  static boolean escaped(String trace) {
    boolean streamed = trace.contains("(Closure, Stream,") || trace.contains("(Closure , Stream ,");
    return trace.contains("at Amazon.Lambda.RuntimeSupport.")
        || (streamed && trace.contains(COMPILED));
  }

  private static boolean isOfType(char c) {
    return RuntimeErrorText.isOfName(c) || c == '+' || c == '`';
  }
}
