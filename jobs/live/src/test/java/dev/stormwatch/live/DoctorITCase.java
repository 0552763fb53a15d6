package dev.stormwatch.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stormwatch.live.doctor.Check;
import dev.stormwatch.live.doctor.Check.Level;
import dev.stormwatch.live.emulate.MotoServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.sns.SnsClient;

/** A broken set-up on services that others wrote: each fault is named, and what to do about it. */
@ExtendWith(TestCredentials.class)
class DoctorITCase {

  private static final String ACCOUNT = "123456789012";
  private static final String STREAM = "arn:aws:kinesis:eu-west-1:" + ACCOUNT + ":stream/logs";
  private static final String TOPIC = "arn:aws:sns:eu-west-1:" + ACCOUNT + ":";

  private static MotoServer moto;

  @TempDir private Path temp;

  @BeforeAll
  static void build() throws Exception {
    Optional<Path> program = MotoServer.program();
    assumeTrue(program.isPresent(), "there is no moto_server on the PATH");
    System.setProperty("aws.cborEnabled", "false");
    moto = MotoServer.start(program.get());
    try (KinesisClient kinesis = client(KinesisClient.builder());
        SnsClient sns = client(SnsClient.builder());
        CloudWatchLogsClient logs = client(CloudWatchLogsClient.builder())) {
      for (String stream : List.of("logs", "empty")) {
        kinesis.createStream(request -> request.streamName(stream).shardCount(1));
        kinesis.waiter().waitUntilStreamExists(request -> request.streamName(stream));
      }
      sns.createTopic(request -> request.name("heard"));
      sns.subscribe(
          request ->
              request
                  .topicArn(TOPIC + "heard")
                  .protocol("sqs")
                  .endpoint("arn:aws:sqs:eu-west-1:" + ACCOUNT + ":q"));
      sns.createTopic(request -> request.name("unheard"));
      sns.createTopic(
          request -> request.name("first.fifo").attributes(Map.of("FifoTopic", "true")));
      sns.subscribe(
          request ->
              request
                  .topicArn(TOPIC + "first.fifo")
                  .protocol("https")
                  .endpoint("https://pager.example/secret-key"));
      for (String group :
          List.of(
              "/aws/lambda/checkout",
              "/aws/lambda/catalog",
              "/aws/lambda/errors-only",
              "/aws/lambda/test-a",
              "/aws/kinesis-analytics/stormwatch")) {
        logs.createLogGroup(request -> request.logGroupName(group));
      }
      subscribe(logs, "/aws/lambda/checkout", "");
      subscribe(logs, "/aws/lambda/errors-only", "ERROR");
      subscribe(logs, "/aws/kinesis-analytics/stormwatch", "");
    }
  }

  private static void subscribe(CloudWatchLogsClient logs, String group, String pattern) {
    logs.putSubscriptionFilter(
        request ->
            request
                .logGroupName(group)
                .filterName("stormwatch")
                .filterPattern(pattern)
                .destinationArn(STREAM)
                .roleArn("arn:aws:iam::" + ACCOUNT + ":role/logs"));
  }

  private static <C, B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>> C client(
      B builder) {
    return builder
        .region(Region.EU_WEST_1)
        .endpointOverride(URI.create(moto.endpoint()))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  @AfterAll
  static void stop() {
    System.clearProperty("aws.cborEnabled");
    if (moto != null) {
      moto.close();
    }
  }

  private List<Check> look(String properties, String runtime) throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("properties.json"),
            "[{\"PropertyGroupId\":\"Stormwatch\",\"PropertyMap\":" + properties + "}]");
    return Doctor.look(file, runtime, moto.endpoint());
  }

  private static List<String> said(List<Check> checks, Level level) {
    return checks.stream()
        .filter(check -> check.level == level)
        .map(check -> check.of + " " + check.subject + ": " + check.text + " → " + check.remedy)
        .collect(Collectors.toList());
  }

  @Test
  void aSetUpThatWorksHasNoFault() throws IOException {
    try (CloudWatchLogsClient logs = client(CloudWatchLogsClient.builder())) {
      logs.deleteSubscriptionFilter(
          request ->
              request.logGroupName("/aws/kinesis-analytics/stormwatch").filterName("stormwatch"));
      List<Check> checks =
          look(
              "{\"stream.arn\":\""
                  + STREAM
                  + "\",\"settings\":{\"ignore\":[\"*/test-*\"]},"
                  + "\"delivery\":{\"topics\":[{\"arn\":\""
                  + TOPIC
                  + "heard\"}],"
                  + "\"tags\":{\"enabled\":false}}}",
              "FLINK-1_20");
      subscribe(logs, "/aws/kinesis-analytics/stormwatch", "");

      assertThat(said(checks, Level.FAULT)).isEmpty();
      assertThat(said(checks, Level.OK))
          .anyMatch(text -> text.contains("ACTIVE, 1 shard,"))
          .anyMatch(text -> text.contains("can be read with these credentials"))
          .anyMatch(text -> text.contains("2 of 3 log groups are sent here"))
          .anyMatch(text -> text.contains("delivers to sqs q"));
    }
  }

  @Test
  void eachFaultOfABrokenSetUpIsNamed() throws IOException {
    List<Check> checks =
        look(
            "{\"stream.arn\":\""
                + STREAM
                + "\",\"delivery\":{\"topics\":["
                + "{\"arn\":\""
                + TOPIC
                + "gone\"},{\"arn\":\""
                + TOPIC
                + "unheard\"},"
                + "{\"arn\":\""
                + TOPIC
                + "first.fifo\"}]}}",
            "FLINK-2_2");

    assertThat(said(checks, Level.FAULT))
        .anyMatch(text -> text.contains("FLINK-2_2") && text.contains("FLINK-1_20"))
        .anyMatch(
            text ->
                text.contains("/aws/kinesis-analytics/stormwatch: ")
                    && text.contains("a loop that feeds itself")
                    && text.endsWith("--filter-name stormwatch"))
        .anyMatch(text -> text.contains("gone: is not there"))
        .anyMatch(text -> text.contains("unheard: nobody would hear a page"))
        .anyMatch(
            text ->
                text.contains("first.fifo: is a FIFO topic, which never delivers to https://pager")
                    && text.contains("nobody else to hear a page")
                    && !text.contains("secret-key"))
        .hasSize(5);
    assertThat(said(checks, Level.WARNING))
        .anyMatch(text -> text.contains("lets only \"ERROR\" through"))
        .anyMatch(
            text ->
                text.contains("nothing will be known of /aws/lambda/catalog, /aws/lambda/test-a"))
        .anyMatch(text -> text.contains("tags eu-west-1: there is no function here"));
  }

  @Test
  void aStreamThatIsNotThereOrThatNothingIsSentTo() throws IOException {
    assertThat(said(look("{\"stream.arn\":\"" + STREAM + "s\"}", "FLINK-1_20"), Level.FAULT))
        .anyMatch(text -> text.contains("stream/logss: is not there"))
        .anyMatch(
            text ->
                text.contains("not one of 4 functions' log groups is sent to the stream")
                    && text.contains("aws logs put-subscription-filter"));
  }
}
