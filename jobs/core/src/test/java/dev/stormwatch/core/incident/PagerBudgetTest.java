package dev.stormwatch.core.incident;

import static dev.stormwatch.core.incident.Pager.HOUR;
import static dev.stormwatch.core.incident.Pager.MINUTE;
import static dev.stormwatch.core.incident.Pager.cold;
import static dev.stormwatch.core.incident.Pager.over;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.incident.Alert.Action;
import dev.stormwatch.core.settings.TestSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept back since nobody reads so many pages. */
class PagerBudgetTest {

  private final Pager pager = new Pager(TestSettings.usual().settings());

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

  /** Twenty pages are open and the digest was sent: the next one has to wait. */
  private List<Finding> full() {
    List<Finding> storms = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      storms.add(cold("function-" + i, Severity.PAGE));
      pager.slot(storms);
    }
    assertThat(pager.heard()).hasSize(21);
    return storms;
  }

  private void keep(long millis, List<Finding> findings) {
    for (long end = pager.now + millis; pager.now < end; ) {
      pager.slot(findings);
    }
  }

  @Test
  void whatEndsBeforeItsDigestIsToldAndEnds() {
    List<Finding> storms = full();
    Finding brief = cold("brief", Severity.PAGE);
    storms.add(brief);
    pager.slot(storms);
    storms.set(21, over(brief));
    keep(MINUTE, storms);
    storms.remove(21);
    keep(3 * MINUTE, storms);
    assertThat(pager.heard()).as("it is over, and nobody knows").hasSize(21);
    keep(7 * MINUTE, storms);
    assertThat(pager.heard()).hasSize(23);
    Alert told = pager.heard().get(21);
    assertThat(told.action).isEqualTo(Action.OPEN);
    assertThat(told.headline).startsWith("over by now: ");
    assertThat(told.severity).isEqualTo(Severity.PAGE);
    assertThat(pager.last().action).isEqualTo(Action.RESOLVE);
    assertThat(pager.last().incidentId).isEqualTo(told.incidentId);
    assertThat(pager.last().sequence).isEqualTo(2);
  }

  @Test
  void whatStillGoesOnStandsForWhatIsOver() {
    List<Finding> storms = full();
    Finding brief = cold("a-brief-one", Severity.PAGE);
    storms.add(brief);
    storms.add(cold("lasting", Severity.PAGE));
    pager.slot(storms);
    storms.set(21, over(brief));
    keep(11 * MINUTE, storms);
    assertThat(pager.heard()).hasSize(22);
    assertThat(pager.last().finding.subject.names()).containsValue("lasting");
    assertThat(pager.last().headline).startsWith("+1 page held back by the page budget: cold");
    assertThat(pager.last().inhibits)
        .singleElement()
        .satisfies(past -> assertThat(past.text).startsWith("over by now: "));
  }
}
