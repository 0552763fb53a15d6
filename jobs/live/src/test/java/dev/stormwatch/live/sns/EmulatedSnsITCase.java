package dev.stormwatch.live.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.settings.DeliverySettings;
import dev.stormwatch.core.settings.TopicRoute;
import dev.stormwatch.live.TestCredentials;
import dev.stormwatch.live.emulate.EmulatedAws;
import dev.stormwatch.live.emulate.EmulatedAws.Part;
import dev.stormwatch.stream.Topology;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What subscribers of a topic receive, from an SNS that somebody else wrote. */
@Timeout(120)
@ExtendWith(TestCredentials.class)
class EmulatedSnsITCase {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static EmulatedAws aws;
  private static SnsClient sns;
  private static SqsClient sqs;

  @BeforeAll
  static void startTheEmulator() throws Exception {
    if (EmulatedAws.mode() == EmulatedAws.Mode.NONE) {
      return;
    }
    aws = EmulatedAws.start(Part.SNS);
    sns = SnsTopic.client(EmulatedAws.REGION, aws.endpoint(Part.SNS));
    sqs =
        SqsClient.builder()
            .region(Region.of(EmulatedAws.REGION))
            .endpointOverride(URI.create(aws.endpoint(Part.SNS)))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  /** Before each, so that each is reported as skipped. */
  @BeforeEach
  void thereIsAnEmulator() {
    assumeTrue(aws != null, EmulatedAws.ABSENT);
  }

  @AfterAll
  static void stopTheEmulator() {
    if (aws != null) {
      sns.close();
      sqs.close();
      aws.close();
    }
  }

  private static void send(String arn, String more, List<Alert> alerts) throws Exception {
    DeliverySettings delivery = Alerts.delivery(Alerts.topic(arn, more), aws.endpoint(Part.SNS));
    TopicRoute route = delivery.topics().get(0);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, Topology.configuration());
    environment
        .fromData(alerts, Topology.ALERT)
        .uid("alerts")
        .filter(alert -> SnsSink.takes(route, alert))
        .uid("route")
        .sinkTo(new SnsSink(route, delivery, Alerts.JSON))
        .uid("topic");
    environment.execute();
  }

  private static String queueOf(String topic, String name, String filter) {
    String url = sqs.createQueue(request -> request.queueName(name)).queueUrl();
    String arn =
        sqs.getQueueAttributes(
                request -> request.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    Map<String, String> attributes = filter.isEmpty() ? Map.of() : Map.of("FilterPolicy", filter);
    sns.subscribe(
        request -> request.topicArn(topic).protocol("sqs").endpoint(arn).attributes(attributes));
    return url;
  }

  private static List<JsonNode> received(String queue) throws IOException {
    List<JsonNode> envelopes = new ArrayList<>();
    while (true) {
      List<Message> messages =
          sqs.receiveMessage(request -> request.queueUrl(queue).maxNumberOfMessages(10)).messages();
      if (messages.isEmpty()) {
        return envelopes;
      }
      for (Message message : messages) {
        envelopes.add(JSON.readTree(message.body()));
        sqs.deleteMessage(
            request -> request.queueUrl(queue).receiptHandle(message.receiptHandle()));
      }
    }
  }

  private static List<Alert> story() {
    List<Alert> alerts = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      alerts.add(Alerts.of("cold-start-spike-page", i, 3, Severity.PAGE));
      alerts.add(Alerts.of("cold-start-spike-ticket", i, 3, Severity.TICKET));
      alerts.add(Alerts.of("cold-start-spike-info", i, 3, Severity.INFO));
    }
    return alerts;
  }

  @Test
  void aFilterPolicyFindsAFunctionAmongThoseOfAnAlert() throws Exception {
    assumeTrue(aws.snsIsWhole(), "this SNS knows no arrays");
    String topic = sns.createTopic(request -> request.name("functions")).topicArn();
    String mine =
        queueOf(topic, "mine", "{\"function\":[\"checkout\"],\"action\":[\"open\",\"resolve\"]}");
    String others = queueOf(topic, "others", "{\"function\":[\"search\"]}");
    send(topic, "", story());
    assertThat(received(mine)).hasSize(4);
    assertThat(received(others)).isEmpty();
  }

  private static JsonNode nativeAlert(JsonNode envelope) throws IOException {
    JsonNode message = JSON.readTree(envelope.get("Message").asText());
    return aws.snsIsWhole() ? message : JSON.readTree(message.get("default").asText());
  }

  /** What the states of these alarms are, in order. */
  private static List<String> states(List<JsonNode> envelopes) throws IOException {
    List<String> states = new ArrayList<>();
    for (JsonNode envelope : envelopes) {
      JsonNode alarm = JSON.readTree(envelope.get("Message").asText());
      assertThat(alarm.get("AlarmName").asText()).isEqualTo("cold-start-spike-page");
      String state = alarm.get("NewStateValue").asText();
      assertThat(envelope.get("Subject").asText()).startsWith(state + ": ");
      states.add(state);
    }
    return states;
  }

  @Test
  void aQueueGetsTheAlertsThatItsFilterPolicyLetsThrough() throws Exception {
    String topic = sns.createTopic(request -> request.name("native")).topicArn();
    String all = queueOf(topic, "all", "");
    String pages = queueOf(topic, "pages", "{\"severity\":[\"page\"]}");
    String ends = queueOf(topic, "ends", "{\"action\":[\"resolve\",\"expire\"]}");
    send(topic, "", story());

    assertThat(received(all)).as("pages and tickets").hasSize(6);
    assertThat(received(ends)).hasSize(2);
    List<JsonNode> envelopes = received(pages);
    assertThat(envelopes).hasSize(3);
    JsonNode alert = nativeAlert(envelopes.get(0));
    assertThat(alert.get("schema").asText()).isEqualTo("stormwatch.alert/1");
    assertThat(alert.get("incidentId").asText()).isEqualTo("cold-start-spike-page");
    assertThat(envelopes)
        .extracting(envelope -> envelope.at("/MessageAttributes/sequence/Value").asText())
        .containsExactly("1", "2", "3");
    assertThat(envelopes.get(0).get("Subject").asText())
        .isEqualTo("[PAGE] checkout: 40 % of calls are cold, usual 1 %");
  }

  @Test
  void aPagerGetsAnAlarm() throws Exception {
    String topic = sns.createTopic(request -> request.name("alarms")).topicArn();
    String queue = queueOf(topic, "pager", "");
    send(topic, ",\"format\":\"cloudwatch-alarm\",\"severities\":[\"page\"]", story());
    assertThat(states(received(queue))).containsExactly("ALARM", "ALARM", "OK");
  }

  @Test
  void aPagerGetsAnAlarmByHttp() throws Exception {
    assumeTrue(aws.snsIsWhole(), "this SNS reaches queues only");
    BlockingQueue<JsonNode> posts = new LinkedBlockingQueue<>();
    HttpServer pager =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    pager.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          posts.add(JSON.readTree(body));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    pager.start();
    try {
      String topic = sns.createTopic(request -> request.name("http-alarms")).topicArn();
      String address = "http://localhost:" + pager.getAddress().getPort() + "/";
      sns.subscribe(request -> request.topicArn(topic).protocol("http").endpoint(address));
      send(topic, ",\"format\":\"cloudwatch-alarm\",\"severities\":[\"page\"]", story());

      List<JsonNode> notifications = new ArrayList<>();
      while (notifications.size() < 3) {
        JsonNode post = posts.poll(20, TimeUnit.SECONDS);
        assertThat(post).as("after %s", notifications).isNotNull();
        if (post.path("Type").asText().equals("Notification")) {
          notifications.add(post);
        }
      }
      assertThat(states(notifications)).containsExactly("ALARM", "ALARM", "OK");
    } finally {
      pager.stop(0);
    }
  }

  @Test
  void aFifoQueueGetsThemInOrderAndOnce() throws Exception {
    String topic =
        sns.createTopic(
                request -> request.name("order.fifo").attributes(Map.of("FifoTopic", "true")))
            .topicArn();
    String url =
        sqs.createQueue(
                request ->
                    request
                        .queueName("order.fifo")
                        .attributes(Map.of(QueueAttributeName.FIFO_QUEUE, "true")))
            .queueUrl();
    String arn =
        sqs.getQueueAttributes(
                request -> request.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    sns.subscribe(request -> request.topicArn(topic).protocol("sqs").endpoint(arn));
    send(topic, ",\"severities\":[\"page\"]", story());
    send(topic, ",\"severities\":[\"page\"]", story());
    assertThat(received(url))
        .as("the second delivery has the same ids")
        .extracting(envelope -> envelope.at("/MessageAttributes/sequence/Value").asText())
        .containsExactly("1", "2", "3");
  }
}
