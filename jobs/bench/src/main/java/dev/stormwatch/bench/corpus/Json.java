package dev.stormwatch.bench.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.StringJoiner;

/** JSON objects, compact or with Python's blanks. */
final class Json {

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** As Python's {@code json.dumps} writes it: a blank after each colon and comma. */
  static String spaced(JsonNode node) {
    if (node.isObject()) {
      StringJoiner members = new StringJoiner(", ", "{", "}");
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        members.add(new TextNode(member.getKey()) + ": " + spaced(member.getValue()));
      }
      return members.toString();
    }
    if (node.isArray()) {
      StringJoiner elements = new StringJoiner(", ", "[", "]");
      node.forEach(element -> elements.add(spaced(element)));
      return elements.toString();
    }
    return node.toString();
  }
}
