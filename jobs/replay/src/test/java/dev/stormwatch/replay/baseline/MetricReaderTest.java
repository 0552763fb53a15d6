package dev.stormwatch.replay.baseline;

import static dev.stormwatch.replay.Telemetry.end;
import static dev.stormwatch.replay.Telemetry.error;
import static dev.stormwatch.replay.Telemetry.report;
import static dev.stormwatch.replay.Telemetry.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.replay.Telemetry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricReaderTest {

  private final Telemetry telemetry = new Telemetry();

  private Minute minute(int number) {
    return Views.only(Views.of(telemetry)).at(Views.minute(number));
  }

  @Test
  void callsStandInTheMinuteInWhichTheyEndedWheneverTheirLinesArrived() {
    telemetry
        .call("checkout", Telemetry.minute(2) - 1, 100)
        .coldCall("checkout", Telemetry.minute(2), 300);

    assertThat(minute(1).invocations).isEqualTo(1);
    assertThat(minute(2).invocations).isEqualTo(1);
    assertThat(minute(2).coldStarts).isEqualTo(1);
    assertThat(minute(2).coldShare()).isEqualTo(1);
    assertThat(minute(2).meanDurationMicros()).isEqualTo(300_000);
    assertThat(minute(2).memoryShare()).isEqualTo(0.25);
    assertThat(minute(3)).isSameAs(Minute.EMPTY);
  }

  @Test
  void aTimeoutThatShowsInTwoRecordsIsOneFailure() {
    String id = telemetry.request();
    telemetry
        .log(
            "checkout",
            Telemetry.minute(1),
            start(id),
            end(id),
            report(id, 3000, "Status: timeout\t"))
        .log(
            "checkout",
            Telemetry.minute(1.01),
            "2026-03-02T10:01:00.600Z " + id + " Task timed out after 3.00 seconds");

    assertThat(minute(1).invocations).isEqualTo(1);
    assertThat(minute(1).failures).isEqualTo(1);
    assertThat(minute(1).timeouts).isEqualTo(1);
    assertThat(Views.of(telemetry).failures()).hasSize(1);
  }

  @Test
  void aRetryThatFailsAgainIsASecondFailure() {
    String id = telemetry.request();
    for (int attempt : new int[] {1, 2}) {
      telemetry.log(
          "checkout",
          Telemetry.minute(attempt),
          start(id),
          error("ValueError"),
          end(id),
          report(id, 10, ""));
    }

    assertThat(minute(1).failures).isEqualTo(1);
    assertThat(minute(2).failures).isEqualTo(1);
    assertThat(minute(2).errorTypes).containsExactly("ValueError");
  }

  @Test
  void aRecordThatComesTwiceCountsOnce() {
    telemetry.failedCall("checkout", Telemetry.minute(1), 10, "ValueError").again();

    assertThat(minute(1).invocations).isEqualTo(1);
    assertThat(minute(1).failures).isEqualTo(1);
  }

  @Test
  void aReportThatAFunctionPrintedIsNotCounted() {
    String id = telemetry.request();
    telemetry.log(
        "checkout",
        Telemetry.minute(1),
        start(id),
        report(telemetry.request(), 99_000, ""),
        end(id),
        report(id, 10, ""));

    assertThat(minute(1).invocations).isEqualTo(1);
    assertThat(minute(1).maxDurationMicros).isEqualTo(10_000);
  }

  @Test
  void concurrencyIsTheBusiestTenSeconds() {
    for (int i = 0; i < 4; i++) {
      telemetry.call("checkout", Telemetry.minute(1) + 10_000, 10_000);
    }

    assertThat(minute(1).concurrency).isCloseTo(4, within(0.01));
  }

  @Test
  void whatTheProcessorKilledForMemoryIsOutOfMemory() {
    String id = telemetry.request();
    telemetry.log(
        "checkout",
        Telemetry.minute(1),
        start(id),
        "RequestId: " + id + " Error: Runtime exited with error: signal: killed",
        end(id),
        report(id, 10, ""));

    assertThat(minute(1).outOfMemory).isEqualTo(1);
    assertThat(minute(1).failures).isEqualTo(1);
  }

  @Test
  void gaugesAndIteratorAgesAreTheHighestOfTheirMinute() {
    for (int connections : new int[] {70, 90, 60}) {
      telemetry.log("probe", Telemetry.minute(1), gauge(connections));
    }
    telemetry.log(
        "worker",
        Telemetry.minute(1),
        "{\"eventSourceARN\":\"arn:aws:kinesis:eu-west-1:123456789012:stream/orders\","
            + "\"shardId\":\"shardId-1\",\"firstSequenceNumber\":\"1\",\"lastSequenceNumber\":\"9\","
            + "\"batchSize\":9,\"iteratorAgeMs\":61000,\"outcome\":\"ok\"}");

    MetricView view = Views.of(telemetry);

    assertThat(view.database("orders-db").connections(Views.minute(1))).isEqualTo(90);
    assertThat(view.connectionLimit("orders-db")).isEqualTo(100);
    assertThat(
            Views.of(telemetry, new Estate(List.of(), Map.of("orders-db", 80L)))
                .connectionLimit("orders-db"))
        .as("what the owner says holds")
        .isEqualTo(80);
    assertThat(view.functions())
        .filteredOn(metrics -> metrics.function.name().equals("worker"))
        .extracting(metrics -> metrics.at(Views.minute(1)).iteratorAgeMillis)
        .containsExactly(61_000L);
  }

  static String gauge(int connections) {
    return "{\"_aws\":{\"Timestamp\":"
        + Telemetry.minute(1)
        + ",\"CloudWatchMetrics\":[{\"Namespace\":\"db\",\"Dimensions\":[[\"DBInstanceIdentifier\"]],"
        + "\"Metrics\":[{\"Name\":\"DatabaseConnections\"},{\"Name\":\"MaxDatabaseConnections\"}]}]},"
        + "\"DBInstanceIdentifier\":\"orders-db\",\"DatabaseConnections\":"
        + connections
        + ",\"MaxDatabaseConnections\":100}";
  }

  @Test
  void whatCannotBeReadIsPassedOver() {
    telemetry
        .call("checkout", Telemetry.minute(1), 10)
        .raw(Telemetry.minute(1), "not a document".getBytes(StandardCharsets.UTF_8))
        .call("checkout", Telemetry.minute(1), 10);

    assertThat(minute(1).invocations).isEqualTo(2);
    assertThat(Views.of(telemetry).exposure().functions()).isEqualTo(1);
  }
}
