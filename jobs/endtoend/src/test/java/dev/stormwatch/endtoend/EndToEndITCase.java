package dev.stormwatch.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stormwatch.live.emulate.EmulatedAws;
import java.net.URI;
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
@Timeout(400)
class EndToEndITCase {

  private static final int PORTIONS = 34;
  private static final long PAUSE_MILLIS = 400;

  @TempDir private Path folder;

  @Test
  void whatIsHeardLiveIsWhatAReplayOfTheSameRecordsSays() throws Exception {
    assumeTrue(EmulatedAws.mode() != EmulatedAws.Mode.NONE, EmulatedAws.ABSENT);
    try (Stage stage = Stage.open(folder);
        LambdaClient lambda = lambda(stage.awsEndpoint());
        Show show = stage.show("pool", Telemetry.of("storm-small-pool"), 2)) {
      String claims = function(lambda, "claims");
      Map<String, String> seen = new TreeMap<>();
      stage.gate.feedBegins();
      show.start("");
      show.feed(
          PORTIONS,
          PAUSE_MILLIS,
          portion -> seen.putAll(lambda.listTags(tags -> tags.resource(claims)).tags()));

      assertThat(show.expected).as("the recording's alerts").hasSize(3);
      assertThat(show.delivered()).containsExactlyElementsOf(show.expected);
      if (stage.reachesPagers()) {
        Await.until(
            "posts to the pager",
            Duration.ofSeconds(20),
            () -> show.receivers.paged(),
            posts -> posts.size() >= show.expected.size());
        assertThat(show.receivers.paged()).containsExactlyInAnyOrderElementsOf(show.expected);
      }
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

  private static String function(LambdaClient lambda, String name) {
    return lambda
        .createFunction(
            create ->
                create
                    .functionName(name)
                    .runtime(Runtime.PYTHON3_13)
                    .handler("index.handler")
                    .role(EmulatedAws.ROLE)
                    .code(code -> code.zipFile(SdkBytes.fromUtf8String("no zip"))))
        .functionArn();
  }
}
