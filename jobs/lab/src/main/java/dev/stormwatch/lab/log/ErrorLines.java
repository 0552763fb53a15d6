package dev.stormwatch.lab.log;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.lab.format.Json;
import java.util.Locale;

/**
 * What each runtime writes when a handler threw, in text and in the JSON format: the only sign of a
 * handled failure. Forms as the runtimes' interface clients write them.
 */
public final class ErrorLines {

  /** Python indents with no-break spaces, so that CloudWatch keeps the event in one piece. */
  private static final String PYTHON_INDENT = "\u00a0\u00a0";

  private ErrorLines() {}

  public static String of(LogStyle style, long at, String requestId, Failure failure) {
    return style.json()
        ? json(style, at, requestId, failure)
        : text(style.runtime().language, at, requestId, failure);
  }

  private static String text(String language, long at, String requestId, Failure failure) {
    String type = failure.type();
    String message = failure.message();
    switch (language) {
      case "python":
        return format(
            "[ERROR] %s: %s\nTraceback (most recent call last):\n"
                + "%sFile \"/var/task/app.py\", line %d, in handler\n%s%sreturn work(event)",
            type, message, PYTHON_INDENT, failure.line(), PYTHON_INDENT, PYTHON_INDENT);
      case "node":
        ObjectNode error = Json.object();
        error.put("errorType", type);
        error.put("errorMessage", message);
        if (!failure.code().isEmpty()) {
          error.put("code", failure.code());
        }
        error
            .putArray("stack")
            .add(type + ": " + message)
            .add("    at work (/var/task/index.js:" + failure.line() + ":11)")
            .add("    at Runtime.handler (/var/task/index.js:12:20)");
        return format(
            "%s\t%s\tERROR\tInvoke Error \t%s\n", Json.time(at), requestId, Json.line(error));
      case "java":
        return javaTrace(type, message, failure.line());
      case "dotnet":
        return format(
            "%s\t%s\tfail\t%s\n", Json.time(at), requestId, dotnet(type, message, failure));
      case "ruby":
        return "Error raised from handler method\n";
      case "rust":
        return format(
            "%s ERROR Lambda runtime invoke{requestId=\"%s\"}: "
                + "lambda_runtime::layers::api_response: error=\"%s: %s\"\n",
            Json.time(at), requestId, type, message);
      default:
        return bare(type, message, failure);
    }
  }

  private static String json(LogStyle style, long at, String requestId, Failure failure) {
    String type = failure.type();
    String message = failure.message();
    ObjectNode line = Json.object();
    switch (style.runtime().language) {
      case "python":
        line.put("timestamp", Json.time(at));
        line.put("log_level", "ERROR");
        line.put("errorMessage", message);
        line.put("errorType", type);
        line.put("requestId", requestId);
        line.putArray("stackTrace")
            .add("  File \"/var/task/app.py\", line " + failure.line() + ", in handler\n");
        return Json.line(line);
      case "node":
        line.put("timestamp", Json.time(at));
        line.put("level", "ERROR");
        line.put("requestId", requestId);
        ObjectNode error = line.putObject("message");
        error.put("errorType", type);
        error.put("errorMessage", message);
        error
            .putArray("stackTrace")
            .add("    at work (/var/task/index.js:" + failure.line() + ":11)");
        return Json.line(line);
      case "java":
        line.put("timestamp", Json.time(at));
        line.put("message", javaTrace(type, message, failure.line()));
        line.put("level", "ERROR");
        line.put("AWSRequestId", requestId);
        return Json.line(line);
      case "dotnet":
        line.put("timestamp", Json.time(at));
        line.put("level", "Error");
        line.put("requestId", requestId);
        line.put("message", dotnet(type, message, failure));
        return Json.line(line);
      case "rust":
        line.put("timestamp", Json.time(at));
        line.put("level", "ERROR");
        line.putObject("fields").put("error", type + ": " + message);
        line.put("target", "lambda_runtime::layers::api_response");
        line.putObject("span").put("requestId", requestId).put("name", "Lambda runtime invoke");
        return Json.line(line);
      default:
        return bare(type, message, failure);
    }
  }

  private static String javaTrace(String type, String message, int line) {
    return format(
        """
        %s: %s
        %s: %s
        \tat shop.Handler.work(Handler.java:%d)
        \tat shop.Handler.handleRequest(Handler.java:31)
        """,
        message, type, type, message, line);
  }

  private static String dotnet(String type, String message, Failure failure) {
    return format(
        "%s: %s\n   at Shop.Function.Work(Request request) in /src/Function.cs:line %d\n"
            + "   at lambda_method1(Closure, Stream, ILambdaContext, Stream)",
        type, message, failure.line());
  }

  /** The answer to the caller, as it is: Go, and Ruby in the JSON format. */
  private static String bare(String type, String message, Failure failure) {
    ObjectNode line = Json.object();
    line.put("errorMessage", message);
    line.put("errorType", type);
    line.putArray("stackTrace").add("main.handle:" + failure.line());
    return Json.line(line) + "\n";
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
