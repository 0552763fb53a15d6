package dev.stormwatch.lab.log;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.lab.format.Json;

/** What the Lambda Insights extension writes of each call, into a log group of all functions. */
public final class InsightsLine {

  public static final String LOG_GROUP = "/aws/lambda-insights";

  private static final double MEGABYTES_PER_VCPU = 1769;
  private static final double SYSTEM_SHARE = 0.2;

  private InsightsLine() {}

  /**
   * @param processorShare how much of the processor that its memory buys it the call used
   */
  public static String of(
      LogStyle style, String version, long at, Report report, double processorShare) {
    double millis = report.duration() / 100.0;
    long processor = Math.round(millis * processorShare * style.memoryMb() / MEGABYTES_PER_VCPU);
    ObjectNode line = Json.object();
    ObjectNode aws = line.putObject("_aws");
    aws.put("Timestamp", at);
    ObjectNode directive = aws.putArray("CloudWatchMetrics").addObject();
    directive.put("Namespace", "LambdaInsights");
    ArrayNode dimensions = directive.putArray("Dimensions");
    dimensions.addArray().add("function_name");
    dimensions.addArray().add("function_name").add("version");
    ArrayNode metrics = directive.putArray("Metrics");
    metrics.addObject().put("Name", "cpu_total_time").put("Unit", "Milliseconds");
    metrics.addObject().put("Name", "memory_utilization").put("Unit", "Percent");
    line.put("event_type", "performance");
    line.put("function_name", style.function());
    line.put("version", version);
    line.put("request_id", report.requestId());
    line.put("trace_id", report.trace().root());
    line.put("duration", millis);
    line.put("billed_duration", report.billedMillis());
    line.put("billed_mb_ms", report.billedMillis() * style.memoryMb());
    line.put("cold_start", report.init() > 0);
    if (report.init() > 0) {
      line.put("init_duration", report.init() / 100.0);
    }
    line.put("memory_utilization", Math.round(100.0 * report.maxMemoryMb() / style.memoryMb()));
    line.put("total_memory", style.memoryMb());
    line.put("used_memory_max", report.maxMemoryMb());
    line.put("cpu_user_time", Math.round((1 - SYSTEM_SHARE) * processor));
    line.put("cpu_system_time", Math.round(SYSTEM_SHARE * processor));
    line.put("cpu_total_time", processor);
    line.put("timeout", report.ending() == Ending.TIMEOUT);
    line.put("shutdown_reason", "");
    return Json.line(line) + "\n";
  }
}
