package dev.stormwatch.live.emulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Lambda's functions, event source mappings and their tags, as its API reference documents them:
 * paths, statuses, names of members and the errors that tags meet. What it does not know is a 404.
 */
final class LambdaStub implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ACCOUNT = "123456789012";
  private static final String FUNCTIONS = "/2015-03-31/functions";
  private static final String MAPPINGS = "/2015-03-31/event-source-mappings";
  private static final String TAGS = "/2017-03-31/tags/";
  private static final int MAX_TAGS = 50;

  /** A function without a qualifier, or a mapping. */
  private static final Pattern TAGGABLE =
      Pattern.compile(
          "arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:\\d{12}:"
              + "(function:[a-zA-Z0-9-_]+|event-source-mapping:[0-9a-fA-F-]{36})");

  private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

  private final String region;
  private final HttpServer server;
  private final Map<String, ObjectNode> functions = new TreeMap<>();
  private final Map<String, ObjectNode> mappings = new TreeMap<>();
  private final Map<String, Map<String, String>> tags = new TreeMap<>();

  LambdaStub(String region) throws IOException {
    this.region = region;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
  }

  String endpoint() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String type;

    Refused(int status, String type, String message) {
      super(message);
      this.status = status;
      this.type = type;
    }
  }

  private synchronized void serve(HttpExchange exchange) throws IOException {
    try {
      JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
      String path = exchange.getRequestURI().getPath().replaceAll("/$", "");
      Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
      answer(exchange, exchange.getRequestMethod() + ' ' + path, body, query);
    } catch (Refused e) {
      exchange.getResponseHeaders().set("x-amzn-ErrorType", e.type);
      ObjectNode error = JSON.createObjectNode().put("Type", "User").put("Message", e.getMessage());
      send(exchange, e.status, error);
    } finally {
      exchange.close();
    }
  }

  private void answer(
      HttpExchange exchange, String operation, JsonNode body, Map<String, String> query)
      throws IOException, Refused {
    if (operation.equals("POST " + FUNCTIONS)) {
      send(exchange, 201, createFunction(body));
    } else if (operation.equals("GET " + FUNCTIONS)) {
      send(exchange, 200, list("Functions", functions, query, "FunctionName"));
    } else if (operation.equals("POST " + MAPPINGS)) {
      send(exchange, 202, createMapping(body));
    } else if (operation.equals("GET " + MAPPINGS)) {
      send(exchange, 200, list("EventSourceMappings", mappings, query, "EventSourceArn"));
    } else if (operation.contains(TAGS)) {
      String resource = operation.substring(operation.indexOf(TAGS) + TAGS.length());
      Map<String, String> known = tagsOf(resource);
      if (operation.startsWith("GET ")) {
        send(exchange, 200, JSON.createObjectNode().set("Tags", JSON.valueToTree(known)));
        return;
      } else if (operation.startsWith("POST ")) {
        tag(known, body.path("Tags"));
      } else {
        known.keySet().removeAll(List.of(query.getOrDefault("tagKeys", "").split("\n")));
      }
      exchange.sendResponseHeaders(204, -1);
    } else {
      throw new Refused(404, "ResourceNotFoundException", "no such operation: " + operation);
    }
  }

  private ObjectNode createFunction(JsonNode body) throws Refused {
    String name = body.path("FunctionName").asText();
    if (!name.matches("[a-zA-Z0-9-_]{1,64}")) {
      throw new Refused(400, "InvalidParameterValueException", "no name of a function: " + name);
    }
    if (functions.containsKey(name)) {
      throw new Refused(409, "ResourceConflictException", "Function already exist: " + name);
    }
    String arn = "arn:aws:lambda:" + region + ':' + ACCOUNT + ":function:" + name;
    tags.put(arn, new TreeMap<>());
    ObjectNode function = JSON.createObjectNode().put("FunctionName", name);
    functions.put(name, function.put("FunctionArn", arn));
    return function;
  }

  private ObjectNode createMapping(JsonNode body) throws Refused {
    ObjectNode function = functions.get(body.path("FunctionName").asText());
    if (function == null) {
      throw new Refused(404, "ResourceNotFoundException", "Function does not exist");
    }
    UUID uuid = new UUID(0, mappings.size() + 1L);
    String arn = "arn:aws:lambda:" + region + ':' + ACCOUNT + ":event-source-mapping:" + uuid;
    tags.put(arn, new TreeMap<>());
    ObjectNode mapping =
        JSON.createObjectNode()
            .put("UUID", uuid.toString())
            .put("EventSourceArn", body.path("EventSourceArn").asText())
            .put("FunctionArn", function.path("FunctionArn").asText())
            .put("EventSourceMappingArn", arn);
    mappings.put(uuid.toString(), mapping);
    return mapping;
  }

  private static ObjectNode list(
      String name, Map<String, ObjectNode> all, Map<String, String> query, String filter) {
    ArrayNode rows = JSON.createArrayNode();
    for (ObjectNode row : all.values()) {
      String wanted = query.get(filter);
      if (wanted == null || wanted.equals(row.path(filter).asText())) {
        rows.add(row);
      }
    }
    return JSON.createObjectNode().set(name, rows);
  }

  private Map<String, String> tagsOf(String resource) throws Refused {
    if (!TAGGABLE.matcher(resource).matches()) {
      throw new Refused(
          400, "InvalidParameterValueException", "tags are not for versions: " + resource);
    }
    Map<String, String> known = tags.get(resource);
    if (known == null) {
      throw new Refused(404, "ResourceNotFoundException", "does not exist: " + resource);
    }
    return known;
  }

  private static void tag(Map<String, String> known, JsonNode wanted) throws Refused {
    Map<String, String> merged = new TreeMap<>(known);
    for (Map.Entry<String, JsonNode> tag : wanted.properties()) {
      String key = tag.getKey();
      String value = tag.getValue().asText();
      boolean fits = key.length() <= 128 && value.length() <= 256 && !key.isEmpty();
      boolean ours = !key.toLowerCase(Locale.ROOT).startsWith("aws:");
      if (!fits || !ours || !TAG.matcher(key + value).matches()) {
        throw new Refused(400, "InvalidParameterValueException", "no tag: " + key + '=' + value);
      }
      merged.put(key, value);
    }
    if (merged.size() > MAX_TAGS) {
      throw new Refused(400, "InvalidParameterValueException", "more than 50 tags");
    }
    known.putAll(merged);
  }

  /** Values by name; those of a name that is there again are joined by line feeds. */
  private static Map<String, String> query(String raw) {
    Map<String, String> query = new TreeMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      String value = parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
      query.merge(parts[0], value, (one, other) -> one + '\n' + other);
    }
    return query;
  }

  private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
