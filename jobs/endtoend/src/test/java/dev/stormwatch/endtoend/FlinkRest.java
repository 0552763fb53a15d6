package dev.stormwatch.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The REST interface of a JobManager on this machine. */
final class FlinkRest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final int port;
  private final Duration patience;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * @param patience how long an answer may take
   */
  FlinkRest(int port, Duration patience) {
    this.port = port;
    this.patience = patience;
  }

  /**
   * Hands a jar in.
   *
   * @return its id
   */
  String upload(Path file) throws IOException, InterruptedException {
    String boundary = "stormwatch-jar";
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"%s\"\r\n"
            + "Content-Type: application/x-java-archive\r\n\r\n";
    body.write(head.formatted(boundary, file.getFileName()).getBytes(StandardCharsets.UTF_8));
    body.write(Files.readAllBytes(file));
    body.write("\r\n--%s--\r\n".formatted(boundary).getBytes(StandardCharsets.UTF_8));
    String name =
        send(
                "POST",
                "/jars/upload",
                BodyPublishers.ofByteArray(body.toByteArray()),
                "multipart/form-data; boundary=" + boundary)
            .path("filename")
            .asText();
    return name.substring(name.lastIndexOf('/') + 1);
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return send("GET", path, "");
  }

  /**
   * Sends a body of JSON.
   *
   * @throws IOException also where the answer is no success; it says what Flink said
   */
  JsonNode send(String method, String path, String body) throws IOException, InterruptedException {
    return send(method, path, BodyPublishers.ofString(body), "application/json");
  }

  private JsonNode send(String method, String path, BodyPublisher body, String type)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .header("Content-Type", type)
            .timeout(patience)
            .method(method, body)
            .build();
    var response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() >= 400) {
      throw new IOException(method + ' ' + path + ": " + response.body());
    }
    return JSON.readTree(response.body());
  }
}
