package dev.stormwatch.bench.corpus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What applications say. About a quarter of the lines hold a word that also stands in bad news,
 * such as "connection" or "error", in a harmless sense: a search that is only fast on lines without
 * such words must not look fast.
 */
final class Prose {

  /** A word in braces is a place to fill in. */
  private static final List<String> PLAIN =
      List.of(
          "Received event with {n} records from {name}",
          "Received {payload}",
          "Calling {name} with {payload}",
          "Loaded order {id} for customer {id}",
          "GET {url} returned 200 in {ms} ms",
          "POST {url} returned 201 in {ms} ms, {n} bytes",
          "Cache hit for key {name}:{id}",
          "Cache miss for key {name}:{id}, reading through to the table",
          "Publishing {n} messages to topic {name}",
          "Total price {amount} EUR after discount of {small} %",
          "User {uuid} signed in from {ip}",
          "Shipment {id} to {city} is due in {small} days, carrier {name}",
          "Wrote object s3://{name}-archive/2026/03/02/{uuid}.json ({n} bytes)",
          "Query took {ms} ms and returned {n} rows",
          "Validated payload of order {id}: {small} items, weight {amount} kg",
          "Skipping {id}: seen before",
          "Started step {name} of workflow {uuid}",
          "Finished step {name} of workflow {uuid} after {ms} ms",
          "Rendering template {name} for locale de_CH, {small} placeholders",
          "Customer asked for delivery to {city}, slot {small}",
          "Token for audience {name} expires in {n} seconds",
          "Feature flag {name} is on for {small} % of users",
          "Paging through {url}?page={small}&size=100",
          "Item {id} has {small} variants, cheapest at {amount} EUR",
          "Batch of {n} items split into {small} chunks",
          "Header x-correlation-id is {uuid}");

  private static final List<String> WORRYING_WORDS_IN_A_HARMLESS_SENSE =
      List.of(
          "Reusing connection to database {name}, pool size {small}",
          "Connection pool: {small} active, {small} idle, 0 waiting",
          "No error found in batch of {n} items",
          "Worker {small} is running, current offset {id}",
          "Keeping the connection to {url} open for {ms} ms",
          "current configuration is version {n}, rolled out to {city}",
          "error count is 0 for partition {small}",
          "Too few items for a batch ({small}), waiting for more",
          "Timeout of {n} ms is left for {name}, limit of {small} attempts not reached");

  private static final List<String> NAMES =
      List.of(
          "orders", "invoice", "ledger", "basket", "carrier", "tariff", "profile", "stock-feed");
  private static final List<String> CITIES =
      List.of("Berlin", "Köln", "Zürich", "Malmö", "Lyon", "Porto", "Gdańsk", "Oslo", "東京");
  private static final List<String> HOSTS =
      List.of("api.example.com", "shop.example.net", "partner.example.org");

  /** What drivers and pools say when a database takes no more connections. */
  private static final List<String> EXHAUSTED =
      List.of(
          "FATAL: sorry, too many clients already",
          "FATAL: remaining connection slots are reserved for non-replication superuser connections",
          "ER_CON_COUNT_ERROR: Too many connections",
          "HikariPool-1 - Connection is not available, request timed out after 30001ms"
              + " (total=10, active=10, idle=0, waiting={small})",
          "QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00",
          "Timed out fetching a new connection from the connection pool.",
          "timeout exceeded when trying to connect",
          "couldn't get a connection after 30.00 sec",
          "Knex: Timeout acquiring a connection. The pool is probably full.",
          "The connection pool has been exhausted, either raise 'Max Pool Size' (currently 100)");

  private static final int MESSAGES_OF_A_FUNCTION = 8;
  private static final double WORRYING_SHARE = 0.58;

  /** How often a line speaks of what an earlier line of the same call spoke of. */
  private static final double SAME_AGAIN = 0.7;

  private final Dice dice;
  private final Map<String, String> last = new HashMap<>();

  /** What one call says. */
  Prose(Dice dice) {
    this.dice = dice;
  }

  /** What one function's code says. */
  static List<String> messages(Dice dice) {
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < MESSAGES_OF_A_FUNCTION; i++) {
      boolean worrying = dice.chance(WORRYING_SHARE);
      messages.add(dice.pick(worrying ? WORRYING_WORDS_IN_A_HARMLESS_SENSE : PLAIN));
    }
    return messages;
  }

  static String exhausted(Dice dice) {
    return new Prose(dice).fill(dice.pick(EXHAUSTED));
  }

  /** A message with its places filled in. */
  String fill(String message) {
    StringBuilder filled = new StringBuilder();
    int from = 0;
    for (int open = message.indexOf('{'); open >= 0; open = message.indexOf('{', from)) {
      int close = message.indexOf('}', open);
      filled.append(message, from, open).append(valueOrTheLast(message.substring(open + 1, close)));
      from = close + 1;
    }
    return filled.append(message, from, message.length()).toString();
  }

  private String valueOrTheLast(String place) {
    boolean again = !place.equals("small") && dice.chance(SAME_AGAIN);
    String known = last.get(place);
    if (again && known != null) {
      return known;
    }
    String value = value(place);
    last.put(place, value);
    return value;
  }

  private String value(String place) {
    return switch (place) {
      case "n" -> String.valueOf((int) dice.logNormal(200, 1.5));
      case "small" -> String.valueOf(dice.below(20));
      case "id" -> String.valueOf(100_000_000 + dice.below(900_000_000));
      case "ms" -> String.valueOf(dice.between(2, 900));
      case "amount" -> String.format(Locale.ROOT, "%.2f", dice.logNormal(60, 1));
      case "uuid" -> dice.uuid();
      case "ip" -> "10." + dice.below(256) + "." + dice.below(256) + "." + dice.below(256);
      case "name" -> dice.pick(NAMES);
      case "payload" -> payload();
      case "city" -> dice.pick(CITIES);
      case "url" ->
          "https://"
              + dice.pick(HOSTS)
              + "/v2/"
              + dice.pick(NAMES)
              + "/"
              + (10_000_000 + dice.below(90_000_000));
      default -> throw new IllegalArgumentException("no such place: " + place);
    };
  }

  /** What API Gateway hands to a function, as people log it. */
  private String payload() {
    return "{\"version\":\"2.0\",\"routeKey\":\"POST /v2/{proxy+}\",\"rawPath\":\"/v2/"
        + valueOrTheLast("name")
        + "/"
        + valueOrTheLast("id")
        + "\",\"headers\":{\"accept\":\"application/json\",\"content-length\":\""
        + dice.between(80, 4000)
        + "\",\"content-type\":\"application/json\",\"host\":\"api.example.com\","
        + "\"user-agent\":\"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\","
        + "\"x-amzn-trace-id\":\"Root=1-69a5531c-"
        + dice.hex16()
        + "9d1b00aa\",\"x-forwarded-for\":\""
        + valueOrTheLast("ip")
        + "\",\"x-forwarded-proto\":\"https\"},\"requestContext\":{\"http\":{\"method\":\"POST\"},"
        + "\"stage\":\"$default\"},\"isBase64Encoded\":false}";
  }
}
