package dev.stormwatch.live.tags;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.incident.Alert;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.settings.DeliverySettings;
import dev.stormwatch.stream.Topology;
import dev.stormwatch.telemetry.json.SettingsReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job that is told a story of alerts, as far as the test says, and tags what they are about. */
final class AlertFeed {

  /** How far the story has come; its last message is told again and again. */
  static final AtomicInteger UP_TO = new AtomicInteger();

  private static final double ALERTS_PER_SECOND = 5;
  private static final long T = Instant.parse("2026-03-02T10:00:00Z").toEpochMilli();

  private AlertFeed() {}

  /** A message of a queue that a function cannot process. */
  static Alert poison(Action action, int sequence, String function, String queue) {
    return alert(
        "poison-record-1",
        Kind.POISON_RECORD,
        Subject.queue(new FunctionId("123456789012", "eu-west-1", function), queue, "m-1"),
        action,
        sequence);
  }

  static Alert storm(Action action, int sequence, List<String> functions) {
    return alert(
        "connection-exhaustion-1",
        Kind.CONNECTION_EXHAUSTION,
        Subject.database("123456789012", "eu-west-1", "orders-db", functions),
        action,
        sequence);
  }

  private static Alert alert(
      String incident, Kind kind, Subject subject, Action action, int sequence) {
    Finding finding =
        new Finding(
            kind,
            subject,
            Severity.PAGE,
            action == Action.RESOLVE,
            T,
            "it is bad",
            new Measure("measure", 97, "calls", 77, 60, 400, 20),
            new Impact(false, Long.MIN_VALUE, ""),
            List.of(),
            List.of());
    return Alert.about(finding, incident, sequence, action, T + sequence * 60_000L)
        .severity(Severity.PAGE)
        .onset(T)
        .build();
  }

  /** A job without end that is told of these alerts, see {@link #UP_TO}. */
  static JobClient job(String endpoint, String more, List<Alert> alerts) throws Exception {
    DeliverySettings delivery =
        SettingsReader.delivery(
            "{\"endpoint\":\"" + endpoint + "\",\"tags\":{\"callsPerSecond\":5" + more + "}}");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, Topology.configuration());
    ArrayList<Alert> listed = new ArrayList<>(alerts);
    TagSink.attach(
        environment
            .fromSource(
                new DataGeneratorSource<>(
                    new Listed(listed),
                    Long.MAX_VALUE,
                    RateLimiterStrategy.perSecond(ALERTS_PER_SECOND),
                    Topology.ALERT),
                WatermarkStrategy.noWatermarks(),
                "alerts")
            .uid("alerts"),
        delivery,
        "eu-west-1");
    return environment.executeAsync();
  }

  private static final class Listed implements GeneratorFunction<Long, Alert> {
    private static final long serialVersionUID = 1L;

    private final ArrayList<byte[]> alerts = new ArrayList<>();

    private Listed(List<Alert> alerts) throws IOException {
      for (Alert alert : alerts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Alert.ByteCodec().write(alert, new DataOutputStream(bytes));
        this.alerts.add(bytes.toByteArray());
      }
    }

    @Override
    public Alert map(Long number) throws IOException {
      byte[] bytes = alerts.get((int) Math.min(number, UP_TO.get()));
      Alert.ByteCodec codec = new Alert.ByteCodec();
      return codec.read(codec.version(), new DataInputStream(new ByteArrayInputStream(bytes)));
    }
  }
}
