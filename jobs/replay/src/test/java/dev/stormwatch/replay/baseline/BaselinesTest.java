package dev.stormwatch.replay.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.settings.Glob;
import dev.stormwatch.replay.Telemetry;
import dev.stormwatch.replay.score.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each would have sent, and when: minutes after the start of an hour of calls. */
class BaselinesTest {

  private static final int HOUR = 60;
  private static final int PER_MINUTE = 20;

  private final Telemetry telemetry = new Telemetry();

  static List<Baseline> all() {
    return Baselines.all();
  }

  /** Calls every three seconds; the durations repeat, so that nothing stands out. */
  private Telemetry quietHour() {
    for (int minute = 0; minute < HOUR; minute++) {
      for (int i = 0; i < PER_MINUTE; i++) {
        telemetry.call("checkout", Telemetry.minute(minute + (double) i / PER_MINUTE), 100 + i);
      }
    }
    return telemetry;
  }

  private Telemetry failing(int fromMinute, int toMinute) {
    quietHour();
    for (int minute = fromMinute; minute < toMinute; minute++) {
      for (int i = 0; i < PER_MINUTE / 2; i++) {
        telemetry.failedCall(
            "checkout", Telemetry.minute(minute + (double) i / PER_MINUTE), 100, "ValueError");
      }
    }
    return telemetry;
  }

  private static List<Double> minutes(Baseline baseline, MetricView view) {
    return baseline.messages(view).stream()
        .map(message -> (message.decidedAt() - Telemetry.START) / 60_000.0)
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("all")
  void aSteadyHourPagesNobody(Baseline baseline) {
    assertThat(baseline.messages(Views.of(quietHour()))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void namesAndRulesFitIntoATable(Baseline baseline) {
    assertThat(baseline.name()).hasSizeBetween(5, 20);
    assertThat(baseline.rule()).contains("lag");
  }

  @Test
  void cloudWatchPagesAMinuteAfterTheEndOfTheMinuteThatTipsIt() {
    MetricView view = Views.of(failing(40, 45));

    assertThat(minutes(CloudWatchAlarms.oneOfOne(), view)).containsExactly(42.0);
    assertThat(minutes(CloudWatchAlarms.twoOfThree(), view)).containsExactly(43.0);
    assertThat(minutes(new SlicWatch(), view)).containsExactly(42.0);
  }

  @Test
  void aSingleErrorPagesTheNervousAndNotTheUsualAlarm() {
    MetricView view = Views.of(quietHour().failedCall("checkout", Telemetry.minute(40), 10, "X"));

    assertThat(minutes(CloudWatchAlarms.oneOfOne(), view)).containsExactly(42.0);
    assertThat(minutes(new SlicWatch(), view)).containsExactly(42.0);
    assertThat(minutes(CloudWatchAlarms.twoOfThree(), view)).isEmpty();
  }

  @Test
  void datadogPagesForBothErrorRulesOnceItsMetricsCome() {
    MetricView view = Views.of(failing(40, 55));

    // More than 1 % of 15 minutes at the end of minute 40, more than 10 % a little later.
    assertThat(minutes(DatadogWarnings.crawled(), view)).hasSize(2).startsWith(51.5);
    assertThat(minutes(DatadogWarnings.streamed(), view)).hasSize(2).startsWith(44.0);
  }

  @Test
  void datadogWarnsOfColdStarts() {
    quietHour();
    for (int i = 0; i < 10; i++) {
      telemetry.coldCall("checkout", Telemetry.minute(40) + i, 100);
    }

    assertThat(minutes(DatadogWarnings.streamed(), Views.of(telemetry))).containsExactly(44.0);
  }

  @Test
  void whatWasOnBeforeDatadogsFirstWindowWasFullPagesNobodyUntilItWasOff() {
    quietHour();
    for (int i = 0; i < 10; i++) {
      telemetry.coldCall("checkout", Telemetry.minute(3) + i, 100);
    }
    assertThat(minutes(DatadogWarnings.streamed(), Views.of(telemetry))).isEmpty();

    for (int i = 0; i < 10; i++) {
      telemetry.coldCall("checkout", Telemetry.minute(40) + i, 100);
    }
    assertThat(minutes(DatadogWarnings.streamed(), Views.of(telemetry))).containsExactly(44.0);
  }

  @Test
  void aBurnPagesWhenTheLongWindowBurnsTooAndNotForOneError() {
    // A minute of failures is 1.2 % of what there is of six hours: more than 0.6 %.
    assertThat(minutes(new BurnRate(), Views.of(failing(40, 45)))).containsExactly(42.0);
  }

  @Test
  void aSingleErrorBurnsTooLittleOfTheLongWindow() {
    MetricView view = Views.of(quietHour().failedCall("checkout", Telemetry.minute(40), 10, "X"));

    assertThat(minutes(new BurnRate(), view)).isEmpty();
  }

  @Test
  void serverlessFrameworkPagesForANewErrorTypeAndForMoreCalls() {
    MetricView failing = Views.of(failing(40, 45));

    List<Message> messages = new ServerlessFramework().messages(failing);

    assertThat(messages).extracting(Message::incident).anyMatch(id -> id.startsWith("new error"));
    assertThat(messages).extracting(Message::incident).anyMatch(id -> id.startsWith("escalated"));
    assertThat(minutes(new ServerlessFramework(), failing).get(0) * 60).isEqualTo(41 * 60 + 10);
  }

  @Test
  void aDurationNearTheTimeoutIsSeenOnlyWhereTheTimeoutIsKnown() {
    Estate estate = new Estate(List.of(new Estate.Rule(new Glob("check*"), 3, 0)), Map.of());
    quietHour();
    for (int i = 0; i < PER_MINUTE; i++) {
      telemetry.call("checkout", Telemetry.minute(40) + i, 2990);
    }

    assertThat(minutes(new SlicWatch(), Views.of(telemetry, estate))).containsExactly(42.0);
    assertThat(minutes(new SlicWatch(), Views.of(telemetry))).isEmpty();
    assertThat(minutes(CloudWatchAlarms.oneOfOne(), Views.of(telemetry, estate)))
        .containsExactly(42.0);
  }

  @Test
  void concurrencyIsHeldAgainstWhatIsReserved() {
    Estate estate = new Estate(List.of(new Estate.Rule(new Glob("*"), 0, 10)), Map.of());
    quietHour();
    for (int i = 0; i < 9; i++) {
      telemetry.call("checkout", Telemetry.minute(40.5), 20_000);
    }

    assertThat(minutes(CloudWatchAlarms.oneOfOne(), Views.of(telemetry, estate)))
        .containsExactly(42.0);
    assertThat(minutes(CloudWatchAlarms.oneOfOne(), Views.of(telemetry))).isEmpty();
  }

  @Test
  void connectionsPageAfterThreeMinutesAboveEightyPercent() {
    quietHour();
    for (int minute = 40; minute < 46; minute++) {
      telemetry.log("probe", Telemetry.minute(minute), gauge(minute, minute < 41 ? 80 : 85));
    }

    List<Message> messages = CloudWatchAlarms.oneOfOne().messages(Views.of(telemetry));

    assertThat(messages).extracting(m -> m.entity().inWords()).containsExactly("orders-db");
    assertThat(minutes(CloudWatchAlarms.oneOfOne(), Views.of(telemetry))).containsExactly(45.0);
  }

  private static String gauge(int minute, int connections) {
    return MetricReaderTest.gauge(connections)
        .replace(String.valueOf(Telemetry.minute(1)), String.valueOf(Telemetry.minute(minute)));
  }

  @Test
  void iteratorAgeIsHeldAgainstEachOnesOwnLimit() {
    quietHour()
        .log(
            "checkout",
            Telemetry.minute(40),
            "{\"eventSourceARN\":\"arn:aws:kinesis:eu-west-1:123456789012:stream/orders\","
                + "\"shardId\":\"shardId-1\",\"firstSequenceNumber\":\"1\","
                + "\"lastSequenceNumber\":\"9\",\"batchSize\":9,\"iteratorAgeMs\":20000}");

    assertThat(minutes(new SlicWatch(), Views.of(telemetry))).containsExactly(42.0);
    assertThat(minutes(CloudWatchAlarms.oneOfOne(), Views.of(telemetry))).isEmpty();
  }

  @Test
  void theForestSeesABurstAndAlwaysTheSame() {
    quietHour();
    for (int minute = 45; minute < 50; minute++) {
      for (int i = 0; i < 20 * PER_MINUTE; i++) {
        telemetry.call("checkout", Telemetry.minute(minute) + i * 100, 900);
      }
    }
    MetricView view = Views.of(telemetry);

    List<Double> minutes = minutes(new RandomCutForestDetector(), view);

    assertThat(minutes).isNotEmpty();
    assertThat(minutes.get(0)).isBetween(47.0, 49.0);
    assertThat(minutes(new RandomCutForestDetector(), view)).isEqualTo(minutes);
  }
}
