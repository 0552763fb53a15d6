package dev.stormwatch.core.detect.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import org.junit.jupiter.api.Test;

/** The database of the tests takes 100 connections, of which others hold 10; calls take 1 s. */
class ApproachTest {

  private static final long SECOND = 1_000;

  /** Environments come in bursts of eight slots. */
  private static final int BURST = 8;

  private final Estate estate = new Estate("orders-db");

  private void usual() {
    for (int i = 0; i < 120; i++) {
      estate.calling(i % 2 == 0 ? 45 : 55).slot(15, SECOND);
    }
  }

  /**
   * Calls that run rise by half a one each slot, six a minute, from ten.
   *
   * @param used connections at which it ends
   */
  private void rise(long used) {
    long living = 15;
    for (int i = 0; living + 10 < used; i++) {
      double running = 10 + 0.5 * i;
      if (i % BURST == 0) {
        living = Math.max(living, Math.round(1.4 * running));
      }
      estate.calling(Math.round(5 * running) + (i % 2 == 0 ? 3 : -3)).slot(living, SECOND);
    }
  }

  private Finding first(Severity severity) {
    return estate.findings().stream()
        .filter(finding -> finding.severity == severity)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anEvenRisePagesBeforeAnyConnectionIsRefused() {
    usual();
    rise(90);
    Finding page = first(Severity.PAGE);
    assertThat(page.headline).startsWith("orders-db runs out of connections");
    assertThat(page.impact.seen).isFalse();
  }

  @Test
  void aTicketWithTheTimeComesMinutesBefore() {
    usual();
    rise(65);
    assertThat(estate.pages()).isEmpty();
    Finding ticket = first(Severity.TICKET);
    assertThat(ticket.headline)
        .startsWith("orders-db fills up at ")
        .contains("a minute; full about ");
    assertThat(ticket.prediction).isNotNull();
    assertThat(ticket.headline).contains(ConnectionHeadline.hour(ticket.prediction.at));
    assertThat(ticket.measure.value).isGreaterThanOrEqualTo(ticket.measure.threshold);
  }

  @Test
  void aRiseThatStopsAtSevenTenthsWakesNobodyAndItsTicketEnds() {
    usual();
    rise(70);
    long living = Math.round(estate.state.newest().held);
    for (int i = 0; i < 80; i++) {
      estate.calling(i % 2 == 0 ? 200 : 210).slot(living, SECOND);
    }
    assertThat(estate.pages()).isEmpty();
    assertThat(estate.last().recovered).isTrue();
    int told = estate.findings().size();
    estate.slots(10, living, SECOND);
    assertThat(estate.findings()).hasSize(told);
  }

  /** Yesterday as many environments fitted: the same tide is no news. */
  @Test
  void whatFittedOnTheDayBeforeIsNoNews() {
    usual();
    PeakHistory.push(estate.state.history.dayPeaks, 80);
    estate.state.history.days = 1;
    rise(85);
    assertThat(estate.pages()).isEmpty();
  }

  @Test
  void aStepIsNoRise() {
    usual();
    estate.calling(250).slots(40, 60, SECOND);
    assertThat(estate.findings()).isEmpty();
  }

  @Test
  void environmentsThatAReleaseReplacesAreNoRise() {
    usual();
    for (int i = 0; i < 60; i++) {
      estate.calling(i % 2 == 0 ? 45 : 55).slot(Math.min(78, 15 + i), SECOND);
    }
    assertThat(estate.state.panes).hasSize(ConnectionState.PANES);
    assertThat(Ramp.of(estate.state.panes, Estate.SLOT)).isNull();
  }

  @Test
  void callsThatGetSlowerAtUsualTrafficAreATicketLongBeforeEnvironmentsGrow() {
    usual();
    for (int i = 0; i < 60; i++) {
      estate.calling(i % 2 == 0 ? 45 : 55).slot(20 + i / 4, (long) (SECOND * Math.exp(i / 48.0)));
    }
    assertThat(estate.pages()).isEmpty();
    assertThat(first(Severity.TICKET).headline)
        .contains("slower at usual traffic and slowing")
        .contains("of 100 connections used; full within ")
        .contains(String.format("calls %.1f× slower", first(Severity.TICKET).measure.value));
  }

  @Test
  void callsThatBecameSlowerOnceAreNone() {
    usual();
    for (int i = 0; i < 60; i++) {
      estate.calling(i % 2 == 0 ? 45 : 55).slot(30, i % 2 == 0 ? 3_000 : 3_050);
    }
    assertThat(estate.findings()).isEmpty();
  }
}
