package dev.stormwatch.telemetry.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stormwatch.core.settings.Values;
import java.util.ArrayList;
import java.util.List;

/** A settings document whose every default is filled in. */
final class JsonValues implements Values {

  private final JsonNode root;

  JsonValues(JsonNode root) {
    this.root = root;
  }

  private JsonNode at(String path) {
    JsonNode node = root;
    for (String name : path.split("\\.", -1)) {
      node = node.path(name);
    }
    if (node.isMissingNode()) {
      throw new IllegalStateException("the settings schema has no key \"" + path + "\"");
    }
    return node;
  }

  @Override
  public long whole(String path) {
    return at(path).longValue();
  }

  @Override
  public double number(String path) {
    return at(path).doubleValue();
  }

  @Override
  public boolean flag(String path) {
    return at(path).booleanValue();
  }

  @Override
  public String text(String path) {
    return at(path).asText("");
  }

  @Override
  public List<String> texts(String path) {
    List<String> texts = new ArrayList<>();
    at(path).forEach(item -> texts.add(item.asText()));
    return texts;
  }

  @Override
  public List<Values> items(String path) {
    List<Values> items = new ArrayList<>();
    at(path).forEach(item -> items.add(new JsonValues(item)));
    return items;
  }
}
