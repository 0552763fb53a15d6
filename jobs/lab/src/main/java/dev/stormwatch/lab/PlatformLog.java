package dev.stormwatch.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.lab.LambdaFunction.LogFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The lines of one environment's log stream, as Lambda and the runtime write them.
 *
 * <p>At the default system log level INFO the JSON format has no line for the end of a call: only
 * {@code platform.initStart}, {@code platform.start} and {@code platform.report}.
 */
final class PlatformLog {

  /** A line and its time. */
  record Line(long at, String text) {}

  /** How often the code says something of its own. */
  private static final double MESSAGE_SHARE = 0.1;

  private final Environment environment;
  private final LambdaFunction function;
  private final List<Line> lines = new ArrayList<>();

  private PlatformLog(Environment environment) {
    this.environment = environment;
    this.function = environment.function;
  }

  static List<Line> of(Environment environment, Dice dice) {
    PlatformLog log = new PlatformLog(environment);
    for (Invocation invocation : environment.invocations) {
      log.write(invocation, dice.chance(MESSAGE_SHARE));
    }
    return log.lines;
  }

  private void write(Invocation invocation, boolean message) {
    boolean json = function.logFormat == LogFormat.JSON;
    if (invocation.cold()) {
      line(environment.created, json ? jsonInitStart() : textInitStart());
    }
    line(invocation.start(), json ? jsonStart(invocation) : textStart(invocation));
    long end = invocation.end();
    if (message) {
      long at = (invocation.start() + end) / 2;
      line(at, json ? jsonMessage(invocation, at) : textMessage(invocation, at));
    }
    if (!json) {
      line(end, "END RequestId: " + invocation.requestId() + "\n");
    }
    line(end, json ? jsonReport(invocation) : textReport(invocation));
  }

  private void line(long at, String text) {
    lines.add(new Line(at, text));
  }

  private String textInitStart() {
    return format(
        "INIT_START Runtime Version: %s\tRuntime Version ARN: %s\n",
        function.runtime.version, runtimeArn());
  }

  private String textStart(Invocation invocation) {
    return format("START RequestId: %s Version: %s\n", invocation.requestId(), environment.version);
  }

  private String textReport(Invocation invocation) {
    String report =
        format(
            "REPORT RequestId: %s\tDuration: %s ms\tBilled Duration: %d ms"
                + "\tMemory Size: %d MB\tMax Memory Used: %d MB\t",
            invocation.requestId(),
            decimal(invocation.duration()),
            invocation.billedMillis(),
            function.memoryMb,
            invocation.maxMemoryMb());
    String init = invocation.cold() ? "Init Duration: " + decimal(invocation.init()) + " ms\t" : "";
    return report + init + "\n";
  }

  private String textMessage(Invocation invocation, long at) {
    return switch (function.runtime) {
      case NODEJS_22 ->
          format("%s\t%s\tINFO\t%s\n", Json.time(at), invocation.requestId(), function.message);
      case JAVA_21 ->
          format(
              "%s %s INFO  Handler - %s\n",
              Json.clock(at), invocation.requestId(), function.message);
      case PROVIDED_AL2023 -> Json.day(at) + " " + Json.clock(at) + " " + function.message + "\n";
    };
  }

  private String jsonInitStart() {
    ObjectNode record = Json.object();
    record.put("initializationType", "on-demand");
    record.put("phase", "init");
    record.put("runtimeVersion", function.runtime.version);
    record.put("runtimeVersionArn", runtimeArn());
    record.put("functionName", function.name);
    record.put("functionVersion", environment.version);
    return platform(environment.created, "platform.initStart", record);
  }

  private String jsonStart(Invocation invocation) {
    ObjectNode record = Json.object();
    record.put("requestId", invocation.requestId());
    record.put("version", environment.version);
    return platform(invocation.start(), "platform.start", record);
  }

  private String jsonReport(Invocation invocation) {
    ObjectNode record = Json.object();
    record.put("requestId", invocation.requestId());
    ObjectNode metrics = record.putObject("metrics");
    metrics.put("durationMs", invocation.duration() / 100.0);
    metrics.put("billedDurationMs", invocation.billedMillis());
    metrics.put("memorySizeMB", function.memoryMb);
    metrics.put("maxMemoryUsedMB", invocation.maxMemoryMb());
    if (invocation.cold()) {
      metrics.put("initDurationMs", invocation.init() / 100.0);
    }
    record.put("status", "success");
    return platform(invocation.end(), "platform.report", record);
  }

  private String jsonMessage(Invocation invocation, long at) {
    ObjectNode line = Json.object();
    line.put("timestamp", Json.time(at));
    line.put("level", "INFO");
    line.put("requestId", invocation.requestId());
    line.put("message", function.message);
    return Json.line(line);
  }

  private static String platform(long at, String type, ObjectNode record) {
    ObjectNode line = Json.object();
    line.put("time", Json.time(at));
    line.put("type", type);
    line.set("record", record);
    return Json.line(line);
  }

  /** The real ARN ends in a SHA-256 of the runtime's build; here in one of its name. */
  private String runtimeArn() {
    String hash =
        Hash.hex(Hash.digest("SHA-256", function.runtime.version.getBytes(StandardCharsets.UTF_8)));
    return "arn:aws:lambda:" + Scenario.REGION + "::runtime:" + hash;
  }

  private static String decimal(long hundredths) {
    return format("%d.%02d", hundredths / 100, hundredths % 100);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
