package dev.stormwatch.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Evidence;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Prediction;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.model.FunctionId;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IncidentLogicTest {

  private static final long SLOT = 5_000;
  private static final long T = 1_772_440_000_000L;
  private static final long HOLD = 120_000;
  private static final long EXPIRE = 1_800_000;
  private static final long FLAP = 3_600_000;

  private static final FunctionId CHECKOUT =
      new FunctionId("111122223333", "eu-west-1", "checkout");

  private final IncidentHost host = new IncidentHost(T);

  private static Finding finding(Severity severity, boolean recovered, long onset) {
    return new Finding(
        Kind.COLD_START_SPIKE,
        Subject.function(CHECKOUT),
        severity,
        recovered,
        onset,
        recovered ? "it is over" : "it is bad",
        new Measure("cold-start-share", 0.4, "ratio", 0.05, 300, 600, 0.01),
        new Impact(true, onset, "40 of 100 calls waited"),
        List.of(new Evidence(onset, "/aws/lambda/checkout", "s", "", "REPORT Init Duration")),
        List.of(new Recommendation("look", "", "because", "", "none")));
  }

  private static Finding bad(Severity severity) {
    return finding(severity, false, T - 60_000);
  }

  private static Finding over() {
    return finding(Severity.INFO, true, T - 60_000);
  }

  @Test
  void alertsOnceHoweverOftenTheDetectorRepeats() {
    for (int i = 0; i < 100; i++) {
      host.say(bad(Severity.PAGE));
    }
    assertThat(host.actions()).containsExactly(Action.OPEN);
    Alert open = host.alerts.get(0);
    assertThat(open.sequence).isOne();
    assertThat(open.severity).isEqualTo(Severity.PAGE);
    assertThat(open.onset).isEqualTo(T - 60_000);
    assertThat(open.decidedAt).isEqualTo(T + SLOT);
    assertThat(open.headline).isEqualTo("it is bad");
    assertThat(host.refreshed).as("every twenty seconds").isBetween(23L, 25L);
  }

  @Test
  void escalatesOnceAndNeverComesDown() {
    host.say(bad(Severity.TICKET));
    host.say(bad(Severity.PAGE));
    host.say(bad(Severity.TICKET));
    host.say(bad(Severity.PAGE));
    assertThat(host.actions()).containsExactly(Action.OPEN, Action.ESCALATE);
    assertThat(host.alerts).extracting(a -> a.sequence).containsExactly(1, 2);
    assertThat(host.alerts)
        .extracting(a -> a.incidentId)
        .containsOnly(host.alerts.get(0).incidentId);
    assertThat(host.alerts.get(1).severity).isEqualTo(Severity.PAGE);
  }

  @Test
  void resolvesOnlyAfterRecoveryHasHeld() {
    host.say(bad(Severity.PAGE));
    host.say(over());
    long recovered = host.now;
    host.passUntil(recovered + HOLD - SLOT);
    assertThat(host.actions()).containsExactly(Action.OPEN);
    host.passUntil(recovered + HOLD + SLOT);
    assertThat(host.actions()).containsExactly(Action.OPEN, Action.RESOLVE);
    Alert resolve = host.alerts.get(1);
    assertThat(resolve.sequence).isEqualTo(2);
    assertThat(resolve.severity).isEqualTo(Severity.PAGE);
    assertThat(resolve.headline).isEqualTo("it is over");
    assertThat(host.kept).isTrue();
    host.passUntil(host.now + FLAP);
    assertThat(host.kept).as("nothing is kept once it can no longer flap").isFalse();
  }

  @Test
  void staysQuietWhenItFlapsInsideTheHold() {
    host.say(bad(Severity.PAGE));
    for (int i = 0; i < 50; i++) {
      host.say(over());
      host.passUntil(host.now + HOLD - 4 * SLOT);
      host.say(bad(Severity.PAGE));
      host.passUntil(host.now + HOLD / 2);
    }
    assertThat(host.actions()).containsExactly(Action.OPEN);
  }

  @Test
  void aFlapStartsTheHoldAnew() {
    host.say(bad(Severity.PAGE));
    host.say(over());
    host.passUntil(host.now + HOLD - 4 * SLOT);
    host.say(bad(Severity.PAGE));
    host.say(over());
    long recovered = host.now;
    host.passUntil(recovered + HOLD - SLOT);
    assertThat(host.actions()).containsExactly(Action.OPEN);
    host.passUntil(recovered + HOLD + SLOT);
    assertThat(host.actions()).containsExactly(Action.OPEN, Action.RESOLVE);
  }

  @Test
  void repeatedRecoveryDoesNotPutOffTheResolve() {
    host.say(bad(Severity.PAGE));
    host.say(over());
    long recovered = host.now;
    while (host.now < recovered + HOLD + SLOT) {
      host.say(over());
    }
    assertThat(host.actions()).containsExactly(Action.OPEN, Action.RESOLVE);
  }

  @Test
  void expiresWhenTheDetectorFallsSilent() {
    host.say(bad(Severity.PAGE));
    long heard = host.now;
    host.passUntil(heard + EXPIRE - SLOT);
    assertThat(host.actions()).containsExactly(Action.OPEN);
    host.passUntil(heard + EXPIRE + SLOT);
    assertThat(host.actions()).containsExactly(Action.OPEN, Action.EXPIRE);
    assertThat(host.alerts.get(1).headline)
        .startsWith("no word for 30 min, so neither confirmed nor resolved: ");
    host.passUntil(host.now + FLAP);
    assertThat(host.kept).isFalse();
  }

  @Test
  void staysOpenAsLongAsTheDetectorSpeaks() {
    for (int i = 0; i < 10; i++) {
      host.say(bad(Severity.PAGE));
      host.passUntil(host.now + EXPIRE - 2 * SLOT);
    }
    assertThat(host.actions()).containsExactly(Action.OPEN);
  }

  @Test
  void forgetsAndOpensANewIncidentUnderANewId() {
    host.say(bad(Severity.PAGE));
    host.say(over());
    host.passUntil(host.now + 2 * HOLD);
    host.say(finding(Severity.PAGE, false, host.now));
    assertThat(host.actions()).containsExactly(Action.OPEN, Action.RESOLVE, Action.OPEN);
    assertThat(host.alerts.get(2).sequence).isOne();
    assertThat(host.alerts.get(2).incidentId).isNotEqualTo(host.alerts.get(0).incidentId);
  }

  @Test
  void saysHowOftenItCameBackAndHoldsLongerFromTheThirdTimeOn() {
    for (int i = 1; i <= 5; i++) {
      host.say(bad(Severity.PAGE));
      host.say(over());
      long hold = i <= 2 ? HOLD : HOLD << i - 2;
      long resolved = Math.min(hold, 900_000);
      host.passUntil(host.now + resolved - SLOT);
      assertThat(host.alerts.get(host.alerts.size() - 1).action).isEqualTo(Action.OPEN);
      host.passUntil(host.now + 3 * SLOT);
      assertThat(host.alerts.get(host.alerts.size() - 1).action).isEqualTo(Action.RESOLVE);
    }
    assertThat(host.alerts.stream().filter(alert -> alert.action == Action.OPEN))
        .extracting(alert -> alert.headline)
        .containsExactly(
            "it is bad",
            "2nd time in 60 min: it is bad",
            "3rd time in 60 min: it is bad",
            "4th time in 60 min: it is bad",
            "5th time in 60 min: it is bad");
    assertThat(host.alerts.stream().map(alert -> alert.incidentId).distinct())
        .as("each time another incident, though all have the same onset")
        .hasSize(5);
  }

  @Test
  void tellsWhatSomebodyWouldActOnAndNothingElse() {
    host.say(story("", 1, Long.MIN_VALUE, false));
    host.say(story("", 1, Long.MIN_VALUE, false));
    host.say(story("", 1, T + 600_000, false));
    host.say(story("", 1, T + 660_000, false));
    host.say(story("", 1, T + 480_000, false));
    host.say(story("", 3, T + 480_000, false));
    host.say(story("", 2, T + 480_000, false));
    host.say(story("4711", 3, T + 480_000, false));
    host.say(story("4711", 3, T + 480_000, true));
    host.say(story("4712", 3, T + 480_000, true));
    assertThat(host.alerts)
        .extracting(alert -> alert.action.wireName() + " " + alert.headline)
        .containsExactly(
            "open it is bad",
            "update forecast: it is bad",
            "update sooner than forecast: it is bad",
            "update 2 more functions: it is bad",
            "update record found: it is bad",
            "update first impact: it is bad",
            "update another record: it is bad");
  }

  /** A function at its limit is one, whoever meets it. */
  @Test
  void ofALimitTheOthersAreItsCallers() {
    for (List<String> callers :
        List.of(List.<String>of(), List.of("web"), List.of("web", "app", "b2b"))) {
      Finding finding = story("", 1, Long.MIN_VALUE, false);
      host.say(
          new Finding(
              Kind.CONCURRENCY_SATURATION,
              Subject.function(CHECKOUT, callers),
              Severity.PAGE,
              false,
              finding.onset,
              finding.headline,
              finding.measure,
              finding.impact,
              List.of(),
              List.of()));
    }
    assertThat(host.alerts)
        .extracting(alert -> alert.headline)
        .containsExactly(
            "it is bad", "one more caller refused: it is bad", "2 more callers refused: it is bad");
  }

  /** A fifth of the time that is left. */
  @Test
  void aForecastOfDaysIsNoNewsForHours() {
    long hour = 3_600_000;
    for (long left : List.of(40, 48, 56, 76)) {
      host.say(story("", 1, T + left * hour, false));
    }
    assertThat(host.alerts.stream().map(alert -> alert.action + " " + alert.headline))
        .containsExactly(
            "OPEN it is bad",
            "UPDATE later than forecast: it is bad",
            "UPDATE later than forecast: it is bad");
  }

  /** Between two hours and six: three hours later is what it said. */
  @Test
  void aForecastThatAllowsForWhatWasToldIsNoNews() {
    long hour = 3_600_000;
    for (long left : List.of(4, 7, 13)) {
      Finding vague = story("", 1, T + left * hour, false);
      host.say(
          vague.predicting(
              new Prediction(
                  "the limit", T + left * hour, T + left * hour / 2, T + 2 * left * hour)));
    }
    assertThat(host.alerts.stream().map(alert -> alert.action + " " + alert.headline))
        .containsExactly("OPEN it is bad", "UPDATE later than forecast: it is bad");
  }

  private static Finding story(String record, int functions, long forecast, boolean felt) {
    Subject subject =
        record.isEmpty()
            ? Subject.database(
                "111122223333", "eu-west-1", "db", Collections.nCopies(functions, "checkout"))
            : Subject.shard(CHECKOUT, "arn:aws:kinesis:stream", "shard-1", record, record);
    return new Finding(
            Kind.CONNECTION_EXHAUSTION,
            subject,
            Severity.PAGE,
            false,
            T - 60_000,
            "it is bad",
            new Measure("connections-in-use", 81, "connections", 77, 60, 400, 20),
            new Impact(felt, felt ? T : Long.MIN_VALUE, felt ? "3 calls failed" : ""),
            List.of(),
            List.of())
        .predicting(
            forecast == Long.MIN_VALUE
                ? null
                : new Prediction("the limit", forecast, forecast - 1, forecast + 1));
  }

  @Test
  void keepsNothingOfARecoveryWithoutAnIncident() {
    host.say(over());
    assertThat(host.actions()).isEmpty();
    assertThat(host.kept).isFalse();
  }

  @Test
  void aReplayGivesTheSameId() {
    host.say(bad(Severity.PAGE));
    IncidentHost again = new IncidentHost(T);
    again.passUntil(T + 500 * SLOT);
    again.say(finding(Severity.TICKET, false, T - 60_000));
    assertThat(again.alerts.get(0).incidentId).isEqualTo(host.alerts.get(0).incidentId);
    assertThat(host.alerts.get(0).incidentId).matches("cold-start-spike-[0-9a-f]{12}");
  }

  @Test
  void aWakeThatNobodyWaitsForChangesNothing() {
    host.say(bad(Severity.PAGE));
    host.logic.onWake(host.now + SLOT, host.state, host.effects);
    host.settle();
    assertThat(host.actions()).containsExactly(Action.OPEN);
    assertThat(host.kept).isTrue();
    assertThat(host.effects.wakeAt).isEqualTo(host.now + EXPIRE);
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  /** Whatever the detector says: open first, sequence without a gap, one end, then a new id. */
  @ParameterizedTest
  @MethodSource("seeds")
  void everyIncidentIsOneWellFormedStory(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      switch (random.nextInt(4)) {
        case 0 -> host.say(finding(Severity.PAGE, false, host.now));
        case 1 -> host.say(finding(Severity.TICKET, false, host.now));
        case 2 -> host.say(finding(Severity.INFO, true, host.now));
        default -> host.passUntil(host.now + random.nextInt((int) EXPIRE * 3 / 2));
      }
    }
    int sequence = 0;
    String id = "";
    for (Alert alert : host.alerts) {
      if (alert.action == Action.OPEN) {
        assertThat(sequence).as("an incident ends before the next opens").isZero();
        assertThat(alert.incidentId).isNotEqualTo(id);
        id = alert.incidentId;
      }
      assertThat(alert.incidentId).isEqualTo(id);
      assertThat(alert.sequence).isEqualTo(++sequence);
      if (alert.action == Action.RESOLVE || alert.action == Action.EXPIRE) {
        sequence = 0;
      }
    }
  }
}
