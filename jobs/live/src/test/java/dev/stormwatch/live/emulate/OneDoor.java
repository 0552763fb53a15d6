package dev.stormwatch.live.emulate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stormwatch.live.emulate.EmulatedAws.Part;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One address for emulators that listen at several: a request says by its form whose it is. */
final class OneDoor implements AutoCloseable {

  private final Map<Part, String> endpoints;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Forward forward = new Forward();

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
      HttpResponse<byte[]> response =
          forward.send(
              endpoint,
              exchange,
              exchange.getRequestBody().readAllBytes(),
              name -> name.startsWith("x-amz") || name.equals("content-type"));
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
