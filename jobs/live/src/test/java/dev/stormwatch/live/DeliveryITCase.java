package dev.stormwatch.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.settings.DeliverySettings;
import dev.stormwatch.live.sns.Alerts;
import dev.stormwatch.live.sns.FaultySns;
import dev.stormwatch.live.sns.FaultySns.Trouble;
import dev.stormwatch.stream.Topology;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two topics, one of which is in trouble. The job is not restarted: a crash fails the test. */
@Timeout(120)
@ExtendWith(TestCredentials.class)
class DeliveryITCase {

  private static final String ILL = "arn:aws:sns:eu-west-1:123456789012:ill";
  private static final String WELL = "arn:aws:sns:eu-west-1:123456789012:well";
  private static final int ALERTS = 40;

  private MeasuredFlink flink;

  @BeforeEach
  void begin() throws Exception {
    flink = new MeasuredFlink();
  }

  @AfterEach
  void end() {
    flink.close();
  }

  /** Alerts of two seconds, with four checkpoints, through all that lies between pager and SNS. */
  private void run(FaultySns sns) throws Exception {
    Configuration configuration = Topology.configuration();
    configuration.setString("restart-strategy.type", "none");
    configuration.setString("execution.checkpointing.interval", "500 ms");
    StreamExecutionEnvironment environment = flink.environment(configuration);
    DeliverySettings delivery =
        Alerts.delivery(Alerts.topic(ILL, "") + ',' + Alerts.topic(WELL, ""), sns.endpoint());
    Delivery.to(
        delivery,
        environment
            .fromSource(
                new DataGeneratorSource<>(
                    number -> Alerts.of("cold-start-spike-" + number, 1, 2, Severity.PAGE),
                    ALERTS,
                    RateLimiterStrategy.perSecond(ALERTS / 2.0),
                    Topology.ALERT),
                WatermarkStrategy.noWatermarks(),
                "alerts")
            .uid("alerts"),
        Alerts.JSON);
    environment.execute();
  }

  private long counted(String topic, String metric) {
    return flink.metrics().stream()
        .filter(group -> String.join(" ", group.getKey().getScopeComponents()).contains(topic))
        .map(group -> group.getValue().get(metric))
        .filter(Counter.class::isInstance)
        .mapToLong(counter -> ((Counter) counter).getCount())
        .sum();
  }

  private static long of(String topic, List<String> accepted) {
    return Collections.frequency(accepted, topic);
  }

  @Test
  void aTopicThatAnswersTooLateHoldsUpNoOther() throws Exception {
    try (FaultySns sns = new FaultySns(1)) {
      sns.weather(
          (topic, request) -> topic.equals(ILL) && request == 1 ? Trouble.ANSWER_LATE : null);
      run(sns);
      List<String> by = sns.acceptedBy();
      assertThat(of(WELL, by)).isEqualTo(ALERTS);
      long late = by.lastIndexOf(WELL);
      assertThat(of(ILL, by.subList(0, (int) late)))
          .as("what came to it before all was said to the other: its first request")
          .isLessThanOrEqualTo(10);
      assertThat(of(ILL, by)).as("and that came twice, under the same ids").isGreaterThan(ALERTS);
      assertThat(new HashSet<>(sns.accepted())).hasSize(ALERTS);
      assertThat(counted(ILL, "alertsRetried")).isPositive();
      assertThat(counted(ILL, "alertsUndelivered")).isZero();
    }
  }

  @Test
  void wrongCredentialsAreCountedAndEndNoJob() throws Exception {
    try (FaultySns sns = new FaultySns(2)) {
      sns.weather((topic, request) -> topic.equals(ILL) ? Trouble.WRONG_CREDENTIALS : null);
      run(sns);
      assertThat(of(ILL, sns.acceptedBy())).isZero();
      assertThat(of(WELL, sns.acceptedBy())).isEqualTo(ALERTS);
      assertThat(counted(ILL, "alertsUndelivered")).isEqualTo(ALERTS);
      assertThat(counted(ILL, "alertsRetried")).as("nothing is tried twice").isZero();
      assertThat(counted(WELL, "alertsDelivered")).isEqualTo(ALERTS);
    }
  }

  @Test
  void aTopicDeletedInTheMiddleLosesOnlyWhatIsItsOwn() throws Exception {
    try (FaultySns sns = new FaultySns(3)) {
      sns.weather((topic, request) -> topic.equals(ILL) && request > 2 ? Trouble.NO_TOPIC : null);
      run(sns);
      long before = of(ILL, sns.acceptedBy());
      assertThat(before).isBetween(1L, ALERTS - 1L);
      assertThat(counted(ILL, "alertsDelivered")).isEqualTo(before);
      assertThat(counted(ILL, "alertsUndelivered")).isEqualTo(ALERTS - before);
      assertThat(of(WELL, sns.acceptedBy())).isEqualTo(ALERTS);
    }
  }
}
