package dev.stormwatch.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stormwatch.live.emulate.EmulatedAws;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A topic, a queue and a pager that listen to it, and what they were told. */
final class Receivers implements AutoCloseable {

  static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

  private final EmulatedAws aws;
  private final SnsClient sns;
  private final SqsClient sqs;
  private final HttpServer pager;
  private final String topic;
  private final String queue;
  private final List<String> queued = new ArrayList<>();
  private final List<String> paged = new CopyOnWriteArrayList<>();

  Receivers(EmulatedAws aws, String name) throws IOException {
    this.aws = aws;
    URI address = URI.create(aws.endpoint());
    sns =
        SnsClient.builder()
            .region(Region.of(AwsJson.REGION))
            .credentialsProvider(CREDENTIALS)
            .endpointOverride(address)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    sqs =
        SqsClient.builder()
            .region(Region.of(AwsJson.REGION))
            .credentialsProvider(CREDENTIALS)
            .endpointOverride(address)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    pager = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    pager.createContext("/", this::page);
    pager.start();
    topic = sns.createTopic(request -> request.name(name)).topicArn();
    queue = sqs.createQueue(request -> request.queueName(name)).queueUrl();
    String arn =
        sqs.getQueueAttributes(
                request -> request.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    sns.subscribe(request -> request.topicArn(topic).protocol("sqs").endpoint(arn));
    if (aws.snsIsWhole()) {
      String http = "http://localhost:" + pager.getAddress().getPort() + "/";
      sns.subscribe(request -> request.topicArn(topic).protocol("http").endpoint(http));
    }
  }

  String topic() {
    return topic;
  }

  private void page(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode post = AwsJson.JSON.readTree(exchange.getRequestBody());
      if (post.path("Type").asText().equals("Notification")) {
        paged.add(post.path("Message").asText());
      }
      exchange.sendResponseHeaders(200, -1);
    }
  }

  /** Everything that the queue has held so far, in order, second deliveries included. */
  List<String> queued() throws IOException {
    while (true) {
      List<Message> messages =
          sqs.receiveMessage(request -> request.queueUrl(queue).maxNumberOfMessages(10)).messages();
      if (messages.isEmpty()) {
        return List.copyOf(queued);
      }
      for (Message message : messages) {
        String text = AwsJson.JSON.readTree(message.body()).path("Message").asText();
        queued.add(aws.snsIsWhole() ? text : AwsJson.JSON.readTree(text).path("default").asText());
        sqs.deleteMessage(
            request -> request.queueUrl(queue).receiptHandle(message.receiptHandle()));
      }
    }
  }

  /** What was posted to the pager so far. */
  List<String> paged() {
    return List.copyOf(paged);
  }

  @Override
  public void close() {
    pager.stop(0);
    sns.close();
    sqs.close();
  }
}
