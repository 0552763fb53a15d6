package dev.stormwatch.core.incident;

import static dev.stormwatch.core.incident.Pager.HOLD;
import static dev.stormwatch.core.incident.Pager.HOUR;
import static dev.stormwatch.core.incident.Pager.MINUTE;
import static dev.stormwatch.core.incident.Pager.SLOT;
import static dev.stormwatch.core.incident.Pager.START;
import static dev.stormwatch.core.incident.Pager.cold;
import static dev.stormwatch.core.incident.Pager.database;
import static dev.stormwatch.core.incident.Pager.finding;
import static dev.stormwatch.core.incident.Pager.function;
import static dev.stormwatch.core.incident.Pager.over;
import static dev.stormwatch.core.incident.Pager.storm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Prediction;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.settings.TestSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PagerLogicTest {

  private final Pager pager = new Pager(TestSettings.usual().settings());

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
    return felt(storm().impact).predicting(new Prediction("the limit is reached", at, at, at));
  }

  /** A minute later its numbers would be of a minute ago. */
  @Test
  void theFirstImpactIsNotHeldBackAndIsToldOnce() {
    pager.slot(storm());
    Finding felt = felt(new Impact(true, START, "connections are refused"));
    pager.slot(felt);
    assertThat(pager.last().action).isEqualTo(Action.UPDATE);
    assertThat(pager.last().headline).startsWith("first impact: ");
    assertThat(pager.last().decidedAt).isEqualTo(START + 2 * SLOT);
    pager.keep(5 * MINUTE, felt);
    assertThat(pager.said()).hasSize(2);
  }

  private static Finding felt(Impact impact) {
    Finding storm = storm();
    return new Finding(
        storm.kind,
        storm.subject,
        storm.severity,
        storm.recovered,
        storm.onset,
        storm.headline,
        storm.measure,
        impact,
        storm.evidence,
        storm.recommendations);
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

  /** It says itself that nobody knows; that is no good news. */
  @Test
  void whatExpiresInAGapIsToldAtOnce() {
    Finding gap = finding(Kind.TELEMETRY_GAP, function("checkout"), Severity.PAGE, START);
    pager.slot(cold("checkout", Severity.PAGE));
    pager.keep(2 * HOUR, gap);
    assertThat(pager.said()).contains("expire cold-start-spike");
    assertThat(pager.said()).doesNotContain("resolve telemetry-gap");
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
}
