package dev.stormwatch.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Runtime;

/**
 * From records in Kinesis to a queue, a pager and tags: the jar that is uploaded, in a cluster of
 * other processes, between an AWS that others wrote.
 */
@Timeout(240)
class EndToEndITCase {

  private static final int PORTIONS = 34;
  private static final long PAUSE_MILLIS = 400;

  @TempDir private Path folder;

  @Test
  void whatIsHeardLiveIsWhatAReplayOfTheSameRecordsSays() throws Exception {
    assumeTrue(Emulator.has(Emulator.MOTO), Emulator.ABSENT);
    try (Stage stage = Stage.open(folder);
        LambdaClient lambda = lambda(stage.awsEndpoint());
        Stage.Show show = stage.show("pool", Telemetry.of("storm-small-pool"), 2)) {
      String claims = function(lambda, stage.awsEndpoint(), "claims");
      Map<String, String> seen = new TreeMap<>();
      stage.gate.feedBegins();
      show.start("");
      show.feed(
          PORTIONS,
          PAUSE_MILLIS,
          portion -> seen.putAll(lambda.listTags(tags -> tags.resource(claims)).tags()));

      assertThat(show.expected).as("the recording's alerts").hasSize(3);
      assertThat(show.delivered()).containsExactlyElementsOf(show.expected);
      Await.until(
          "posts to the pager",
          Duration.ofSeconds(20),
          () -> show.receivers.paged(),
          posts -> posts.size() >= show.expected.size());
      assertThat(show.receivers.paged()).containsExactlyInAnyOrderElementsOf(show.expected);
      assertThat(seen).containsEntry("stormwatch:suspect", "connection-exhaustion");
      Await.until(
          "the tags' end",
          Duration.ofSeconds(20),
          () -> lambda.listTags(tags -> tags.resource(claims)).tags(),
          Map::isEmpty);
      assertThat(stage.cluster.restarts(show.job)).isZero();
    }
  }

  private static LambdaClient lambda(String endpoint) {
    return LambdaClient.builder()
        .region(Region.of(AwsJson.REGION))
        .credentialsProvider(Receivers.CREDENTIALS)
        .endpointOverride(URI.create(endpoint))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  private static String function(LambdaClient lambda, String endpoint, String name)
      throws Exception {
    String role =
        "Action=CreateRole&Version=2010-05-08&RoleName=lambda&AssumeRolePolicyDocument=%7B%7D";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint))
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=test/20260302/us-east-1/iam/aws4_request,"
                    + " SignedHeaders=host, Signature=none")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(role))
            .build();
    HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
    return lambda
        .createFunction(
            create ->
                create
                    .functionName(name)
                    .runtime(Runtime.PYTHON3_13)
                    .handler("index.handler")
                    .role("arn:aws:iam::" + AwsJson.ACCOUNT + ":role/lambda")
                    .code(code -> code.zipFile(SdkBytes.fromUtf8String("no zip"))))
        .functionArn();
  }
}
