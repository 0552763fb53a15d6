package dev.stormwatch.live.emulate;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** Hands a request on to a server behind, and what its headers say back. */
public final class Forward {

  /** What a client sets by itself. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "http2-settings",
          "transfer-encoding",
          "upgrade");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Is a header, in lower case, about the connection alone? */
  public static boolean ofTheConnection(String header) {
    return OF_THE_CONNECTION.contains(header);
  }

  /**
   * Sends a request on.
   *
   * @param endpoint of the server behind
   * @param body of the request, which is read already
   * @param back which headers of the answer, in lower case, the exchange's answer gets
   */
  public HttpResponse<byte[]> send(
      String endpoint, HttpExchange exchange, byte[] body, Predicate<String> back)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(endpoint + exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!ofTheConnection(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (back.test(name)) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    return response;
  }
}
