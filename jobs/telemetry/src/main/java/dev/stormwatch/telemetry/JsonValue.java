package dev.stormwatch.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value of a JSON line. An object or array inside stays text until somebody asks for it, so a
 * line costs one walk and little memory however much it holds.
 *
 * <p>A member that is null counts as absent.
 */
final class JsonValue {

  private enum Form {
    ABSENT,
    TEXT,
    NUMBER,
    TRUE,
    FALSE,
    OBJECT,
    ARRAY
  }

  static final JsonValue ABSENT = new JsonValue(new JsonFactory(), Form.ABSENT, "");

  private final JsonFactory json;
  private final Form form;
  private final String text;
  private @Nullable Map<String, JsonValue> members;

  private JsonValue(JsonFactory json, Form form, String text) {
    this.json = json;
    this.form = form;
    this.text = text;
  }

  /** There are more members in a line than the settings allow. */
  static final class TooManyMembersException extends IOException {
    private static final long serialVersionUID = 1L;

    TooManyMembersException() {
      super("too many members");
    }
  }

  /**
   * Walks the whole of an object.
   *
   * @throws TooManyMembersException when it holds more members, at whatever depth
   * @throws IOException when it is no object, or not well-formed
   */
  static JsonValue parse(JsonFactory json, String text, int maxMembers) throws IOException {
    JsonValue root = new JsonValue(json, Form.OBJECT, text);
    root.members = new Walk(json, text, maxMembers).members();
    return root;
  }

  boolean isAbsent() {
    return form == Form.ABSENT;
  }

  boolean isText() {
    return form == Form.TEXT;
  }

  boolean isObject() {
    return form == Form.OBJECT;
  }

  boolean isArray() {
    return form == Form.ARRAY;
  }

  boolean isTrue() {
    return form == Form.TRUE;
  }

  /** A text or number as text; empty for anything else. */
  String text() {
    return form == Form.TEXT || form == Form.NUMBER ? text : "";
  }

  /** Not a number for anything that is none. */
  double number() {
    return form == Form.NUMBER ? Double.parseDouble(text) : Double.NaN;
  }

  /** How an object or array is written. */
  String written() {
    return text;
  }

  JsonValue member(String name) {
    return members().getOrDefault(name, ABSENT);
  }

  /** The first of several names that is not absent. */
  JsonValue anyOf(String... names) {
    for (String name : names) {
      JsonValue value = member(name);
      if (!value.isAbsent()) {
        return value;
      }
    }
    return ABSENT;
  }

  /** Has this object no members but these? */
  boolean holdsOnly(Set<String> names) {
    return isObject() && names.containsAll(members().keySet());
  }

  private Map<String, JsonValue> members() {
    Map<String, JsonValue> known = members;
    if (known == null) {
      known = Map.of();
      if (form == Form.OBJECT) {
        try {
          known = new Walk(json, text, Integer.MAX_VALUE).members();
        } catch (IOException e) {
          throw new AssertionError("it was walked once, as part of its line", e);
        }
      }
      members = known;
    }
    return known;
  }

  /** The elements of an array, at most so many. */
  List<JsonValue> elements(int atMost) {
    if (form != Form.ARRAY) {
      return List.of();
    }
    try {
      return new Walk(json, text, Integer.MAX_VALUE).elements(atMost);
    } catch (IOException e) {
      throw new AssertionError("it was walked once, as part of its line", e);
    }
  }

  private static final class Walk {
    private final JsonFactory json;
    private final String text;
    private final int maxMembers;
    private int members;

    private Walk(JsonFactory json, String text, int maxMembers) {
      this.json = json;
      this.text = text;
      this.maxMembers = maxMembers;
    }

    private Map<String, JsonValue> members() throws IOException {
      Map<String, JsonValue> found = new HashMap<>();
      try (JsonParser parser = json.createParser(text)) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          throw new JsonParseException(parser, "not an object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          count();
          String name = parser.currentName();
          parser.nextToken();
          found.put(name, value(parser));
        }
        if (parser.nextToken() != null) {
          throw new JsonParseException(parser, "something follows the object");
        }
      }
      found.values().removeIf(JsonValue::isAbsent);
      return found;
    }

    private List<JsonValue> elements(int atMost) throws IOException {
      List<JsonValue> found = new ArrayList<>();
      try (JsonParser parser = json.createParser(text)) {
        parser.nextToken();
        while (found.size() < atMost && parser.nextToken() != JsonToken.END_ARRAY) {
          found.add(value(parser));
        }
      }
      return found;
    }

    private JsonValue value(JsonParser parser) throws IOException {
      switch (parser.currentToken()) {
        case VALUE_STRING:
          return new JsonValue(json, Form.TEXT, parser.getText());
        case VALUE_NUMBER_INT:
        case VALUE_NUMBER_FLOAT:
          return new JsonValue(json, Form.NUMBER, parser.getText());
        case VALUE_TRUE:
          return new JsonValue(json, Form.TRUE, "");
        case VALUE_FALSE:
          return new JsonValue(json, Form.FALSE, "");
        case START_OBJECT:
          return new JsonValue(json, Form.OBJECT, skipped(parser));
        case START_ARRAY:
          return new JsonValue(json, Form.ARRAY, skipped(parser));
        default:
          return ABSENT;
      }
    }

    /** Passes over an object or array, counting its members. */
    private String skipped(JsonParser parser) throws IOException {
      long from = parser.currentTokenLocation().getCharOffset();
      int depth = 1;
      while (depth > 0) {
        JsonToken token = parser.nextToken();
        if (token == null) {
          throw new JsonParseException(parser, "the line ends too early");
        }
        if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        } else if (token == JsonToken.FIELD_NAME) {
          count();
        }
      }
      return text.substring((int) from, (int) parser.currentLocation().getCharOffset());
    }

    private void count() throws TooManyMembersException {
      members++;
      if (members > maxMembers) {
        throw new TooManyMembersException();
      }
    }
  }
}
