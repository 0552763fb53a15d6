package dev.stormwatch.core.incident;

import static dev.stormwatch.core.incident.Pager.MINUTE;
import static dev.stormwatch.core.incident.Pager.SLOT;
import static dev.stormwatch.core.incident.Pager.START;
import static dev.stormwatch.core.incident.Pager.cold;
import static dev.stormwatch.core.incident.Pager.finding;
import static dev.stormwatch.core.incident.Pager.function;
import static dev.stormwatch.core.incident.Pager.over;
import static dev.stormwatch.core.incident.Pager.storm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.settings.TestSettings;
import org.junit.jupiter.api.Test;

/** What waits for a cause that may be certain soon. */
class PagerWaitingTest {

  private final Pager pager = new Pager(TestSettings.usual().settings());

  private static Finding full(Severity severity) {
    return finding(Kind.CONCURRENCY_SATURATION, function("checkout"), severity, START - MINUTE);
  }

  private static Finding burns(String function) {
    return finding(Kind.COST_CROSSOVER, function(function), Severity.PAGE, START - MINUTE);
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
  void aPageWaitsThirtySecondsForACauseThatDoesNotBecomeCertainAndNobodyHearsOfThat() {
    pager.slot(full(Severity.INFO));
    long since = pager.now;
    pager.keep(30_000, cold("checkout", Severity.PAGE), over(full(Severity.INFO)));
    assertThat(pager.said()).containsExactly("open cold-start-spike");
    assertThat(pager.last().decidedAt - since).isBetween(25_000L, 30_000L);
    pager.keep(30 * MINUTE, over(cold("checkout", Severity.PAGE)));
    assertThat(pager.said()).containsExactly("open cold-start-spike", "resolve cold-start-spike");
  }

  @Test
  void whatBuildsUpElsewhereOrLongSinceKeepsNothingBack() {
    pager.slot(full(Severity.INFO));
    assertThat(pager.slot(full(Severity.INFO), cold("search", Severity.PAGE))).hasSize(1);
    pager.keep(MINUTE, full(Severity.INFO));
    assertThat(pager.slot(full(Severity.INFO), cold("checkout", Severity.PAGE))).hasSize(1);
  }

  @Test
  void whatRisesToAPageWaitsAsWell() {
    pager.keep(MINUTE, cold("checkout", Severity.INFO));
    pager.slot(full(Severity.INFO), cold("checkout", Severity.INFO));
    pager.slot(full(Severity.INFO), cold("checkout", Severity.PAGE));
    pager.slot(full(Severity.PAGE), cold("checkout", Severity.PAGE));
    assertThat(pager.said().stream().filter(said -> !said.startsWith("update")))
        .containsExactly("open cold-start-spike", "open concurrency-saturation");
  }

  @Test
  void aFunctionThatFillsItsConcurrencyIsOnePageWithItsColdStartsAndItsBill() {
    pager.slot(full(Severity.INFO));
    pager.slot(full(Severity.INFO), cold("checkout", Severity.PAGE));
    pager.slot(full(Severity.INFO), cold("checkout", Severity.PAGE), burns("checkout"));
    assertThat(pager.heard()).isEmpty();
    pager.keep(
        MINUTE - SLOT, full(Severity.PAGE), cold("checkout", Severity.PAGE), burns("checkout"));
    assertThat(pager.said()).containsExactly("open concurrency-saturation");
    assertThat(pager.last().inhibits).hasSize(2);
  }

  @Test
  void ofASaturationAndARunawayThatOpenInOneSlotTheSaturationIsHeard() {
    pager.slot(burns("checkout"), full(Severity.PAGE));
    assertThat(pager.said()).containsExactly("open concurrency-saturation");
  }
}
