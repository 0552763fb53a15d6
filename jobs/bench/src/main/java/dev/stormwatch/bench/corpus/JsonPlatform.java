package dev.stormwatch.bench.corpus;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.bench.corpus.Call.Outcome;
import dev.stormwatch.bench.corpus.Fleet.Member;
import java.util.ArrayList;
import java.util.List;

/**
 * The events {@code platform.*} at the default system log level INFO, which has no event for the
 * end of a call and none for the runtime being done with a call that succeeded.
 */
final class JsonPlatform implements PlatformLines {

  private final Member function;

  JsonPlatform(Member function) {
    this.function = function;
  }

  @Override
  public List<Line> created(long at) {
    ObjectNode record = Json.object();
    record.put("initializationType", function.snapStart() ? "snap-start" : "on-demand");
    record.put("phase", "init");
    record.put("runtimeVersion", function.runtime().version);
    record.put("runtimeVersionArn", "arn:aws:lambda:" + Corpus.REGION + "::runtime:5b0c9cfe5e1c");
    record.put("functionName", function.name());
    record.put("functionVersion", "$LATEST");
    return List.of(event(at, "platform.initStart", record));
  }

  @Override
  public List<Line> started(Call call) {
    ObjectNode record = Json.object();
    record.put("requestId", call.requestId());
    record.put("version", "$LATEST");
    return List.of(event(call.start(), "platform.start", record));
  }

  @Override
  public List<Line> ended(Call call, Dice dice) {
    List<Line> lines = new ArrayList<>();
    String status = status(call.outcome());
    if (!status.equals("success")) {
      lines.add(event(call.end(), "platform.runtimeDone", runtimeDone(call, status)));
    }
    lines.add(event(call.end(), "platform.report", report(call, status, dice)));
    return lines;
  }

  private static ObjectNode runtimeDone(Call call, String status) {
    ObjectNode record = Json.object();
    record.put("requestId", call.requestId());
    record.put("status", status);
    record.putObject("metrics").put("durationMs", call.duration() / 100.0);
    return record;
  }

  private ObjectNode report(Call call, String status, Dice dice) {
    ObjectNode record = Json.object();
    record.put("requestId", call.requestId());
    ObjectNode metrics = record.putObject("metrics");
    metrics.put("durationMs", call.duration() / 100.0);
    metrics.put("billedDurationMs", call.billedMillis(function.snapStart()));
    metrics.put("memorySizeMB", function.memoryMegabytes());
    metrics.put("maxMemoryUsedMB", dice.between(40, function.memoryMegabytes()));
    if (call.cold()) {
      String wait = function.snapStart() ? "restoreDurationMs" : "initDurationMs";
      metrics.put(wait, call.init() / 100.0);
    }
    if (function.traced()) {
      ObjectNode tracing = record.putObject("tracing");
      tracing.put("spanId", dice.hex16());
      tracing.put("type", "X-Amzn-Trace-Id");
      tracing.put(
          "value",
          "Root=1-69a5531c-" + dice.hex16() + "9d1b00aa;Parent=" + dice.hex16() + ";Sampled=1");
      ObjectNode span = record.putArray("spans").addObject();
      span.put("name", "extensionOverhead");
      span.put("start", Times.millis(call.end()));
      span.put("durationMs", dice.between(1, 900) / 1000.0);
    }
    record.put("status", status);
    if (call.outcome() == Outcome.RUNTIME_EXITED) {
      record.put("errorType", "Runtime.ExitError");
    }
    return record;
  }

  private static String status(Outcome outcome) {
    return switch (outcome) {
      case TIMED_OUT -> "timeout";
      case RUNTIME_EXITED -> "error";
      // That the handler threw is told by the runtime's own line alone.
      case SUCCESS, HANDLER_THREW -> "success";
    };
  }

  private static Line event(long at, String type, ObjectNode record) {
    ObjectNode line = Json.object();
    line.put("time", Times.millis(at));
    line.put("type", type);
    line.set("record", record);
    return new Line(at, line + "\n");
  }
}
