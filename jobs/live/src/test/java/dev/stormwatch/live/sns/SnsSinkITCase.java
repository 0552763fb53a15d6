package dev.stormwatch.live.sns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.settings.DeliverySettings;
import dev.stormwatch.live.TestCredentials;
import dev.stormwatch.live.sns.FaultySns.Trouble;
import dev.stormwatch.stream.Topology;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Alerts through a job with checkpoints to an SNS that fails. For the figures in the README: {@code
 * -Dstormwatch.alerts=10000 -Dstormwatch.outageSeconds=120}.
 */
@ExtendWith(TestCredentials.class)
class SnsSinkITCase {

  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:on-call";
  private static final int ALERTS = Integer.getInteger("stormwatch.alerts", 200);
  private static final int OUTAGE_SECONDS = Integer.getInteger("stormwatch.outageSeconds", 1);
  private static final int MESSAGES_AN_INCIDENT = 5;

  /** Some incidents at a time, their messages in turn. */
  private static Alert alert(long number, int atATime) {
    long round = number / ((long) atATime * MESSAGES_AN_INCIDENT);
    int sequence = (int) (number / atATime % MESSAGES_AN_INCIDENT) + 1;
    String incident = "cold-start-spike-" + (round * atATime + number % atATime);
    return Alerts.of(incident, sequence, MESSAGES_AN_INCIDENT, Severity.PAGE);
  }

  /** Dies once. */
  private static final class Crash implements MapFunction<Alert, Alert> {
    private static final long serialVersionUID = 1L;
    private static final AtomicBoolean CRASHED = new AtomicBoolean();
    private final String at;

    private Crash(String at) {
      this.at = at;
    }

    @Override
    public Alert map(Alert alert) {
      if (alert.incidentId.equals(at) && CRASHED.compareAndSet(false, true)) {
        throw new IllegalStateException("a machine is lost");
      }
      return alert;
    }
  }

  private static void run(FaultySns sns, int alerts, int atATime, double perSecond)
      throws Exception {
    Configuration configuration = Topology.configuration();
    configuration.setString("restart-strategy.type", "fixed-delay");
    configuration.setString("restart-strategy.fixed-delay.attempts", "2");
    configuration.setString("restart-strategy.fixed-delay.delay", "100 ms");
    configuration.setString("execution.checkpointing.interval", "300 ms");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    DeliverySettings delivery = Alerts.delivery(Alerts.topic(TOPIC, ""), sns.endpoint());
    environment
        .fromSource(
            new DataGeneratorSource<>(
                number -> alert(number, atATime),
                alerts,
                RateLimiterStrategy.perSecond(perSecond),
                Topology.ALERT),
            WatermarkStrategy.noWatermarks(),
            "alerts")
        .uid("alerts")
        .map(new Crash("cold-start-spike-" + alerts / MESSAGES_AN_INCIDENT / 2))
        .returns(Topology.ALERT)
        .uid("crash")
        .sinkTo(new SnsSink(delivery.topics().get(0), delivery, Alerts.JSON))
        .uid("topic");
    environment.execute();
  }

  @Test
  @Timeout(1_800)
  void nothingIsLostAndOrderIsKeptThroughFaultsAnOutageAndACrash() throws Exception {
    Crash.CRASHED.set(false);
    long began = System.nanoTime();
    try (FaultySns sns = new FaultySns(1)) {
      sns.troubled(
          0.3,
          Trouble.THROTTLED,
          Trouble.UNAVAILABLE,
          Trouble.RESET,
          Trouble.ONE_ENTRY,
          Trouble.ANSWER_LOST);
      sns.outage(ALERTS / 3, OUTAGE_SECONDS * 1_000L);
      run(sns, ALERTS, 10, 500);
      List<String> accepted = sns.accepted();
      Set<String> different = new HashSet<>(accepted);
      assertThat(Crash.CRASHED).isTrue();
      assertThat(different).as("none is lost").hasSize(ALERTS);
      assertThat(firstDeliveriesOutOfOrder(accepted)).isZero();
      assertThat(accepted.size()).as("answers were lost, so some came twice").isGreaterThan(ALERTS);
      System.out.printf(
          "%d alerts in %d s: %d accepted, %d of them again, troubles %s%n",
          ALERTS,
          (System.nanoTime() - began) / 1_000_000_000,
          accepted.size(),
          accepted.size() - different.size(),
          sns.troubles());
    }
  }

  /** How many messages of an incident came for the first time before one that precedes them. */
  private static int firstDeliveriesOutOfOrder(List<String> accepted) {
    Map<String, Integer> reached = new HashMap<>();
    int outOfOrder = 0;
    for (String id : accepted) {
      int dash = id.lastIndexOf('-');
      int sequence = Integer.parseInt(id.substring(dash + 1));
      int before = reached.getOrDefault(id.substring(0, dash), 0);
      outOfOrder += sequence > before + 1 ? 1 : 0;
      reached.put(id.substring(0, dash), Math.max(before, sequence));
    }
    return outOfOrder;
  }

  /** Their messages lie side by side in a batch of which one is refused. */
  @Test
  @Timeout(120)
  void aMessageIsNotOvertakenByItsSuccessor() throws Exception {
    Crash.CRASHED.set(true);
    try (FaultySns sns = new FaultySns(3)) {
      sns.troubled(0.5, Trouble.ONE_ENTRY);
      run(sns, 60, 1, 1_000);
      assertThat(new HashSet<>(sns.accepted())).hasSize(60);
      assertThat(sns.troubles()).containsKey(Trouble.ONE_ENTRY);
      assertThat(firstDeliveriesOutOfOrder(sns.accepted())).isZero();
    }
  }

  @Test
  @Timeout(120)
  void aTopicThatIsNotThereEndsNoJob() throws Exception {
    Crash.CRASHED.set(true);
    try (FaultySns sns = new FaultySns(2)) {
      sns.troubled(1, Trouble.NO_TOPIC, Trouble.FORBIDDEN);
      run(sns, 30, 10, 1_000);
      assertThat(sns.accepted()).isEmpty();
      assertThat(sns.troubles().values().stream().mapToInt(n -> n).sum())
          .as("each batch is tried once")
          .isBetween(3, 30);
    }
  }
}
