package dev.stormwatch.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stormwatch.live.emulate.EmulatedAws;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Calls of Kinesis in its JSON protocol, which every emulator of it understands. */
final class AwsJson {

  static final ObjectMapper JSON = new ObjectMapper();
  static final String REGION = EmulatedAws.REGION;
  static final String ACCOUNT = "123456789012";

  private static final String SIGNED =
      "AWS4-HMAC-SHA256 Credential=%s/20260101/%s/kinesis/aws4_request,"
          + " SignedHeaders=host, Signature=none";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Of HTTP 1.1: what asks for more is not answered by every emulator. */
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String endpoint;
  private final String region;

  AwsJson(String endpoint, String region) {
    this.endpoint = endpoint;
    this.region = region;
  }

  HttpResponse<byte[]> raw(String target, byte[] body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint))
            .timeout(PATIENCE)
            .header("X-Amz-Target", target)
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("X-Amz-Date", "20260101T000000Z")
            .header("Authorization", SIGNED.formatted(ACCOUNT, region))
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    return HTTP.send(request, BodyHandlers.ofByteArray());
  }

  JsonNode call(String operation, ObjectNode body) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        raw("Kinesis_20131202." + operation, JSON.writeValueAsBytes(body));
    if (response.statusCode() != 200) {
      throw new IOException(operation + ": " + new String(response.body()));
    }
    return response.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(response.body());
  }
}
