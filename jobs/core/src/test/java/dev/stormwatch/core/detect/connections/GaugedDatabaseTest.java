package dev.stormwatch.core.detect.connections;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * What a count of a database's connections shows that environments do not. The database of the
 * tests takes 100, of which others hold 10.
 */
class GaugedDatabaseTest {

  private final Estate estate = new Estate("orders-db");

  @Test
  void aGaugeShowsConnectionsThatNoEnvironmentExplains() {
    estate.slots(60, 20, 100);
    for (int minute = 0; minute < 10 && estate.findings().isEmpty(); minute++) {
      estate.gauge("orders-db", 30 + 10 * minute, 103).slots(12, 20, 100);
    }
    assertThat(estate.findings()).isNotEmpty();
    assertThat(estate.findings().get(0).measure.value).isBetween(0.4, 0.8);
    assertThat(estate.findings().get(0).prediction).isNotNull();
  }

  /** Lambda keeps them, and their connections, long after the last call. */
  @Test
  void environmentsThatAreNoLongerHeardOfAreNoLeakWhileTheGaugeStandsStill() {
    estate.slots(60, 60, 100);
    for (int minute = 0; minute < 10; minute++) {
      estate.gauge("orders-db", 70, 103).slots(12, Math.max(5, 60 - 10 * minute), 100);
    }
    assertThat(estate.findings()).isEmpty();
  }

  @Test
  void otherClientsThatOpenConnectionsByTheDozenAndStopSayNothing() {
    estate.slots(60, 20, 100);
    for (int minute = 0; minute < 10; minute++) {
      estate.gauge("orders-db", 30 + 10 * Math.min(3, minute), 103).slots(12, 20, 100);
    }
    assertThat(estate.findings()).isEmpty();
  }

  @Test
  void aGaugeThatRisesOnceSaysNothing() {
    estate.slots(60, 20, 100);
    for (int minute = 0; minute < 10; minute++) {
      estate.gauge("orders-db", minute < 3 ? 30 : 70, 103).slots(12, 20, 100);
    }
    assertThat(estate.findings()).isEmpty();
  }

  @Test
  void aGaugeThatShowsRoomIsBelievedBeforeTheEstimate() {
    estate.slots(60, 20, 100);
    for (long living = 20; living < 90; living++) {
      estate.gauge("orders-db", 15, 103).slot(living, 100);
    }
    assertThat(estate.findings()).isEmpty();
  }
}
