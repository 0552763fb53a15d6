package dev.stormwatch.live.tags;

import dev.stormwatch.core.notify.SuspectTags;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.LambdaClientBuilder;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;

/** Our tags on Lambda functions and event source mappings. */
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

  /** Gives a function or mapping these of our tags, or takes all of ours away. */
  void apply(TagChange change) {
    if (change.tags.isEmpty()) {
      client.untagResource(request -> request.resource(change.resource).tagKeys(SuspectTags.KEYS));
    } else {
      client.tagResource(request -> request.resource(change.resource).tags(change.tags));
    }
  }

  Map<String, String> of(String resource) {
    return client.listTags(request -> request.resource(resource)).tags();
  }

  /** ARNs of the mappings from a source to a function; a source has few. */
  List<String> of(SuspectMapping mapping) {
    return client
        .listEventSourceMappings(request -> request.eventSourceArn(mapping.source))
        .eventSourceMappings()
        .stream()
        .filter(row -> row.functionArn() != null && mapping.feeds(row.functionArn()))
        .map(EventSourceMappingConfiguration::eventSourceMappingArn)
        .filter(Objects::nonNull)
        .collect(Collectors.toList());
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
