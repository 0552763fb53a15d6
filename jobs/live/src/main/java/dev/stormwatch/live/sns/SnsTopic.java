package dev.stormwatch.live.sns;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.SnsClientBuilder;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;

/** A topic and the client that publishes to it. */
final class SnsTopic implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration ALL = Duration.ofSeconds(10);

  final String arn;
  private final SnsClient client;

  SnsTopic(String arn, SnsClient client) {
    this.arn = arn;
    this.client = client;
  }

  /** Without retries of its own: how often is tried is decided, and counted, in one place. */
  static SnsClient client(String region, String endpoint) {
    SnsClientBuilder builder =
        SnsClient.builder()
            .region(Region.of(region))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(ANSWER))
            .overrideConfiguration(
                override ->
                    override.apiCallTimeout(ALL).retryStrategy(AwsRetryStrategy.doNotRetry()));
    if (!endpoint.isEmpty()) {
      builder.endpointOverride(URI.create(endpoint));
    }
    return builder.build();
  }

  /** Publishes messages of different incidents; answers which failed, by place in the list. */
  Map<Integer, BatchResultErrorEntry> publish(List<SnsMessage> messages) {
    PublishBatchRequestEntry[] entries = new PublishBatchRequestEntry[messages.size()];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = entry(i, messages.get(i));
    }
    Map<Integer, BatchResultErrorEntry> failed = new HashMap<>();
    client
        .publishBatch(request -> request.topicArn(arn).publishBatchRequestEntries(entries))
        .failed()
        .forEach(entry -> failed.put(Integer.parseInt(entry.id()), entry));
    return failed;
  }

  private PublishBatchRequestEntry entry(int place, SnsMessage message) {
    Map<String, MessageAttributeValue> attributes = new HashMap<>();
    message.attributes.forEach(
        (name, value) ->
            attributes.put(
                name,
                MessageAttributeValue.builder()
                    .dataType(type(name, value))
                    .stringValue(value)
                    .build()));
    PublishBatchRequestEntry.Builder entry =
        PublishBatchRequestEntry.builder()
            .id(Integer.toString(place))
            .subject(message.subject)
            .message(message.body)
            .messageAttributes(attributes);
    if (message.byProtocol) {
      entry.messageStructure("json");
    }
    if (arn.endsWith(".fifo")) {
      entry.messageGroupId(message.incidentId).messageDeduplicationId(message.messageId);
    }
    return entry.build();
  }

  private static String type(String name, String value) {
    return name.equals("sequence") ? "Number" : value.startsWith("[") ? "String.Array" : "String";
  }

  @Override
  public void close() {
    client.close();
  }
}
