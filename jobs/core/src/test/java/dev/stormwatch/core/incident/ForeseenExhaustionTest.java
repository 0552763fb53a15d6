package dev.stormwatch.core.incident;

import static dev.stormwatch.core.incident.Pager.HOUR;
import static dev.stormwatch.core.incident.Pager.SLOT;
import static dev.stormwatch.core.incident.Pager.START;
import static dev.stormwatch.core.incident.Pager.database;
import static dev.stormwatch.core.incident.Pager.finding;
import static dev.stormwatch.core.incident.Pager.function;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Impact;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Measure;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A ticket says what could happen to a database; then it happens. */
class ForeseenExhaustionTest {

  private final Pager pager = new Pager(TestSettings.usual().settings());

  private static Finding ticket() {
    return finding(Kind.CONNECTION_EXHAUSTION, database("checkout"), Severity.TICKET, START - HOUR);
  }

  private Finding storm() {
    return finding(Kind.CONNECTION_EXHAUSTION, database("checkout"), Severity.PAGE, pager.now);
  }

  @Test
  void thePageGoesOutInTheSlotThatFoundItThoughATicketIsOpen() {
    pager.keep(4 * HOUR, ticket());
    assertThat(pager.said()).containsExactly("open connection-exhaustion");
    long before = pager.now;
    pager.slot(storm());
    assertThat(pager.said())
        .containsExactly("open connection-exhaustion", "escalate connection-exhaustion");
    assertThat(pager.last().severity).isEqualTo(Severity.PAGE);
    assertThat(pager.last().decidedAt).isEqualTo(before + SLOT);
  }

  /** Not that of the ticket, which may be days old: whoever is woken asks when it began. */
  @Test
  void thePageHasTheOnsetOfTheStorm() {
    pager.keep(4 * HOUR, ticket());
    long before = pager.now;
    pager.slot(storm());
    assertThat(pager.last().onset).isEqualTo(before);
    assertThat(pager.last().incidentId).isEqualTo(pager.opened().get(0));
  }

  @Test
  void whatCouldHappenExplainsNothing() {
    pager.keep(HOUR, ticket());
    pager.keep(
        HOUR,
        ticket(),
        finding(Kind.COLD_START_SPIKE, function("checkout"), Severity.TICKET, pager.now));
    assertThat(pager.said()).containsExactly("open connection-exhaustion", "open cold-start-spike");
  }

  @Test
  void thatALoopWillNotHealByItselfIsNews() {
    Finding storm = storm();
    pager.slot(storm);
    Finding stays =
        new Finding(
            storm.kind,
            storm.subject,
            Severity.PAGE,
            false,
            storm.onset,
            "retries alone keep it full",
            new Measure(Measure.SUSTAINED_LOOP_GAIN, 1, "times in 30 s", 1.2, 120, 800, 1),
            new Impact(false, Long.MIN_VALUE, ""),
            List.of(),
            List.of());
    pager.keep(HOUR / 4, stays);
    assertThat(pager.said())
        .containsExactly("open connection-exhaustion", "update connection-exhaustion");
    assertThat(pager.last().headline)
        .isEqualTo("will not heal by itself: retries alone keep it full");
  }
}
