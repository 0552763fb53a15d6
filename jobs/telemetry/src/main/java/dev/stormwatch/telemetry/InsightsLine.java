package dev.stormwatch.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import dev.stormwatch.core.fold.LineKind;
import dev.stormwatch.core.fold.Observation;
import dev.stormwatch.telemetry.JsonValue.TooManyMembersException;
import java.io.IOException;

/** What the Lambda Insights extension writes of each call, into a log group of its own. */
final class InsightsLine {

  private final JsonFactory json;
  private final int maxMembers;

  InsightsLine(JsonFactory json, int maxMembers) {
    this.json = json;
    this.maxMembers = maxMembers;
  }

  /** Tells what a line of that group is. */
  void read(String message, Observation line) {
    if (!message.stripLeading().startsWith("{")) {
      line.kind = LineKind.FOREIGN_GROUP;
      return;
    }
    try {
      call(JsonValue.parse(json, message, maxMembers), line);
    } catch (TooManyMembersException e) {
      line.kind = LineKind.TOO_LARGE;
    } catch (IOException e) {
      line.kind = LineKind.MALFORMED_JSON;
    }
  }

  private static void call(JsonValue event, Observation line) {
    if (!event.member("event_type").text().equals("performance")) {
      line.kind = LineKind.FOREIGN_GROUP;
      return;
    }
    line.kind = LineKind.INSIGHTS;
    line.setRequestId(event.member("request_id").text());
    line.durationMicros = Numbers.microsOfMillis(event.member("duration").number());
    line.billedMillis = Numbers.whole(event.member("billed_duration").number());
    line.initMicros = Numbers.microsOfMillis(event.member("init_duration").number());
    line.memoryMegabytes = Numbers.whole(event.member("total_memory").number());
    line.saysColdStart = event.member("cold_start").isTrue();
    line.processorMicros = Numbers.microsOfMillis(event.member("cpu_total_time").number());
    line.function = LogGroup.functionName(event.member("function_name").text());
  }
}
