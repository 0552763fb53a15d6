package dev.stormwatch.core.detect.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The database of the tests takes 100 connections, of which others hold 10. */
class TicketRuleTest {

  private static final int HOUR = (int) (PeakHistory.HOUR / Estate.SLOT);

  /** Slots are five minutes apart, so that days pass quickly. */
  private static final int SPARSE = 60;

  private Estate estate = new Estate("orders-db");

  private void day(long peak) {
    for (int i = 0; i < 24 * HOUR / SPARSE; i++) {
      estate.silent(SPARSE - 1).slot(i == 100 ? peak : 5, 100);
    }
  }

  private void hour(long connections) {
    for (int i = 0; i < HOUR / 12; i++) {
      estate.silent(6).gauge("orders-db", connections, 103).silent(5).slot(5, 100);
    }
  }

  @Test
  void aDatabaseThatRetriesWouldFillIsToldAfterADay() {
    day(25);
    assertThat(estate.findings()).isEmpty();
    day(25);
    Finding ticket = estate.findings().get(0);
    assertThat(ticket.severity).isEqualTo(Severity.TICKET);
    assertThat(ticket.headline)
        .isEqualTo(
            "orders-db would not survive a retry storm: a day's peak of 25 × 3 tries + 10 others ="
                + " 85 of 100 connections");
    assertThat(ticket.recommendations.get(0).action).isEqualTo("cap the concurrency of checkout");
  }

  @Test
  void aDatabaseWithRoomForRetriesIsNotToldOf() {
    day(23);
    day(23);
    day(23);
    assertThat(estate.findings()).isEmpty();
  }

  @Test
  void reservedConcurrencyBoundsWhatRetriesCanDo() {
    estate = reserving(60);
    day(40);
    day(40);
    assertThat(estate.findings()).isEmpty();
  }

  @Test
  void reservedConcurrencyThatDoesNotFitIsToldWithinHours() {
    estate = reserving(95);
    estate.slots(HOUR + 1, 5, 100);
    assertThat(estate.last().severity).isEqualTo(Severity.TICKET);
    assertThat(estate.last().headline).contains("reserved concurrency lets functions hold 95");
  }

  private static Estate reserving(long executions) {
    return new Estate(
        "orders-db",
        TestSettings.usual()
            .with("databases", List.of(TestSettings.database("orders-db", 103, 3, 10, "checkout")))
            .with("functions", List.of(TestSettings.rule("checkout", true, executions)))
            .settings());
  }

  @Test
  void peaksThatRiseDayByDayAreToldWithTheTimeThatIsLeft() {
    estate = reserving(80);
    for (long peak = 40; peak <= 60; peak += 5) {
      day(peak);
    }
    day(60);
    Finding ticket = estate.findings().get(0);
    assertThat(ticket.headline).contains("fills up day by day: peaks of 50, then 55, then 60");
    assertThat(ticket.prediction).isNotNull();
    assertThat(ticket.prediction.at - estate.now()).isLessThan(7 * PeakHistory.DAY);
    assertThat(estate.last().recovered).isFalse();
  }

  @Test
  void aWeekWithAQuietDayIsNoSlowApproach() {
    estate = reserving(80);
    for (long peak : new long[] {40, 45, 50, 30, 50, 55, 60, 61, 62}) {
      day(peak);
    }
    assertThat(estate.findings()).isEmpty();
  }

  @Test
  void aSlowLeakIsToldInHours() {
    for (int i = 0; i < 7; i++) {
      hour(40 + 3 * i);
    }
    assertThat(estate.findings()).isNotEmpty();
    assertThat(estate.findings().get(0).severity).isEqualTo(Severity.TICKET);
    assertThat(estate.last().headline).contains("loses connections", "UTC (in ");
  }

  @Test
  void aPageTakesItsPlaceAndTheTicketDoesNotKeepItOpen() {
    day(25);
    day(25);
    assertThat(estate.last().severity).isEqualTo(Severity.TICKET);
    estate.slots(60, 20, 100).refusing(5).slot(20, 100);
    assertThat(estate.last().severity).isEqualTo(Severity.PAGE);
    assertThat(estate.last().onset).isGreaterThan(estate.now() - 300_000);
    estate.slots(60, 20, 100);
    assertThat(estate.last().recovered).isTrue();
    int said = estate.findings().size();
    estate.slots(HOUR / 2, 20, 100);
    assertThat(estate.findings()).hasSize(said);
  }

  @Test
  void anOpenTicketIsSaidAgainWhileTheDatabaseIsSilent() {
    day(25);
    day(25);
    int said = estate.findings().size();
    estate.silent(HOUR).wake();
    assertThat(estate.findings()).hasSize(said + 1);
    assertThat(estate.last().recovered).isFalse();
  }

  @Test
  void aDatabaseThatStaysNearlyFullIsATicketAfterFourMinutes() {
    estate.calling(300).slots(ConnectionState.PANES - 1, 84, 1_000);
    assertThat(estate.findings()).isEmpty();
    estate.slot(83, 1_000);
    assertThat(estate.last().severity).isEqualTo(Severity.TICKET);
    assertThat(estate.last().headline)
        .isEqualTo(
            "orders-db has been nearly full for 4 min: at least 93 of 100 connections used, none"
                + " refused");
    estate.slots(HOUR, 30, 100);
    assertThat(estate.last().recovered).isTrue();
  }

  @Test
  void oneThatHasRoomNowAndThenIsNot() {
    for (int i = 0; i < 20; i++) {
      estate.calling(300).slots(ConnectionState.PANES - 1, 84, 1_000).slot(80, 1_000);
    }
    assertThat(estate.findings()).isEmpty();
  }

  @Test
  void oneThatAReleaseFillsIsNotUnlessAGaugeShowsIt() {
    estate.calling(150).slots(2 * ConnectionState.PANES, 84, 1_000);
    assertThat(estate.findings()).isEmpty();
    estate.gauge("orders-db", 94, 103).slot(84, 1_000);
    assertThat(estate.last().headline).contains("nearly full");
  }

  @Test
  void whereMoreIsCountedThanThereIsTheCountIsWrong() {
    estate.calling(300).slots(2 * ConnectionState.PANES, 92, 1_000);
    assertThat(estate.findings()).isEmpty();
  }

  @Test
  void itIsOverWhenItFitsAgain() {
    day(25);
    day(25);
    day(10);
    day(10);
    assertThat(estate.last().recovered).isTrue();
  }

  @Test
  void whatIsKnownOfDaysSurvivesItsBytes() {
    day(25);
    estate.state = Bytes.copy(new ConnectionState.ByteCodec(), estate.state);
    day(25);
    assertThat(estate.findings()).isNotEmpty();
  }
}
