package dev.stormwatch.lab.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.lab.chance.Dice;
import dev.stormwatch.lab.format.Json;
import dev.stormwatch.lab.format.ScenarioException;
import dev.stormwatch.lab.format.Section;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes of a scenario file what one seed makes of it. In place of any value the file may say
 *
 * <ul>
 *   <li>{@code {between: [a, b]}}: a number drawn evenly, whole where both ends are;
 *   <li>{@code {oneOf: [a, b, c]}}: one of these values, whatever they are;
 *   <li>{@code $name}: what was drawn for {@code name} under {@code draw};
 *   <li>{@code {times: [a, b]}}, {@code {plus: [a, b]}}: a product or sum, of such values too.
 * </ul>
 *
 * <p>Each draw has dice of its own, named for its place in the file, so a new key leaves the
 * others' values as they were.
 */
final class Draws {

  private final Dice dice;
  private final Map<String, JsonNode> drawn = new LinkedHashMap<>();

  private Draws(Dice dice) {
    this.dice = dice;
  }

  static ObjectNode resolve(ObjectNode file, Dice dice) {
    Draws draws = new Draws(dice);
    file.path("draw")
        .properties()
        .forEach(
            field ->
                draws.drawn.put(
                    field.getKey(), draws.value(field.getValue(), "draw." + field.getKey())));
    ObjectNode resolved = (ObjectNode) draws.value(file.deepCopy().without("draw"), "");
    return resolved;
  }

  private JsonNode value(JsonNode node, String path) {
    if (node.isTextual() && node.asText().startsWith("$")) {
      return named(node.asText().substring(1), path);
    }
    if (node.isArray()) {
      ArrayNode array = Json.MAPPER.createArrayNode();
      for (int i = 0; i < node.size(); i++) {
        array.add(value(node.get(i), path + '[' + i + ']'));
      }
      return array;
    }
    if (!node.isObject()) {
      return node;
    }
    if (node.size() == 1) {
      String key = node.fieldNames().next();
      JsonNode operands = node.get(key);
      switch (key) {
        case "between":
          return between(pair(operands, path), path);
        case "oneOf":
          int chosen = (int) dice.forPurpose(path).between(0, operands.size());
          return value(operands.get(chosen), path);
        case "times":
          return times(operands, path);
        case "plus":
          return plus(operands, path);
        default:
          break;
      }
    }
    ObjectNode object = Json.object();
    node.properties()
        .forEach(
            field ->
                object.set(
                    field.getKey(),
                    value(
                        field.getValue(),
                        path.isEmpty() ? field.getKey() : path + '.' + field.getKey())));
    return object;
  }

  private JsonNode named(String name, String path) {
    JsonNode value = drawn.get(name);
    if (value == null) {
      throw new ScenarioException(
          path
              + " is $"
              + name
              + ", which 'draw' does not name; did you mean $"
              + Section.nearest(name, drawn.keySet())
              + "?");
    }
    return value;
  }

  private JsonNode pair(JsonNode operands, String path) {
    if (operands.size() != 2) {
      throw new ScenarioException(path + ".between must be a list of two numbers");
    }
    return value(operands, path);
  }

  private JsonNode between(JsonNode ends, String path) {
    double low = ends.get(0).asDouble();
    double high = ends.get(1).asDouble();
    Dice own = dice.forPurpose(path);
    if (ends.get(0).isIntegralNumber() && ends.get(1).isIntegralNumber()) {
      return IntNode.valueOf((int) Math.floor(own.between(low, high + 1)));
    }
    return DoubleNode.valueOf(own.between(low, high));
  }

  private JsonNode times(JsonNode operands, String path) {
    double product = 1;
    for (int i = 0; i < operands.size(); i++) {
      product *= number(operands.get(i), path + '[' + i + ']');
    }
    return DoubleNode.valueOf(product);
  }

  private JsonNode plus(JsonNode operands, String path) {
    double sum = 0;
    for (int i = 0; i < operands.size(); i++) {
      sum += number(operands.get(i), path + '[' + i + ']');
    }
    return DoubleNode.valueOf(sum);
  }

  private double number(JsonNode operand, String path) {
    JsonNode value = value(operand, path);
    if (!value.isNumber()) {
      throw new ScenarioException(path + " must be a number, not " + value);
    }
    return value.asDouble();
  }
}
