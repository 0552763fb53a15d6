package dev.stormwatch.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands in front of a Kinesis that others wrote and changes two things of its answers. The arrival
 * timestamps are those of a recording, so that an hour passes in half a minute and what is decided
 * is known: the same records say the same. And some answers are the failures that Kinesis has.
 *
 * <p>While records are still to come, every shard that gets some says that it is behind, as it
 * would be with a backlog: else a reader could not know that the hour is not over.
 */
final class KinesisGate implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final BigDecimal A_SECOND = BigDecimal.valueOf(1_000);

  /** Where a request says what Region it is for. */
  private static final Pattern SCOPE = Pattern.compile("Credential=[^/]+/\\d+/([^/]+)/");

  private final String behind;
  private final HttpServer server;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<String, Long> arrivals = new ConcurrentHashMap<>();
  private final Map<String, String> shardOfIterator = new ConcurrentHashMap<>();
  private final Set<String> idle = ConcurrentHashMap.newKeySet();
  private final Set<String> expired = ConcurrentHashMap.newKeySet();
  private final AtomicInteger faults = new AtomicInteger();
  private volatile boolean feeding;
  private volatile long throttledUntil;
  private volatile long lastRead;

  KinesisGate(String endpoint) throws IOException {
    behind = endpoint;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::handle);
    server.start();
  }

  String endpoint() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  AwsJson kinesis() {
    return kinesis(AwsJson.REGION);
  }

  AwsJson kinesis(String region) {
    return new AwsJson(behind, region);
  }

  /** From now on shards say that they are behind, but those of which nothing will come. */
  void feedBegins(String... idleShards) {
    idle.clear();
    idle.addAll(List.of(idleShards));
    feeding = true;
  }

  void feedEnds() {
    feeding = false;
  }

  /** GetRecords is throttled for this long; returns when records are read again. */
  void throttle(Duration time) {
    int before = faults.get();
    throttledUntil = System.nanoTime() + time.toNanos();
    Await.until(
        "records are read again",
        time.plus(PATIENCE),
        () -> lastRead - throttledUntil > 0 && faults.get() > before,
        Boolean::booleanValue);
  }

  /** The iterators that are in use expire; returns when one was told so. */
  void expireIterators() {
    int before = faults.get();
    Await.until(
        "an iterator is used",
        PATIENCE,
        () -> {
          expired.addAll(shardOfIterator.keySet());
          return faults.get();
        },
        after -> after > before);
  }

  /** Puts records and remembers when they are to have arrived. */
  void put(String region, String stream, List<Telemetry.Record> records)
      throws IOException, InterruptedException {
    ObjectNode request = AwsJson.JSON.createObjectNode().put("StreamName", stream);
    ArrayNode rows = request.putArray("Records");
    for (Telemetry.Record record : records) {
      rows.addObject()
          .put("Data", record.data())
          .put("PartitionKey", record.partitionKey())
          .put("ExplicitHashKey", record.hashKey().toString());
    }
    lock.writeLock().lock();
    try {
      JsonNode answers = kinesis(region).call("PutRecords", request).path("Records");
      for (int i = 0; i < records.size(); i++) {
        JsonNode answer = answers.path(i);
        if (!answer.has("SequenceNumber")) {
          throw new IOException("a record was not taken: " + answer);
        }
        arrivals.put(key(stream, answer), records.get(i).arrival());
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private static String key(String shard, JsonNode record) {
    return shard
        + '/'
        + record.path("ShardId").asText()
        + '/'
        + record.path("SequenceNumber").asText();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      byte[] body = exchange.getRequestBody().readAllBytes();
      String operation = target.substring(target.indexOf('.') + 1);
      AwsJson kinesis = kinesis(region(exchange));
      if (operation.equals("GetRecords")) {
        getRecords(exchange, kinesis, target, body);
        return;
      }
      HttpResponse<byte[]> answer = kinesis.raw(target, body);
      if (operation.equals("GetShardIterator") && answer.statusCode() == 200) {
        JsonNode request = AwsJson.JSON.readTree(body);
        shardOfIterator.put(
            AwsJson.JSON.readTree(answer.body()).path("ShardIterator").asText(),
            stream(request) + '/' + request.path("ShardId").asText());
      }
      send(exchange, answer.statusCode(), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String stream(JsonNode request) {
    String arn = request.path("StreamARN").asText();
    return request.path("StreamName").asText(arn.substring(arn.lastIndexOf('/') + 1));
  }

  private static String region(HttpExchange exchange) {
    Matcher scope = SCOPE.matcher(exchange.getRequestHeaders().getFirst("Authorization"));
    return scope.find() ? scope.group(1) : AwsJson.REGION;
  }

  private void getRecords(HttpExchange exchange, AwsJson kinesis, String target, byte[] body)
      throws IOException, InterruptedException {
    String iterator = AwsJson.JSON.readTree(body).path("ShardIterator").asText();
    if (System.nanoTime() < throttledUntil) {
      fail(exchange, "ProvisionedThroughputExceededException", "Rate exceeded for shard");
      return;
    }
    if (expired.remove(iterator)) {
      fail(exchange, "ExpiredIteratorException", "Iterator expired");
      return;
    }
    String shard = shardOfIterator.getOrDefault(iterator, "");
    lock.readLock().lock();
    try {
      boolean late = feeding && !idle.contains(shard.substring(shard.indexOf('/') + 1));
      HttpResponse<byte[]> answer = kinesis.raw(target, body);
      if (answer.statusCode() != 200) {
        send(exchange, answer.statusCode(), answer.body());
        return;
      }
      ObjectNode records = (ObjectNode) AwsJson.JSON.readTree(answer.body());
      stamp(records, shard);
      records.put("MillisBehindLatest", late ? 1_000 : 0);
      String next = records.path("NextShardIterator").asText();
      shardOfIterator.remove(iterator);
      shardOfIterator.put(next, shard);
      send(exchange, 200, AwsJson.JSON.writeValueAsBytes(records));
      lastRead = System.nanoTime();
    } finally {
      lock.readLock().unlock();
    }
  }

  private void stamp(ObjectNode answer, String shard) {
    for (JsonNode record : answer.path("Records")) {
      Long arrival = arrivals.get(shard + '/' + record.path("SequenceNumber").asText());
      if (arrival == null) {
        throw new IllegalStateException("nobody put " + shard + ' ' + record);
      }
      ((ObjectNode) record)
          .put("ApproximateArrivalTimestamp", BigDecimal.valueOf(arrival).divide(A_SECOND));
    }
  }

  private void fail(HttpExchange exchange, String type, String message) throws IOException {
    faults.incrementAndGet();
    send(
        exchange,
        400,
        AwsJson.JSON.writeValueAsBytes(
            AwsJson.JSON.createObjectNode().put("__type", type).put("message", message)));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
