package dev.stormwatch.core.incident;

import static dev.stormwatch.core.incident.Pager.HOLD;
import static dev.stormwatch.core.incident.Pager.HOUR;
import static dev.stormwatch.core.incident.Pager.MINUTE;
import static dev.stormwatch.core.incident.Pager.SLOT;
import static dev.stormwatch.core.incident.Pager.START;
import static dev.stormwatch.core.incident.Pager.cold;
import static dev.stormwatch.core.incident.Pager.database;
import static dev.stormwatch.core.incident.Pager.finding;
import static dev.stormwatch.core.incident.Pager.over;
import static dev.stormwatch.core.incident.Pager.storm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one incident keeps back of another. */
class PagerMutingTest {

  private static final long LINGER = 5 * MINUTE;

  private final Pager pager = new Pager(TestSettings.usual().settings());

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

  /** Nobody acts on what would not have woken anybody; the next message lists it. */
  @Test
  void aMutedTicketIsNoNews() {
    pager.slot(storm());
    pager.keep(5 * MINUTE, storm(), cold("checkout", Severity.TICKET));
    assertThat(pager.said()).containsExactly("open connection-exhaustion");
  }

  /** What waits for a minute is not to be what was so a minute ago. */
  @Test
  void anUpdateThatWaitedHasTheFiguresOfThen() {
    pager.slot(storm());
    for (int connections = 100; connections < 116; connections++) {
      Finding then = storm();
      Finding now =
          new Finding(
              then.kind,
              then.subject,
              then.severity,
              false,
              then.onset,
              then.headline + ", " + connections + " connections",
              then.measure,
              then.impact,
              List.of(),
              List.of());
      pager.slot(now, cold("checkout", Severity.PAGE));
    }
    assertThat(pager.said())
        .containsExactly("open connection-exhaustion", "update connection-exhaustion");
    assertThat(pager.last().headline)
        .startsWith("1 effect muted: connection-exhaustion of ")
        .containsPattern(" 1(0[7-9]|1[0-5]) connections$");
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
}
