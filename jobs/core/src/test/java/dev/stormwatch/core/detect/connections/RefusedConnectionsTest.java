package dev.stormwatch.core.detect.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Severity;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A database that refuses connections, until that is over. That of the tests takes 100, of which
 * others hold 10.
 */
class RefusedConnectionsTest {

  private final Estate estate = new Estate("orders-db");

  @Test
  void refusalsArePagedAtOnce() {
    estate.slots(60, 20, 100).refusing(5).slot(20, 100);
    assertThat(estate.last().severity).isEqualTo(Severity.PAGE);
    assertThat(estate.last().impact.seen).isTrue();
    assertThat(estate.last().headline).contains("refuses connections");
    assertThat(estate.last().evidence).hasSize(1);
  }

  @Test
  void aSingleStrayLineFarFromTheLimitSaysNothing() {
    estate.slots(60, 20, 100).refusing(1).slots(30, 20, 100);
    assertThat(estate.findings()).isEmpty();
  }

  @Test
  void whatFewEnvironmentsDoNotExplainIsHeldBySomethingElse() {
    estate.slots(60, 7, 100).refusing(5).slot(7, 100);
    assertThat(estate.last().headline)
        .contains("17 of 100 explained: pools of about 13, or something else holds the rest");
    assertThat(estate.last().recommendations)
        .extracting(row -> row.action)
        .anyMatch(action -> action.contains("sessions"))
        .noneMatch(action -> action.startsWith("cap the concurrency"));
  }

  /** A pool of twelve in each of seven environments leaves nothing of a hundred. */
  @Test
  void poolsAreToldAsLargeAsTheyWouldHaveToBe() {
    estate.slots(60, 7, 100).refusing(5).slot(7, 100);
    assertThat(estate.last().recommendations)
        .anySatisfy(
            row -> assertThat(row.reason).contains("(100 − 10 of other clients) / 7 = 12.9"));
  }

  /** New ones would ask for connections while old ones still hold theirs. */
  @Test
  void nobodyRecyclesEnvironmentsWhileConnectionsAreRefused() {
    estate.slots(60, 7, 100).refusing(5).slot(7, 100);
    assertThat(estate.last().recommendations)
        .extracting(row -> row.action)
        .isNotEmpty()
        .noneMatch(action -> action.contains("recycle"));
  }

  /** 120 environments live on, a few of them are called, and whoever has none is refused. */
  @Test
  void refusalsThatOutliveTheirCauseAdviseToRecycle() {
    estate.slots(60, 20, 100);
    for (int slot = 0; slot < 12; slot++) {
      estate.refusing(20).slot(120, 4_000);
    }
    assertThat(estate.last().recommendations)
        .noneMatch(row -> row.action.startsWith("recycle the environments"));
    for (int slot = 0; slot < 40; slot++) {
      estate.refusing(5).slot(120, 80);
    }
    assertThat(estate.last().headline)
        .contains("calls are quick again", "idle environments hold all 100 connections");
    assertThat(estate.last().measure.name).isEqualTo("connection-refusals-while-idle");
    assertThat(estate.last().recommendations.get(0).action)
        .startsWith("recycle the environments of");
    assertThat(estate.last().recommendations.get(0).sideEffect).contains("replaces");
  }

  /** A server that is down: every call fails, and each that is tried again needs an environment. */
  @Test
  void environmentsWhoseCallsAllFailForetellNothing() {
    estate.slots(60, 20, 100);
    for (int slot = 0; slot < 12; slot++) {
      estate.failing(50).slot(20 + 8 * slot, 5_000);
    }
    assertThat(estate.findings()).isEmpty();
  }

  /** Those that it refused are not all heard of in the slot of the first refusal. */
  @Test
  void ofEnvironmentsThatHaveJustBegunMoreAreToBeHeardOf() {
    estate.slots(60, 7, 100).refusing(5).slot(14, 100);
    assertThat(estate.last().headline)
        .contains("24 of 100 explained so far")
        .doesNotContain("something else");
    assertThat(estate.last().recommendations)
        .anySatisfy(row -> assertThat(row.reason).contains("more are there than are heard of"));
    assertThat(estate.last().recommendations)
        .noneMatch(row -> row.action.startsWith("cap the concurrency"));
    for (int slot = 0; slot < 8; slot++) {
      estate.refusing(5).slot(14, 100);
    }
    assertThat(estate.last().headline).contains("something else");
  }

  @Test
  void environmentsThatHaveJustMultipliedMayFillItThemselves() {
    estate.slots(60, 7, 100).refusing(5).slot(35, 100);
    assertThat(estate.last().headline).doesNotContain("something else");
    assertThat(estate.last().recommendations)
        .extracting(row -> row.action)
        .anyMatch(action -> action.startsWith("cap the concurrency"));
  }

  @Test
  void whatWasRefusedIsStillToldWhenItIsOver() {
    estate.slots(60, 20, 100).refusing(5).slot(20, 100).slots(60, 20, 100);
    assertThat(estate.last().recovered).isTrue();
    assertThat(estate.last().impact.seen).isTrue();
  }

  @Test
  void itIsOverWhenNothingIsRefusedAndNothingGrows() {
    estate.slots(60, 20, 100).refusing(5).slot(90, 2_000).slots(60, 40, 100);
    assertThat(estate.last().recovered).isTrue();
    int said = estate.findings().size();
    estate.slots(60, 40, 100);
    assertThat(estate.findings()).hasSize(said);
  }

  /** Environments are a record of peaks, and stand still until the next. */
  @Test
  void itIsNotOverWhileCallsGetSlowerAndEnvironmentsStandStill() {
    estate.slots(60, 20, 100).refusing(5).slot(40, 300);
    for (double millis = 300; millis < 900; millis *= 1.01) {
      estate.slot(40, (long) millis);
    }
    assertThat(estate.findings()).noneMatch(finding -> finding.recovered);
    estate.slots(20, 40, 100);
    assertThat(estate.last().recovered).isTrue();
  }

  @Test
  void callsThatStaySlowKeepItOpenForTenMinutesAndNoLonger() {
    estate.slots(60, 20, 100).refusing(5).slots(100, 40, 800);
    assertThat(estate.findings()).noneMatch(finding -> finding.recovered);
    estate.slots(48, 40, 800);
    assertThat(estate.last().recovered).isTrue();
  }

  @Test
  void chanceDoesNotMakeSlowCallsSlower() {
    Random random = new Random(11);
    estate.slots(60, 20, 100).refusing(5).slot(40, 800);
    for (int i = 0; i < 180; i++) {
      estate.slot(40, 700 + random.nextInt(200));
    }
    assertThat(estate.last().recovered).isTrue();
  }
}
