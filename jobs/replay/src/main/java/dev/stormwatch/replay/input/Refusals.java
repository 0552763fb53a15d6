package dev.stormwatch.replay.input;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stormwatch.replay.UserException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What people have at hand and Stormwatch cannot read: it says so, and what to give instead. */
final class Refusals {

  private static final String INSTEAD =
      "; give the events themselves: aws logs filter-log-events --log-group-name NAME > FILE";

  /** The first line of what the console lets people download. */
  private static final Pattern CSV =
      Pattern.compile("\"?@?timestamp\"?,\"?@?(?:message|log|ptr)\"?.*");

  /** A line of a log that begins with somebody's JSON over several lines. */
  private static final Pattern PLATFORM = Pattern.compile("(?:START|END|REPORT) RequestId: .*");

  /** A gzip member in base64. */
  private static final Pattern BASE64 = Pattern.compile("H4sI[A-Za-z0-9+/=]{20,}\\s*");

  private Refusals() {}

  /** Checks JSON that is nothing known; lines of JSON may be a log's, but not these. */
  static void check(Path file, JsonContent json, String head) throws UserException {
    JsonNode value = json.value();
    if (value.has("metric_stream_name") || value.has("resourceMetrics")) {
      throw new UserException(
          file
              + ": is what a CloudWatch metric stream delivers; Stormwatch reads the functions' logs,"
              + " not metrics"
              + INSTEAD);
    }
    if (value.has("resourceLogs") || value.has("resourceSpans")) {
      throw new UserException(
          file
              + ": is OpenTelemetry's; Stormwatch reads logs as CloudWatch Logs holds them"
              + INSTEAD);
    }
    if (json.whole() && head.lines().noneMatch(PLATFORM.asMatchPredicate())) {
      throw new UserException(
          file
              + ": is JSON, but neither subscription documents nor records or events as the AWS CLI"
              + " prints them"
              + INSTEAD);
    }
  }

  /** Checks text. */
  static void check(Path file, String head) throws UserException {
    String first = head.lines().findFirst().orElse("");
    if (CSV.matcher(first).matches()) {
      throw new UserException(file + ": is a table that the console exported" + INSTEAD);
    }
    if (BASE64.matcher(first).matches()) {
      throw new UserException(
          file
              + ": is base64 of packed records; unpack each: base64 -d FILE | gzip -dc >> documents.json");
    }
  }
}
