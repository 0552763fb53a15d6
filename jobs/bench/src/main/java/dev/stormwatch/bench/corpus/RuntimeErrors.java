package dev.stormwatch.bench.corpus;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.bench.corpus.Fleet.Member;
import java.util.List;

/** The line that a runtime writes when the handler threw. */
final class RuntimeErrors {

  private static final List<String> REASONS =
      List.of("order 4711 has no items", "unknown customer", "payload is missing 'total'");

  private RuntimeErrors() {}

  static String line(Member function, boolean json, Call call, Mix mix, Dice dice) {
    boolean exhausted = mix.exhaustion() > 0 && dice.chance(0.5);
    String reason = exhausted ? Prose.exhausted(dice) : dice.pick(REASONS);
    String line =
        switch (function.runtime()) {
          case PYTHON -> json ? pythonJson(call, reason) : pythonText(reason);
          case NODE -> json ? nodeJson(call, reason) : nodeText(call, reason);
          case JAVA -> json ? javaJson(call, reason) : javaText(reason);
        };
    return line + "\n";
  }

  /** The runtime indents by no-break spaces, so that consoles keep the indent. */
  private static String pythonText(String reason) {
    return "[ERROR] ValueError: "
        + reason
        + "\nTraceback (most recent call last):"
        + "\n\u00a0\u00a0File \"/var/task/app.py\", line 42, in lambda_handler"
        + "\n\u00a0\u00a0\u00a0\u00a0return process(event)"
        + "\n\u00a0\u00a0File \"/var/task/orders/process.py\", line 117, in process"
        + "\n\u00a0\u00a0\u00a0\u00a0raise ValueError(reason)";
  }

  private static String pythonJson(Call call, String reason) {
    ObjectNode line = Json.object();
    line.put("timestamp", Times.seconds(call.end()));
    line.put("log_level", "ERROR");
    line.put("errorMessage", reason);
    line.put("errorType", "ValueError");
    line.put("requestId", call.requestId());
    line.putArray("stackTrace")
        .add("  File \"/var/task/app.py\", line 42, in lambda_handler\n    return process(event)\n")
        .add("  File \"/var/task/orders/process.py\", line 117, in process\n    raise\n");
    return Json.spaced(line);
  }

  private static String nodeText(Call call, String reason) {
    ObjectNode error = Json.object();
    error.put("errorType", "TypeError");
    error.put("errorMessage", reason);
    nodeStack(error.putArray("stack"), reason);
    return Times.millis(call.end()) + "\t" + call.requestId() + "\tERROR\tInvoke Error \t" + error;
  }

  private static String nodeJson(Call call, String reason) {
    ObjectNode line = Json.object();
    line.put("timestamp", Times.millis(call.end()));
    line.put("level", "ERROR");
    line.put("requestId", call.requestId());
    ObjectNode message = line.putObject("message");
    message.put("errorType", "TypeError");
    message.put("errorMessage", reason);
    nodeStack(message.putArray("stackTrace"), reason);
    return line.toString();
  }

  private static void nodeStack(ArrayNode stack, String reason) {
    stack
        .add("TypeError: " + reason)
        .add("    at process (/var/task/process.js:88:15)")
        .add("    at Runtime.handler (/var/task/index.js:12:11)");
  }

  private static String javaText(String reason) {
    return reason
        + ": java.lang.IllegalStateException\njava.lang.IllegalStateException: "
        + reason
        + "\n\tat com.example.orders.Process.run(Process.java:88)"
        + "\n\tat com.example.orders.Handler.handleRequest(Handler.java:31)"
        + "\n\tat java.base/java.lang.reflect.Method.invoke(Unknown Source)\n";
  }

  private static String javaJson(Call call, String reason) {
    ObjectNode line = Json.object();
    line.put("timestamp", Times.millis(call.end()));
    line.put("message", javaText(reason));
    line.put("level", "ERROR");
    line.put("AWSRequestId", call.requestId());
    return line.toString();
  }
}
