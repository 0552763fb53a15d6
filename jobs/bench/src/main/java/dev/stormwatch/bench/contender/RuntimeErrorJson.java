package dev.stormwatch.bench.contender;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Tells a runtime's error line in JSON from an application's; both peers use it. */
final class RuntimeErrorJson {

  private static final List<String> REQUEST_ID =
      List.of("requestId", "AWSRequestId", "AWSrequestId", "awsRequestId", "function_request_id");

  private RuntimeErrorJson() {}

  static boolean matches(JsonNode line) {
    if (line.has("_aws")) {
      return false;
    }
    JsonNode message = line.path("message");
    String level = line.path("level").asText(line.path("log_level").asText());
    boolean told = line.has("errorType") && line.has("errorMessage");
    if (level.isEmpty()) {
      return told;
    }
    boolean python = told && line.has("stackTrace");
    boolean node = message.has("errorType");
    return level.equals("ERROR") && (python || node || JavaError.matches(message.asText()));
  }

  static String requestId(JsonNode line) {
    for (String name : REQUEST_ID) {
      if (line.has(name)) {
        return line.get(name).asText();
      }
    }
    return "";
  }
}
