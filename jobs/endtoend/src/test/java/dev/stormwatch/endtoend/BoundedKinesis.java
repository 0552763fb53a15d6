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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A Kinesis for hours: what is in its shards it keeps itself, for some minutes. Emulators keep
 * records for ever and look through all of them for each answer, which ends after half an hour.
 * What a stream is and which shards it has is asked of one of them.
 */
final class BoundedKinesis implements AutoCloseable {

  private static final long KEPT_MILLIS = Duration.ofMinutes(5).toMillis();
  private static final BigDecimal A_SECOND = BigDecimal.valueOf(1_000);
  private static final String ITERATOR = "ShardIterator";
  private static final String SEQUENCE = "SequenceNumber";

  private final AwsJson behind;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Shard> shards = new ArrayList<>();

  private record Entry(long sequence, long arrival, String partitionKey, String data) {}

  /** One shard's records, of which the sequence numbers are one apart. */
  private static final class Shard {
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private long next = 1;
  }

  BoundedKinesis(String emulator, int shards) throws IOException {
    behind = new AwsJson(emulator, AwsJson.REGION);
    for (int i = 0; i < shards; i++) {
      this.shards.add(new Shard());
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String endpoint() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  synchronized void put(int shard, String partitionKey, String data) {
    long now = System.currentTimeMillis();
    Shard into = shards.get(shard);
    into.entries.add(new Entry(into.next++, now, partitionKey, data));
    while (into.entries.element().arrival < now - KEPT_MILLIS) {
      into.entries.remove();
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (target.endsWith(".GetShardIterator")) {
        send(exchange, 200, AwsJson.JSON.writeValueAsBytes(iterator(AwsJson.JSON.readTree(body))));
      } else if (target.endsWith(".GetRecords")) {
        send(exchange, 200, AwsJson.JSON.writeValueAsBytes(records(AwsJson.JSON.readTree(body))));
      } else {
        HttpResponse<byte[]> answer = behind.raw(target, body);
        send(exchange, answer.statusCode(), answer.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized ObjectNode iterator(JsonNode request) {
    int number = Integer.parseInt(request.path("ShardId").asText().replaceAll("\\D", ""));
    Shard shard = shards.get(number);
    long from =
        switch (request.path("ShardIteratorType").asText()) {
          case "AFTER_SEQUENCE_NUMBER" -> request.path("StartingSequenceNumber").asLong() + 1;
          case "AT_TIMESTAMP" -> {
            BigDecimal seconds = request.path("Timestamp").decimalValue();
            long time = seconds.multiply(A_SECOND).longValue();
            yield shard.entries.stream()
                .filter(entry -> entry.arrival >= time)
                .mapToLong(Entry::sequence)
                .findFirst()
                .orElse(shard.next);
          }
          default -> throw new IllegalArgumentException(request.toString());
        };
    return AwsJson.JSON.createObjectNode().put(ITERATOR, number + ":" + from);
  }

  private synchronized ObjectNode records(JsonNode request) {
    String[] iterator = request.path(ITERATOR).asText().split(":");
    Shard shard = shards.get(Integer.parseInt(iterator[0]));
    long from = Long.parseLong(iterator[1]);
    ObjectNode answer = AwsJson.JSON.createObjectNode();
    ArrayNode rows = answer.putArray("Records");
    for (Entry entry : shard.entries) {
      if (entry.sequence >= from) {
        rows.addObject()
            .put(SEQUENCE, String.valueOf(entry.sequence))
            .put("PartitionKey", entry.partitionKey)
            .put("ApproximateArrivalTimestamp", BigDecimal.valueOf(entry.arrival).divide(A_SECOND))
            .put("Data", entry.data);
      }
    }
    return answer
        .put("NextShardIterator", iterator[0] + ':' + shard.next)
        .put("MillisBehindLatest", 0);
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
