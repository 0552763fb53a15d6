package dev.stormwatch.live.tags;

import dev.stormwatch.core.notify.SuspectTags;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.LambdaClientBuilder;

/** Our tags on Lambda functions. */
final class LambdaTags implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final int TOO_MANY = 429;
  private static final int SERVER = 500;

  private final LambdaClient client;

  LambdaTags(String region, String endpoint) {
    LambdaClientBuilder builder =
        LambdaClient.builder()
            .region(Region.of(region))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(ANSWER))
            .overrideConfiguration(
                override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()));
    if (!endpoint.isEmpty()) {
      builder.endpointOverride(URI.create(endpoint));
    }
    client = builder.build();
  }

  LambdaClient client() {
    return client;
  }

  /** Gives a function these of our tags, or takes all of ours away. */
  void apply(TagChange change) {
    if (change.tags.isEmpty()) {
      client.untagResource(request -> request.resource(change.function).tagKeys(SuspectTags.KEYS));
    } else {
      client.tagResource(request -> request.resource(change.function).tags(change.tags));
    }
  }

  Map<String, String> of(String function) {
    return client.listTags(request -> request.resource(function)).tags();
  }

  /** Will trying again help? */
  static boolean passes(RuntimeException failure) {
    if (!(failure instanceof AwsServiceException)) {
      return true;
    }
    int status = ((AwsServiceException) failure).statusCode();
    return status == TOO_MANY || status >= SERVER;
  }

  @Override
  public void close() {
    client.close();
  }
}
