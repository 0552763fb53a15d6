package dev.stormwatch.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.stormwatch.stream.Topology;
import java.time.Clock;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.connectors.kinesis.config.ConsumerConfigConstants;
import org.apache.flink.streaming.connectors.kinesis.internals.publisher.fanout.FanOutRecordPublisherConfiguration;
import org.junit.jupiter.api.Test;

/** What the connector is told, in its own words, and that it understands them. */
class KinesisSourceTest {

  private static final String REGION = "eu-west-1";
  private static final String STREAM = "arn:aws:kinesis:eu-west-1:123456789012:stream/logs";

  private static LiveProperties live(String... pairs) {
    Properties group = new Properties();
    group.setProperty("stream.arn", STREAM);
    for (int i = 0; i < pairs.length; i += 2) {
      group.setProperty(pairs[i], pairs[i + 1]);
    }
    return new LiveProperties(Map.of(LiveProperties.GROUP, group), Clock.systemUTC());
  }

  /** Not for a fan-out consumer, who would be registered. */
  private static void takes(LiveProperties properties) {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, Topology.configuration());
    assertThatCode(() -> KinesisSource.open(environment, properties, REGION))
        .doesNotThrowAnyException();
  }

  @Test
  void aFanOutConsumerIsRegisteredUnderItsNameForTheStream() {
    LiveProperties properties = live("fan.out.consumer", "stormwatch");
    FanOutRecordPublisherConfiguration understood =
        new FanOutRecordPublisherConfiguration(
            KinesisSource.configuration(properties, REGION), properties.streams(REGION));

    assertThat(understood.getEfoRegistrationType())
        .as("once, by who starts the job")
        .isEqualTo(ConsumerConfigConstants.EFORegistrationType.EAGER);
    assertThat(understood.getConsumerName()).contains("stormwatch");
    assertThat(understood.getStreamConsumerArn("logs")).as("registered, not given").isEmpty();
  }

  @Test
  void whoPollsDoesItAtThePaceThatWasAskedFor() {
    LiveProperties properties = live("poll.millis", "250", "shard.discovery.seconds", "20");
    assertThat(KinesisSource.configuration(properties, REGION))
        .containsEntry(ConsumerConfigConstants.SHARD_GETRECORDS_INTERVAL_MILLIS, "250")
        .containsEntry(ConsumerConfigConstants.SHARD_DISCOVERY_INTERVAL_MILLIS, "20000")
        .doesNotContainKey(ConsumerConfigConstants.RECORD_PUBLISHER_TYPE);
    takes(properties);
  }

  @Test
  void aFirstStartBeginsAtAnInstantThatTheConnectorReads() {
    LiveProperties properties = live("initial.position", "2026-03-02T10:00:00.250Z");
    assertThat(KinesisSource.configuration(properties, REGION))
        .containsEntry(ConsumerConfigConstants.STREAM_INITIAL_POSITION, "AT_TIMESTAMP")
        .containsEntry(ConsumerConfigConstants.STREAM_INITIAL_TIMESTAMP, "1772445600.250");
    takes(properties);
  }
}
