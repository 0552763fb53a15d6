package dev.stormwatch.telemetry;

import dev.stormwatch.core.fold.Observation;
import java.util.Set;

/**
 * The line that a runtime writes in the JSON format when the handler threw. A logger of the same
 * language writes much the same members and some more, so each form is known by having no others.
 */
final class RuntimeErrorJson {

  /** Go, Ruby and .NET of old: the answer to the caller, as it is. */
  private static final Set<String> BARE =
      Set.of("errorMessage", "errorType", "stackTrace", "trace", "cause", "requestId");

  private static final Set<String> PYTHON =
      Set.of(
          "timestamp",
          "level",
          "log_level",
          "errorMessage",
          "errorType",
          "requestId",
          "stackTrace",
          "location",
          "tenantId");

  private static final Set<String> NODE =
      Set.of("timestamp", "level", "requestId", "tenantId", "message");

  private static final Set<String> DOTNET =
      Set.of(
          "timestamp",
          "level",
          "requestId",
          "traceId",
          "tenantId",
          "message",
          "errorType",
          "errorMessage",
          "stackTrace");

  private static final Set<String> JAVA =
      Set.of("timestamp", "message", "level", "AWSRequestId", "AWSrequestId", "tenantId");

  private static final int MOST_FRAMES = 200;

  private RuntimeErrorJson() {}

  /**
   * Reads a document; on true its request id and error type are told.
   *
   * @return false when no runtime wrote it; nothing is told then
   */
  static boolean read(JsonValue root, Observation line) {
    String level = root.anyOf("level", "log_level").text();
    switch (level) {
      case "":
        return bare(root, line);
      case "ERROR":
        return python(root, line)
            || node(root, line)
            || java(root, line)
            || rust(root, line)
            || perhaps(root, line);
      case "Error":
        return dotnet(root, line) || perhaps(root, line);
      default:
        return false;
    }
  }

  /** An exception that a logger may have written as well; never the runtime's for sure. */
  private static boolean perhaps(JsonValue root, Observation line) {
    JsonValue message = root.member("message");
    String type = root.member("errorType").text();
    boolean described = !root.anyOf("errorMessage", "stackTrace").isAbsent();
    if (type.isEmpty() || !described) {
      type = RuntimeErrorText.javaException(message.text());
    }
    if (type.isEmpty()) {
      type = DotnetErrorText.exception(message.text(), 0);
    }
    line.exception = type;
    if (!type.isEmpty()) {
      line.setRequestId(JsonLine.requestId(root));
    }
    return false;
  }

  private static boolean bare(JsonValue root, Observation line) {
    String type = root.member("errorType").text();
    boolean described = !root.anyOf("errorMessage", "stackTrace").isAbsent();
    return !type.isEmpty()
        && described
        && root.holdsOnly(BARE)
        && tell(type, JsonLine.requestId(root), line);
  }

  private static boolean python(JsonValue root, Observation line) {
    return root.member("errorType").isText()
        && root.member("errorMessage").isText()
        && !root.member("stackTrace").isAbsent()
        && root.holdsOnly(PYTHON)
        && tell(root.member("errorType").text(), JsonLine.requestId(root), line);
  }

  private static boolean node(JsonValue root, Observation line) {
    JsonValue error = root.member("message");
    String type = error.member("errorType").text();
    boolean described = !error.anyOf("errorMessage", "stackTrace").isAbsent();
    return !type.isEmpty()
        && described
        && root.holdsOnly(NODE)
        && tell(type, JsonLine.requestId(root), line);
  }

  private static boolean java(JsonValue root, Observation line) {
    String type = RuntimeErrorText.javaType(root.member("message").text());
    return !type.isEmpty() && root.holdsOnly(JAVA) && tell(type, JsonLine.requestId(root), line);
  }

  /** Its log lines are events inside a span that bears the request's id. */
  private static boolean rust(JsonValue root, Observation line) {
    boolean panicked =
        root.member("fields").member("message").text().startsWith(RuntimeErrorText.RUST_PANIC);
    boolean ofRuntime =
        root.member("target").text().startsWith(RuntimeErrorText.RUST_TARGET)
            && !root.member("fields").member("error").isAbsent();
    return (panicked || ofRuntime)
        && tell("", root.member("span").member("requestId").text(), line);
  }

  private static boolean dotnet(JsonValue root, Observation line) {
    if (!root.holdsOnly(DOTNET)) {
      return false;
    }
    String message = root.member("message").text();
    String type = root.member("errorType").text();
    if (type.isEmpty()) {
      type = DotnetErrorText.escaped(message) ? DotnetErrorText.exception(message, 0) : "";
    } else if (!message.isEmpty() && !escaped(root.member("stackTrace"))) {
      return false;
    }
    return !type.isEmpty() && tell(type, JsonLine.requestId(root), line);
  }

  /** Did the exception come out of the handler, to where the runtime calls it? */
  private static boolean escaped(JsonValue stackTrace) {
    return stackTrace.elements(MOST_FRAMES).stream()
        .anyMatch(frame -> DotnetErrorText.escaped(frame.text()));
  }

  private static boolean tell(String errorType, String requestId, Observation line) {
    line.errorType = errorType;
    line.setRequestId(requestId);
    return true;
  }
}
