package dev.stormwatch.lab.log;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.lab.format.Json;
import java.util.List;
import java.util.Locale;

/** What functions' own code logs: messages, hops, batches of event sources, gauges of databases. */
public final class ApplicationLines {

  private ApplicationLines() {}

  public static String message(LogStyle style, long at, String requestId, String text) {
    if (style.json()) {
      ObjectNode line = Json.object();
      line.put("timestamp", Json.time(at));
      line.put("level", "INFO");
      line.put("requestId", requestId);
      line.put("message", text);
      return Json.line(line);
    }
    switch (style.runtime().language) {
      case "node":
        return format("%s\t%s\tINFO\t%s\n", Json.time(at), requestId, text);
      case "python":
        return format("[INFO]\t%s\t%s\t%s\n", Json.time(at), requestId, text);
      case "java":
        return format("%s %s INFO  Handler - %s\n", Json.clock(at), requestId, text);
      default:
        return Json.day(at) + ' ' + Json.clock(at) + ' ' + text + '\n';
    }
  }

  /** A warning about a call that is tried again; no error of the runtime's. */
  public static String warning(LogStyle style, long at, String requestId, String text) {
    if (style.json()) {
      ObjectNode line = Json.object();
      line.put("timestamp", Json.time(at));
      line.put("level", "WARN");
      line.put("requestId", requestId);
      line.put("message", text);
      return Json.line(line);
    }
    return format("%s\t%s\tWARN\t%s\n", Json.time(at), requestId, text);
  }

  /** A structured line that carries the trace: how far from the root, and which root. */
  public static String hop(
      LogStyle style, long at, String requestId, String root, String correlation, int depth) {
    ObjectNode line = Json.object();
    line.put("level", "INFO");
    line.put("message", "handling event");
    line.put("timestamp", Json.time(at));
    line.put("service", style.function());
    line.put("function_request_id", requestId);
    if (!root.isEmpty()) {
      line.put("xray_trace_id", root);
    }
    if (!correlation.isEmpty()) {
      line.put("correlation_id", correlation);
      line.put("depth", depth);
    }
    return Json.line(line) + "\n";
  }

  /** What a function tells of the batch it was given. */
  public record Batch(
      String eventSource,
      String shard,
      String messageGroup,
      List<String> items,
      boolean queue,
      double iteratorAgeMillis,
      int receiveCountMax,
      List<String> failedItems,
      String outcome,
      String errorType) {}

  /** The line of the contract, on its own or inside a metric document. */
  public static String batch(Batch batch, long at, String requestId, boolean metricDocument) {
    ObjectNode line = Json.object();
    if (metricDocument) {
      ObjectNode aws = line.putObject("_aws");
      aws.put("Timestamp", at);
      ObjectNode directive = aws.putArray("CloudWatchMetrics").addObject();
      directive.put("Namespace", "Consumers");
      directive.putArray("Dimensions").addArray().add("service");
      directive
          .putArray("Metrics")
          .addObject()
          .put("Name", batch.queue() ? "batchSize" : "iteratorAgeMs")
          .put("Unit", batch.queue() ? "Count" : "Milliseconds");
      line.put("service", "consumer");
    }
    line.put("eventSourceARN", batch.eventSource());
    if (!batch.shard().isEmpty()) {
      line.put("shardId", batch.shard());
    }
    if (batch.queue()) {
      ArrayNode ids = line.putArray("messageIds");
      batch.items().forEach(ids::add);
      if (!batch.messageGroup().isEmpty()) {
        line.put("messageGroupId", batch.messageGroup());
      }
      line.put("receiveCountMax", batch.receiveCountMax());
    } else {
      line.put("firstSequenceNumber", batch.items().get(0));
      line.put("lastSequenceNumber", batch.items().get(batch.items().size() - 1));
      line.put("iteratorAgeMs", Math.round(batch.iteratorAgeMillis()));
    }
    line.put("batchSize", batch.items().size());
    ArrayNode failed = line.putArray("failedItems");
    batch.failedItems().forEach(failed::add);
    line.put("outcome", batch.outcome());
    if (!batch.errorType().isEmpty()) {
      line.put("errorType", batch.errorType());
    }
    line.put("requestId", requestId);
    return Json.line(line) + "\n";
  }

  /** Powertools for Java, when it sorts out an item of a batch. */
  public static String powertoolsItem(
      LogStyle style, long at, String requestId, String item, boolean queue, String error) {
    String text =
        queue
            ? "Error while processing message with messageId " + item + ": " + error
            : "Error while processing record with eventID " + item + ": " + error;
    String whole = text + ", adding it to batch item failures";
    if (style.json()) {
      ObjectNode line = Json.object();
      line.put("timestamp", Json.time(at));
      line.put("message", whole);
      line.put("level", "ERROR");
      line.put("AWSRequestId", requestId);
      return Json.line(line);
    }
    return format("%s %s ERROR BatchMessageHandler - %s\n", Json.clock(at), requestId, whole);
  }

  /** How many connections a database has, as an embedded metric. */
  public static String databaseGauge(long at, String database, int connections, int maximum) {
    ObjectNode line = Json.object();
    ObjectNode aws = line.putObject("_aws");
    aws.put("Timestamp", at);
    ObjectNode directive = aws.putArray("CloudWatchMetrics").addObject();
    directive.put("Namespace", "Databases");
    directive.putArray("Dimensions").addArray().add("DBInstanceIdentifier");
    ArrayNode metrics = directive.putArray("Metrics");
    metrics.addObject().put("Name", "DatabaseConnections").put("Unit", "Count");
    metrics.addObject().put("Name", "MaxDatabaseConnections").put("Unit", "Count");
    line.put("DBInstanceIdentifier", database);
    line.put("DatabaseConnections", connections);
    line.put("MaxDatabaseConnections", maximum);
    return Json.line(line) + "\n";
  }

  /** A batch that Lambda has given up on. */
  public record GivenUp(
      String functionArn,
      String streamArn,
      String shard,
      String first,
      String last,
      int attempts,
      int size,
      long firstArrival,
      long lastArrival,
      boolean tooOld) {}

  /** What Lambda sends to an on-failure destination, as a function there prints its event. */
  public static String onFailure(GivenUp batch, long at, String requestId) {
    ObjectNode line = Json.object();
    ObjectNode context = line.putObject("requestContext");
    context.put("requestId", requestId);
    context.put("functionArn", batch.functionArn());
    context.put("condition", batch.tooOld() ? "RecordAgeExceeded" : "RetryAttemptsExhausted");
    context.put("approximateInvokeCount", batch.attempts());
    if (!batch.tooOld()) {
      ObjectNode response = line.putObject("responseContext");
      response.put("statusCode", 200);
      response.put("executedVersion", "$LATEST");
      response.put("functionError", "Unhandled");
    }
    line.put("version", "1.0");
    line.put("timestamp", Json.time(at));
    boolean dynamo = batch.streamArn().contains(":dynamodb:");
    String when = dynamo ? "approximateCreationDateTimeOf" : "approximateArrivalOf";
    ObjectNode info = line.putObject(dynamo ? "DDBStreamBatchInfo" : "KinesisBatchInfo");
    info.put("shardId", batch.shard());
    info.put("startSequenceNumber", batch.first());
    info.put("endSequenceNumber", batch.last());
    info.put(when + "FirstRecord", Json.time(batch.firstArrival()));
    info.put(when + "LastRecord", Json.time(batch.lastArrival()));
    info.put("batchSize", batch.size());
    info.put("streamArn", batch.streamArn());
    return Json.line(line) + "\n";
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
