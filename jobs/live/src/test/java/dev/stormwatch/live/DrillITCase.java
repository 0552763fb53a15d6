package dev.stormwatch.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stormwatch.live.emulate.Child;
import dev.stormwatch.live.emulate.MotoServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** The drill, through log groups, subscription filters and a stream that others wrote. */
class DrillITCase {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path temp;

  /** One record of a shard fails six times and nothing else does: what pages, until it succeeds. */
  @Test
  void theDrillWritesWhatPagesAndLeavesNothing() throws Exception {
    Optional<Path> program = MotoServer.program();
    assumeTrue(program.isPresent(), "there is no moto_server on the PATH");
    assumeTrue(Files.isExecutable(program.get().resolveSibling("aws")), "nor an AWS CLI beside it");
    System.setProperty("aws.cborEnabled", "false");
    try (MotoServer moto = MotoServer.start(program.get());
        KinesisClient kinesis = client(KinesisClient.builder(), moto.endpoint());
        CloudWatchLogsClient logs = client(CloudWatchLogsClient.builder(), moto.endpoint())) {
      kinesis.createStream(request -> request.streamName("logs").shardCount(1));
      kinesis.waiter().waitUntilStreamExists(request -> request.streamName("logs"));

      String said = drill(moto.endpoint());

      assertThat(said).contains("/aws/lambda/stormwatch-drill  subscribed", "a page about");
      List<JsonNode> batches = batches(kinesis);
      assertThat(batches).filteredOn(batch -> is(batch, "ok")).hasSize(32);
      assertThat(batches.get(batches.size() - 2).path("firstSequenceNumber").asText())
          .isEqualTo("7");
      assertThat(batches.subList(batches.size() - 2, batches.size()))
          .allMatch(batch -> is(batch, "ok"));
      assertThat(batches)
          .filteredOn(batch -> is(batch, "failed"))
          .hasSize(6)
          .allSatisfy(
              batch -> assertThat(batch.path("firstSequenceNumber").asText()).isEqualTo("7"));
      assertThat(logs.describeLogGroups().logGroups()).isEmpty();
    }
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder, String endpoint) {
    return builder
        .region(Region.EU_WEST_1)
        .endpointOverride(URI.create(endpoint))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  private String drill(String endpoint) throws IOException, InterruptedException {
    ProcessBuilder command = new ProcessBuilder("../../deploy/drill", "--region", "eu-west-1");
    command
        .environment()
        .putAll(
            Map.of(
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "AWS_ENDPOINT_URL", endpoint,
                "STORMWATCH_STREAM_ARN", "arn:aws:kinesis:eu-west-1:123456789012:stream/logs",
                "STORMWATCH_SUBSCRIPTION_ROLE_ARN", "arn:aws:iam::123456789012:role/logs",
                "STORMWATCH_LOG_GROUP", "/aws/kinesis-analytics/stormwatch",
                "STORMWATCH_DRILL_SECONDS", "0"));
    Path log = temp.resolve("drill.log");
    Process process = Child.start(command.redirectErrorStream(true), log);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    String said = Files.readString(log);
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  private static boolean is(JsonNode batch, String outcome) {
    return batch.path("outcome").asText().equals(outcome);
  }

  private static List<JsonNode> batches(KinesisClient kinesis) throws IOException {
    String shard =
        kinesis.listShards(request -> request.streamName("logs")).shards().get(0).shardId();
    String iterator =
        kinesis
            .getShardIterator(
                request ->
                    request
                        .streamName("logs")
                        .shardId(shard)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    List<JsonNode> batches = new ArrayList<>();
    for (Record record : kinesis.getRecords(request -> request.shardIterator(iterator)).records()) {
      try (InputStream packed =
          new GZIPInputStream(new ByteArrayInputStream(record.data().asByteArray()))) {
        for (JsonNode event : JSON.readTree(packed).path("logEvents")) {
          String message = event.path("message").asText();
          if (message.startsWith("{")) {
            batches.add(JSON.readTree(message));
          }
        }
      }
    }
    return batches;
  }
}
