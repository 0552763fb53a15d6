package dev.stormwatch.core.incident;

import static dev.stormwatch.core.incident.Pager.SLOT;
import static dev.stormwatch.core.incident.Pager.START;
import static dev.stormwatch.core.incident.Pager.database;
import static dev.stormwatch.core.incident.Pager.finding;
import static dev.stormwatch.core.incident.Pager.function;
import static dev.stormwatch.core.incident.Pager.over;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Prediction;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.detect.Subject;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.model.FunctionId;
import dev.stormwatch.core.settings.Silence;
import dev.stormwatch.core.settings.TestSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PagerLogicTest {

  private static final long MINUTE = 60_000;
  private static final long HOLD = 2 * MINUTE;
  private static final long LINGER = 5 * MINUTE;
  private static final long HOUR = 60 * MINUTE;

  private final Pager pager = new Pager(TestSettings.usual().settings());

  private static Finding storm() {
    return finding(
        Kind.CONNECTION_EXHAUSTION, database("checkout", "refund"), Severity.PAGE, START - MINUTE);
  }

  private static Finding cold(String function, Severity severity) {
    return finding(Kind.COLD_START_SPIKE, function(function), severity, START - MINUTE);
  }

  @Test
  void aPageGoesOutInTheSlotThatFoundIt() {
    assertThat(pager.slot(storm()))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.action).isEqualTo(Action.OPEN);
              assertThat(alert.decidedAt).isEqualTo(START + SLOT);
              assertThat(alert.sequence).isOne();
              assertThat(alert.inhibits).isEmpty();
            });
  }

  /** Within a minute of the page; held back it would be told when it has come true. */
  @Test
  void aForecastOfTheNextMinuteIsNotHeldBack() {
    pager.slot(storm());
    pager.slot(foretold(START + MINUTE));
    assertThat(pager.said())
        .containsExactly("open connection-exhaustion", "update connection-exhaustion");
    assertThat(pager.last().decidedAt).isEqualTo(START + 2 * SLOT);
  }

  @Test
  void aForecastOfLaterWaitsItsTurn() {
    pager.slot(storm());
    pager.slot(foretold(START + 10 * MINUTE));
    assertThat(pager.said()).containsExactly("open connection-exhaustion");
    pager.keep(MINUTE, foretold(START + 10 * MINUTE));
    assertThat(pager.said())
        .containsExactly("open connection-exhaustion", "update connection-exhaustion");
  }

  private static Finding foretold(long at) {
    Finding storm = storm();
    return new Finding(
        storm.kind,
        storm.subject,
        storm.severity,
        storm.recovered,
        storm.onset,
        storm.headline,
        storm.measure,
        storm.impact,
        storm.evidence,
        storm.recommendations,
        new Prediction("the limit is reached", at, at, at));
  }

  @Test
  void anEffectIsMutedAndListedInItsCause() {
    pager.slot(storm());
    pager.keep(MINUTE - SLOT, storm(), cold("checkout", Severity.PAGE));
    assertThat(pager.said()).containsExactly("open connection-exhaustion");
    pager.keep(2 * MINUTE, storm(), cold("checkout", Severity.PAGE));
    assertThat(pager.said())
        .containsExactly("open connection-exhaustion", "update connection-exhaustion");
    assertThat(pager.last().headline).startsWith("1 effect muted: connection-exhaustion of ");
    assertThat(pager.last().inhibits)
        .singleElement()
        .satisfies(
            muted -> {
              assertThat(muted.incidentId).startsWith("cold-start-spike-");
              assertThat(muted.text).startsWith("cold-start-spike of function/");
            });
  }

  @Test
  void ofTwoThatBeginInOneSlotTheCauseIsHeardAndListsTheOther() {
    List<Alert> sent = pager.slot(cold("refund", Severity.PAGE), storm());
    assertThat(sent).singleElement().satisfies(alert -> assertThat(alert.inhibits).hasSize(1));
    assertThat(sent.get(0).finding.kind).isEqualTo(Kind.CONNECTION_EXHAUSTION);
  }

  @Test
  void whatIsOfAnotherFunctionIsNoEffect() {
    pager.slot(storm());
    pager.slot(storm(), cold("search", Severity.PAGE));
    assertThat(pager.said()).containsExactly("open connection-exhaustion", "open cold-start-spike");
  }

  @Test
  void aTicketDoesNotMuteAPage() {
    Finding ticket =
        finding(Kind.CONNECTION_EXHAUSTION, database("checkout"), Severity.TICKET, START - MINUTE);
    pager.slot(ticket);
    pager.slot(ticket, cold("checkout", Severity.TICKET));
    assertThat(pager.said()).containsExactly("open connection-exhaustion");
    pager.slot(ticket, cold("checkout", Severity.PAGE));
    assertThat(pager.said()).containsExactly("open connection-exhaustion", "open cold-start-spike");
    assertThat(pager.last().severity).isEqualTo(Severity.PAGE);
  }

  @Test
  void whatWasHeardBeforeItsCauseNamesItOnceAndEndsAloud() {
    Finding effect = cold("checkout", Severity.TICKET);
    pager.keep(MINUTE, effect);
    assertThat(pager.said()).containsExactly("open cold-start-spike");
    pager.keep(5 * MINUTE, cold("checkout", Severity.PAGE), storm());
    assertThat(pager.said())
        .containsExactly(
            "open cold-start-spike", "open connection-exhaustion", "update cold-start-spike");
    Alert update = pager.last();
    Alert cause = pager.first(Action.OPEN, Kind.CONNECTION_EXHAUSTION);
    assertThat(update.headline).startsWith("part of: connection-exhaustion of ");
    assertThat(update.severity).as("it is not made a page any more").isEqualTo(Severity.TICKET);
    assertThat(update.inhibitedBy).isNotNull();
    assertThat(update.inhibitedBy.incidentId).isEqualTo(cause.incidentId);
    assertThat(cause.inhibits).hasSize(1);

    pager.slot(over(effect), over(storm()));
    pager.pass(HOLD + 2 * SLOT);
    assertThat(pager.said())
        .endsWith("resolve connection-exhaustion", "resolve cold-start-spike")
        .hasSize(5);
  }

  @Test
  void anEffectThatOutlivesItsCauseIsOpenedThen() {
    pager.slot(storm());
    Finding effect = cold("checkout", Severity.PAGE);
    pager.keep(MINUTE, storm(), effect);
    pager.slot(over(storm()), effect);
    pager.keep(HOLD + SLOT, effect);
    assertThat(pager.said())
        .containsExactly(
            "open connection-exhaustion",
            "update connection-exhaustion",
            "resolve connection-exhaustion");
    assertThat(pager.last().inhibits).hasSize(1);
    pager.keep(LINGER - 2 * SLOT, effect);
    assertThat(pager.heard()).hasSize(3);
    pager.keep(3 * SLOT, effect);
    assertThat(pager.heard()).hasSize(4);
    assertThat(pager.last().headline).startsWith("kept back until now: cold-start-spike");
    assertThat(pager.last().sequence).isOne();
  }

  @Test
  void anEffectThatEndsWithItsCauseIsNeverHeard() {
    pager.slot(storm());
    Finding effect = cold("checkout", Severity.PAGE);
    pager.keep(MINUTE, storm(), effect);
    pager.slot(over(storm()), over(effect));
    pager.pass(2 * HOUR);
    assertThat(pager.said())
        .containsExactly(
            "open connection-exhaustion",
            "update connection-exhaustion",
            "resolve connection-exhaustion");
    assertThat(pager.keepsNothing()).isTrue();
  }

  @Test
  void everyEffectIsListedUnderTheFirstCause() {
    Finding cascade =
        finding(
            Kind.FAN_OUT_CASCADE,
            database("checkout"), // any subject that names the function
            Severity.PAGE,
            START - MINUTE);
    Finding full =
        finding(Kind.CONCURRENCY_SATURATION, function("checkout"), Severity.PAGE, START - MINUTE);
    pager.slot(cascade, full, cold("checkout", Severity.PAGE));
    assertThat(pager.heard())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.finding.kind).isEqualTo(Kind.FAN_OUT_CASCADE);
              assertThat(alert.inhibits).hasSize(2);
            });
  }

  @Test
  void onlyTheShardThatIsBlockedIsExplainedByItsRecord() {
    FunctionId consumer = new FunctionId(Pager.ACCOUNT, Pager.REGION, "consume");
    String stream = "arn:aws:kinesis:eu-west-1:111122223333:stream/orders";
    Finding poison =
        finding(
            Kind.POISON_RECORD,
            Subject.shard(consumer, stream, "shard-1", "1", "9"),
            Severity.PAGE,
            START);
    Subject blocked = Subject.shard(consumer, stream, "shard-1", "", "");
    Subject other = Subject.shard(consumer, stream, "shard-2", "", "");
    pager.slot(poison);
    pager.keep(
        MINUTE - SLOT,
        poison,
        finding(Kind.CONSUMER_LAG, blocked, Severity.TICKET, START),
        finding(Kind.CONSUMER_LAG, other, Severity.TICKET, START));
    assertThat(pager.said()).containsExactly("open poison-record", "open consumer-lag");
    assertThat(pager.last().finding.subject.names()).containsEntry("shard", "shard-2");
  }

  @Test
  void aTicketWaitsForItsCauseAndAPageDoesNot() {
    pager.slot(cold("checkout", Severity.TICKET));
    assertThat(pager.heard()).isEmpty();
    pager.slot(storm(), cold("checkout", Severity.TICKET));
    pager.keep(MINUTE - SLOT, storm(), cold("checkout", Severity.TICKET));
    assertThat(pager.said()).containsExactly("open connection-exhaustion");
    assertThat(pager.slot(cold("search", Severity.PAGE))).hasSize(1);
    pager.slot(cold("report", Severity.TICKET));
    assertThat(pager.slot()).isEmpty();
    assertThat(pager.slot()).hasSize(1);
  }

  @Test
  void aSilenceKeepsBackWhatIsOpenedWhenItEnds() {
    long end = START + 10 * MINUTE;
    pager.silences(
        new Silences(
            1,
            List.of(
                new Silence(
                    TestSettings.silence(text(START), text(end))
                        .with("subjects", List.of("orders-*"))))));
    pager.keep(9 * MINUTE, storm(), cold("checkout", Severity.PAGE), cold("search", Severity.PAGE));
    assertThat(pager.said())
        .as("effects of what is silenced")
        .containsExactly("open cold-start-spike");
    pager.keep(MINUTE, storm(), cold("search", Severity.PAGE));
    assertThat(pager.heard()).hasSize(2);
    assertThat(pager.last().headline).startsWith("kept back until now: connection-exhaustion");
    assertThat(pager.last().decidedAt).isEqualTo(end);
  }

  @Test
  void aSilenceThatIsLiftedEarlyEndsAtOnce() {
    pager.silences(
        new Silences(
            1, List.of(new Silence(TestSettings.silence(text(START), text(START + HOUR))))));
    pager.keep(MINUTE, storm());
    assertThat(pager.heard()).isEmpty();
    pager.silences(new Silences(2, List.of()));
    assertThat(pager.slot()).hasSize(1);
  }

  @Test
  void aSilenceHoldsForWhatIsOpenAlready() {
    pager.slot(cold("checkout", Severity.PAGE));
    pager.silences(
        new Silences(
            1, List.of(new Silence(TestSettings.silence(text(START), text(START + 6 * HOUR))))));
    pager.keep(5 * HOUR, cold("checkout", Severity.PAGE), storm());
    assertThat(pager.said()).as("no cause, no reminder").containsExactly("open cold-start-spike");
  }

  @Test
  void theEndOfWhatWasToldIsToldInASilence() {
    pager.slot(storm());
    pager.silences(
        new Silences(
            1, List.of(new Silence(TestSettings.silence(text(START), text(START + HOUR))))));
    pager.slot(over(storm()));
    pager.pass(HOLD + 2 * SLOT);
    assertThat(pager.said())
        .containsExactly("open connection-exhaustion", "resolve connection-exhaustion");
  }

  @Test
  void beyondTheBudgetTheMostUrgentStandsForTheOthers() {
    List<Finding> storms = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      storms.add(cold("function-" + i, Severity.PAGE));
      pager.slot(storms);
    }
    assertThat(pager.heard()).as("twenty pages and the first beyond").hasSize(21);
    for (long end = pager.now + 10 * MINUTE; pager.now < end; ) {
      pager.slot(storms);
    }
    assertThat(pager.heard()).hasSize(22);
    assertThat(pager.last().headline).startsWith("+8 pages held back by the page budget: cold");
    assertThat(pager.last().inhibits).hasSize(8);
    for (long end = pager.now + 3 * HOUR; pager.now < end; ) {
      pager.slot(storms);
    }
    assertThat(pager.heard()).as("they were told of").hasSize(22);
  }

  @Test
  void updatesAreFewAndApart() {
    pager.slot(storm());
    for (int i = 2; i < 100; i++) {
      String[] functions =
          IntStream.range(0, i).mapToObj(f -> "function-" + f).toArray(String[]::new);
      pager.slot(
          finding(Kind.CONNECTION_EXHAUSTION, database(functions), Severity.PAGE, START - MINUTE));
    }
    List<Alert> updates =
        pager.heard().stream().filter(alert -> alert.action == Action.UPDATE).toList();
    assertThat(updates).hasSize(3);
    assertThat(updates.get(1).decidedAt - updates.get(0).decidedAt).isGreaterThanOrEqualTo(MINUTE);
  }

  @Test
  void aPageThatStaysOpenIsCalledToMind() {
    pager.keep(9 * HOUR, storm());
    assertThat(pager.said())
        .containsExactly(
            "open connection-exhaustion",
            "update connection-exhaustion",
            "update connection-exhaustion");
    assertThat(pager.last().headline).startsWith("still open after 8 h: ");
  }

  @Test
  void aGapKeepsBackTheGoodNewsOfWhatItMakesBlind() {
    pager.slot(cold("checkout", Severity.PAGE), cold("search", Severity.PAGE));
    Finding gap = finding(Kind.TELEMETRY_GAP, function("checkout"), Severity.INFO, START);
    pager.slot(gap, over(cold("checkout", Severity.PAGE)), over(cold("search", Severity.PAGE)));
    pager.keep(5 * MINUTE, gap);
    assertThat(pager.said()).filteredOn(said -> said.startsWith("resolve")).hasSize(1);
    assertThat(pager.last().finding.subject.names()).containsEntry("function", "search");
    pager.slot(over(gap));
    pager.pass(HOLD + SLOT);
    assertThat(pager.said())
        .endsWith("resolve cold-start-spike", "resolve telemetry-gap")
        .filteredOn(said -> said.equals("resolve cold-start-spike"))
        .hasSize(2);
  }

  /** The figures of a storm: its functions all start cold, and one page is heard. */
  @Test
  void aStormOnTwoHundredFunctionsIsOnePageAndOneResolve() {
    String[] functions =
        IntStream.range(0, 200).mapToObj(f -> "function-" + f).toArray(String[]::new);
    Finding storm =
        finding(Kind.CONNECTION_EXHAUSTION, database(functions), Severity.PAGE, START - MINUTE);
    List<Finding> all = new ArrayList<>(List.of(storm));
    pager.slot(storm);
    int bytes = 0;
    for (String function : functions) {
      all.add(cold(function, Severity.PAGE));
      pager.slot(all);
      bytes = Math.max(bytes, pager.stateBytes());
    }
    pager.slot(all.stream().map(Pager::over).toList());
    pager.pass(HOUR);
    assertThat(pager.heard()).extracting(alert -> alert.finding.kind).containsOnly(storm.kind);
    assertThat(pager.heard()).filteredOn(alert -> alert.action == Action.OPEN).hasSize(1);
    assertThat(pager.heard()).filteredOn(alert -> alert.action == Action.RESOLVE).hasSize(1);
    assertThat(pager.heard()).hasSizeBetween(3, 5);
    assertThat(pager.last().inhibits).hasSize(Alert.MAX_INHIBITS);
    assertThat(pager.last().moreInhibited).isEqualTo(100);
    assertThat(bytes).as("a pager's state takes %d bytes", bytes).isLessThan(256 * 1024);
  }

  private static String text(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
