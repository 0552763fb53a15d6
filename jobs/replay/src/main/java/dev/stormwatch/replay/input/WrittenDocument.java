package dev.stormwatch.replay.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.core.model.FunctionId;

/** The subscription document that CloudWatch Logs would have made of events of one log stream. */
final class WrittenDocument {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode document = JSON.createObjectNode();
  private final ArrayNode events;

  WrittenDocument(String logGroup, String logStream) {
    document.put("messageType", "DATA_MESSAGE");
    document.put("owner", FunctionId.UNKNOWN);
    document.put("logGroup", logGroup);
    document.put("logStream", logStream);
    events = document.putArray("logEvents");
  }

  void add(String id, long time, String message) {
    events.addObject().put("id", id).put("timestamp", time).put("message", message);
  }

  byte[] bytes() throws JsonProcessingException {
    return JSON.writeValueAsBytes(document);
  }
}
