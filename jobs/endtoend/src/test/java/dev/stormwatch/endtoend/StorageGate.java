package dev.stormwatch.endtoend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stormwatch.live.emulate.Forward;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands in front of an S3 that others wrote, which can stand still or refuse. */
final class StorageGate implements AutoCloseable {

  /** How it is with the storage. */
  enum Mood {
    WELL,
    /** Requests wait until it is well again. */
    STILL,
    /** 503, at once. */
    REFUSING
  }

  private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");

  private final String behind;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger troubled = new AtomicInteger();
  private Mood mood = Mood.WELL;

  private final Forward forward = new Forward();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  StorageGate(String behind) throws IOException {
    this.behind = behind;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::pass);
    server.start();
  }

  String endpoint() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  synchronized void feels(Mood now) {
    mood = now;
    notifyAll();
  }

  /** How many requests met a storage that was not well. */
  int troubled() {
    return troubled.get();
  }

  /** Waits while it stands still. */
  private synchronized Mood met() throws InterruptedException {
    if (mood != Mood.WELL) {
      troubled.incrementAndGet();
    }
    while (mood == Mood.STILL) {
      wait();
    }
    return mood;
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (met() == Mood.REFUSING) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      HttpResponse<byte[]> response =
          forward.send(behind, exchange, body, name -> !Forward.ofTheConnection(name));
      if (exchange.getRequestMethod().equals("HEAD")) {
        response
            .headers()
            .firstValue("content-length")
            .ifPresent(length -> exchange.getResponseHeaders().set("Content-Length", length));
      }
      byte[] answer = asOfAws(response.body());
      exchange.sendResponseHeaders(response.statusCode(), answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The end of an upload in parts has another name in moto, which AWS's own client does not know.
   */
  private static byte[] asOfAws(byte[] answer) {
    String ours = "CompleteMultipartUploadResponse";
    String text = new String(answer, StandardCharsets.ISO_8859_1);
    return text.contains(ours)
        ? text.replace(ours, "CompleteMultipartUploadResult").getBytes(StandardCharsets.ISO_8859_1)
        : answer;
  }

  void createBucket(String bucket) throws IOException, InterruptedException {
    ask("PUT", '/' + bucket);
  }

  /** The keys of a bucket's objects, a thousand at most. */
  List<String> keys(String bucket) throws IOException, InterruptedException {
    Matcher found = KEY.matcher(new String(ask("GET", '/' + bucket), StandardCharsets.UTF_8));
    List<String> keys = new ArrayList<>();
    while (found.find()) {
      keys.add(found.group(1));
    }
    return keys;
  }

  byte[] object(String bucket, String key) throws IOException, InterruptedException {
    return ask("GET", '/' + bucket + '/' + key);
  }

  private byte[] ask(String method, String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(behind + path))
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=test/20260302/us-east-1/s3/aws4_request,"
                    + " SignedHeaders=host, Signature=0")
            .method(method, BodyPublishers.noBody())
            .build();
    HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException(method + ' ' + path + ": " + new String(response.body()));
    }
    return response.body();
  }

  @Override
  public void close() {
    feels(Mood.WELL);
    server.stop(0);
    threads.shutdownNow();
  }
}
