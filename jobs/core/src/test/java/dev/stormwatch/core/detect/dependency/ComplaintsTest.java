package dev.stormwatch.core.detect.dependency;

import static dev.stormwatch.core.detect.dependency.Life.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that end well and log an error. */
class ComplaintsTest {

  @Test
  void callsThatAllAtOnceEndWithAnErrorInTheLogAreATicketToo() {
    Life life = new Life().slots(10 * MINUTE, 0);
    Finding ticket = life.complaining(12, 0.7).said().get(0);
    assertThat(ticket.severity).isEqualTo(Severity.TICKET);
    assertThat(ticket.measure.name).isEqualTo("complaint-share");
    assertThat(ticket.headline)
        .matches(
            "charge-card: \\d+ % of calls end with an error in the log, in environments that did"
                + " not before");
    assertThat(life.complaining(MINUTE + 1, 0).last().recovered).isTrue();
    int before = life.said().size();
    assertThat(life.slots(10 * MINUTE, 0).said()).hasSize(before);
  }

  @Test
  void whereMostCallsEndSoForFiveMinutesSomebodyIsWoken() {
    Life life = new Life().slots(10 * MINUTE, 0).complaining(5 * MINUTE, 0.95);
    assertThat(life.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
    assertThat(life.complaining(MINUTE / 2, 0.95).last().severity).isEqualTo(Severity.PAGE);
    Life part = new Life().slots(10 * MINUTE, 0).complaining(20 * MINUTE, 0.4);
    assertThat(part.said()).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
    Life always = new Life().complaining(60 * MINUTE, 0.95);
    assertThat(always.said()).isEmpty();
  }

  /** A bot tries passwords, four times as often as all others log in. */
  @Test
  void refusedCallsBesideThoseOfAlwaysWakeNobody() {
    Life life = new Life().slots(60 * MINUTE, 0);
    life.complaining = 0.85;
    for (int i = 0; i < 15 * MINUTE; i++) {
      life.slot(100, 0);
    }
    assertThat(life.said()).isNotEmpty();
    assertThat(life.said()).noneMatch(finding -> finding.severity == Severity.PAGE);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.12, 0.3, 0.5, 1})
  void aShareOfComplaintsThatIsUsualSaysNothing(double share) {
    assertThat(new Life().complaining(120 * MINUTE, share).said()).isEmpty();
  }

  @Test
  void failuresAreToldAsFailuresAndTheirEndWaitsForThatOfComplaints() {
    Life life = new Life().slots(10 * MINUTE, 0).complaining(4, 0.1);
    life.complaining = 0;
    life.slots(12, 0.9);
    assertThat(life.said()).isNotEmpty();
    assertThat(life.said()).allMatch(said -> said.measure.name.equals("failure-share"));
    life.complaining(2 * MINUTE, 0.9);
    assertThat(life.said()).noneMatch(said -> said.recovered);
    assertThat(life.last().measure.name).isEqualTo("complaint-share");
    assertThat(life.complaining(2 * MINUTE, 0).said())
        .filteredOn(said -> said.recovered)
        .hasSize(1);
  }
}
