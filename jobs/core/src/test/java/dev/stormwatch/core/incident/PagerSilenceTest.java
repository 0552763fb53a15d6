package dev.stormwatch.core.incident;

import static dev.stormwatch.core.incident.Pager.HOLD;
import static dev.stormwatch.core.incident.Pager.HOUR;
import static dev.stormwatch.core.incident.Pager.MINUTE;
import static dev.stormwatch.core.incident.Pager.SLOT;
import static dev.stormwatch.core.incident.Pager.START;
import static dev.stormwatch.core.incident.Pager.cold;
import static dev.stormwatch.core.incident.Pager.over;
import static dev.stormwatch.core.incident.Pager.storm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.settings.Silence;
import dev.stormwatch.core.settings.TestSettings;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What somebody asked to be kept back. */
class PagerSilenceTest {

  private final Pager pager = new Pager(TestSettings.usual().settings());

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

  private static String text(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
