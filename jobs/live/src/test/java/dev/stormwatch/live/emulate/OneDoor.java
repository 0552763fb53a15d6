package dev.stormwatch.live.emulate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stormwatch.live.emulate.EmulatedAws.Part;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One address for emulators that listen at several: a request says by its form whose it is. */
final class OneDoor implements AutoCloseable {

  /** What a client sets by itself. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "content-length", "expect", "host", "http2-settings", "upgrade");

  private final Map<Part, String> endpoints;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  OneDoor(Map<Part, String> endpoints) throws IOException {
    this.endpoints = endpoints;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::pass);
    server.start();
  }

  String endpoint() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Those of Lambda have a path with a date in front, those of Kinesis name an operation of it. */
  private static Part wanted(HttpExchange exchange) {
    if (exchange.getRequestURI().getPath().matches("/20\\d\\d-.*")) {
      return Part.LAMBDA;
    }
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    if (target == null || target.startsWith("AmazonSQS.")) {
      return Part.SNS;
    }
    return target.startsWith("Kinesis_") ? Part.KINESIS : Part.LOGS;
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      Part part = wanted(exchange);
      String endpoint = endpoints.get(part);
      if (endpoint == null) {
        String nobody =
            "{\"__type\":\"UnknownOperationException\",\"message\":\"no " + part + "\"}";
        answer(exchange, 400, nobody.getBytes(StandardCharsets.UTF_8));
        return;
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(endpoint + exchange.getRequestURI()))
              .method(
                  exchange.getRequestMethod(),
                  BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
      exchange
          .getRequestHeaders()
          .forEach(
              (name, values) -> {
                if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                  values.forEach(value -> request.header(name, value));
                }
              });
      HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
      response
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (name.startsWith("x-amz") || name.equals("content-type")) {
                  exchange.getResponseHeaders().put(name, values);
                }
              });
      answer(exchange, response.statusCode(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
