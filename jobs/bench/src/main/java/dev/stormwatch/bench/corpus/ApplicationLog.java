package dev.stormwatch.bench.corpus;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.bench.corpus.Fleet.Member;
import java.util.List;

/** The lines of a function's own code, in the shapes of the loggers that people use. */
final class ApplicationLog {

  private static final List<String> MODULES =
      List.of("handler", "repository", "client", "pricing", "mapper");

  private final Member function;
  private final boolean json;
  private final Dice dice;

  /**
   * @param json is the function's log format JSON?
   */
  ApplicationLog(Member function, boolean json, Dice dice) {
    this.function = function;
    this.json = json;
    this.dice = dice;
  }

  Line line(Call call, long at, String level, String message) {
    String text =
        switch (function.runtime()) {
          case NODE ->
              json
                  ? nodeJson(call, at, level, message)
                  : function.structured()
                      ? pino(call, at, level, message)
                      : nodeText(call, at, level, message);
          case PYTHON ->
              function.structured()
                  ? powertools(call, at, level, message)
                  : json
                      ? pythonJson(call, at, level, message)
                      : pythonText(call, at, level, message);
          case JAVA -> json ? javaJson(call, at, level, message) : log4j(call, at, level, message);
        };
    return new Line(at, text + "\n");
  }

  /** An embedded metric: numbers for CloudWatch, in the log. */
  Line metric(Call call, long at) {
    ObjectNode line = Json.object();
    ObjectNode aws = line.putObject("_aws");
    aws.put("Timestamp", at);
    ObjectNode directive = aws.putArray("CloudWatchMetrics").addObject();
    directive.put("Namespace", "Shop/" + function.name().split("-", 2)[0]);
    directive.putArray("Dimensions").addArray().add("service").add("function_name");
    var metrics = directive.putArray("Metrics");
    metrics.addObject().put("Name", "ItemsHandled").put("Unit", "Count");
    metrics.addObject().put("Name", "Latency").put("Unit", "Milliseconds");
    line.put("service", function.name().split("-", 2)[0]);
    line.put("function_name", function.name());
    line.put("function_request_id", call.requestId());
    line.putArray("ItemsHandled").add((double) dice.between(1, 40));
    line.putArray("Latency").add(dice.between(100, 90_000) / 100.0);
    return new Line(at, line + "\n");
  }

  private static String nodeText(Call call, long at, String level, String message) {
    return Times.millis(at) + "\t" + call.requestId() + "\t" + level + "\t" + message;
  }

  private static String nodeJson(Call call, long at, String level, String message) {
    ObjectNode line = Json.object();
    line.put("timestamp", Times.millis(at));
    line.put("level", level);
    line.put("requestId", call.requestId());
    line.put("message", message);
    return line.toString();
  }

  private String pino(Call call, long at, String level, String message) {
    ObjectNode line = Json.object();
    line.put("level", level.equals("ERROR") ? 50 : 30);
    line.put("time", at);
    line.put("pid", 2 + dice.below(8));
    line.put("hostname", "169.254." + dice.below(256) + "." + dice.below(256));
    line.put("name", function.name());
    line.put("awsRequestId", call.requestId());
    line.put("msg", message);
    return line.toString();
  }

  private static String pythonText(Call call, long at, String level, String message) {
    return "[" + level + "]\t" + Times.millis(at) + "\t" + call.requestId() + "\t" + message;
  }

  private String pythonJson(Call call, long at, String level, String message) {
    ObjectNode line = Json.object();
    line.put("timestamp", Times.seconds(at));
    line.put("level", level);
    line.put("message", message);
    line.put("logger", dice.pick(MODULES));
    line.put("requestId", call.requestId());
    return Json.spaced(line);
  }

  private String powertools(Call call, long at, String level, String message) {
    ObjectNode line = Json.object();
    line.put("level", level);
    line.put("location", dice.pick(MODULES) + ":" + dice.between(10, 300));
    line.put("message", message);
    line.put("timestamp", Times.powertools(at));
    line.put("service", function.name().split("-", 2)[0]);
    line.put("cold_start", call.cold());
    line.put("function_name", function.name());
    line.put("function_memory_size", String.valueOf(function.memoryMegabytes()));
    line.put("function_arn", function.arn());
    line.put("function_request_id", call.requestId());
    if (function.traced()) {
      // The trace of a call is one; its id is made of the call's here.
      String digits = call.requestId().replace("-", "");
      line.put("xray_trace_id", "1-69a5531c-" + digits.substring(0, 24));
    }
    return line.toString();
  }

  private String log4j(Call call, long at, String level, String message) {
    return Times.clock(at)
        + " "
        + call.requestId()
        + " "
        + (level + " ").substring(0, 5)
        + " "
        + dice.pick(MODULES)
        + ":"
        + dice.between(10, 300)
        + " - "
        + message;
  }

  private static String javaJson(Call call, long at, String level, String message) {
    ObjectNode line = Json.object();
    line.put("timestamp", Times.millis(at));
    line.put("message", message);
    line.put("level", level);
    line.put("AWSRequestId", call.requestId());
    return line.toString();
  }
}
