package dev.stormwatch.core.detect.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Prediction;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.model.DatabaseSlot;
import dev.stormwatch.core.model.FunctionShare;
import dev.stormwatch.core.model.GaugeReading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The database of the tests takes 100 connections, of which others hold 10. */
class ConnectionDetectorTest {

  private final Estate estate = new Estate("orders-db");

  @Test
  void aRampWithQuickAnswersIsForetoldNearTheLimit() {
    estate.slots(60, 20, 100);
    for (long living = 20; living < 90; living++) {
      estate.slot(living, 100);
      if (!estate.findings().isEmpty()) {
        break;
      }
    }
    Finding page = estate.findings().get(0);
    assertThat(page.kind).isEqualTo(Kind.CONNECTION_EXHAUSTION);
    assertThat(page.severity).isEqualTo(Severity.PAGE);
    assertThat(page.subject.key()).isEqualTo("database/111122223333/eu-west-1/orders-db");
    assertThat(page.subject.functions()).containsExactly("checkout");
    assertThat(page.impact.seen).isFalse();
    Prediction prediction = page.prediction;
    assertThat(prediction).isNotNull();
    assertThat(prediction.at).isBetween(estate.now() + 20_000, estate.now() + 120_000);
    assertThat(prediction.earliest).isLessThanOrEqualTo(prediction.at);
    assertThat(prediction.latest).isGreaterThanOrEqualTo(prediction.at);
  }

  @Test
  void aRampWithQuickAnswersThatLevelsOffAtSevenTenthsSaysNothing() {
    estate.slots(60, 20, 100);
    for (long living = 20; living <= 60; living++) {
      estate.slot(living, 100);
    }
    estate.slots(120, 60, 100);
    assertThat(estate.findings()).isEmpty();
  }

  @Test
  void slowAnswersMakeGrowthBelievedFarFromTheLimit() {
    estate.slots(60, 20, 100);
    double living = 20;
    for (int i = 0; i < 40 && estate.findings().isEmpty(); i++) {
      living *= 1.1;
      estate.slot((long) living, (long) (100 * living / 20));
    }
    assertThat(estate.findings()).isNotEmpty();
    assertThat(estate.findings().get(0).measure.value).isLessThan(0.7);
    assertThat(estate.findings().get(0).headline).contains("slower");
  }

  @Test
  void slowAnswersMakeGrowthBelievedWhileMoreCallsBeginThanEnd() {
    estate.slots(60, 20, 100);
    for (long running = 20; running < 80 && estate.findings().isEmpty(); running += 5) {
      estate.running(running).slot(running, 800);
    }
    assertThat(estate.findings()).isNotEmpty();
    assertThat(estate.last().measure.value).isLessThan(0.7);
  }

  /** Environments are heard of late, so that they seem to grow on. */
  @Test
  void answersThatBecameSlowerOnceLevelOffWhenTheFirstAreBack() {
    estate.calling(20).slots(60, 20, 100);
    estate.running(12).slot(20, 100).running(20).slot(30, 800);
    for (long living = 40; living <= 60; living += 10) {
      estate.running(20).slot(living, 800);
    }
    estate.slots(40, 60, 800);
    assertThat(estate.findings()).isEmpty();
  }

  @Test
  void slowAnswersWithoutGrowthSayNothing() {
    estate.slots(60, 50, 100).slots(60, 50, 800);
    assertThat(estate.findings()).isEmpty();
  }

  @Test
  void refusalsArePagedAtOnce() {
    estate.slots(60, 20, 100).refusing(5).slot(20, 100);
    assertThat(estate.last().severity).isEqualTo(Severity.PAGE);
    assertThat(estate.last().impact.seen).isTrue();
    assertThat(estate.last().headline).contains("refuses connections");
    assertThat(estate.last().evidence).hasSize(1);
  }

  @Test
  void environmentsThatAreHeardOfAgainAfterASilenceAreNoGrowth() {
    estate.slots(60, 70, 100).silent(200);
    for (long living = 5; living <= 80; living += 5) {
      estate.slot(living, 100);
    }
    estate.slots(30, 80, 100);
    assertThat(estate.findings()).isEmpty();
  }

  @Test
  void whatWasRefusedIsStillToldWhenItIsOver() {
    estate.slots(60, 20, 100).refusing(5).slot(20, 100).slots(60, 20, 100);
    assertThat(estate.last().recovered).isTrue();
    assertThat(estate.last().impact.seen).isTrue();
  }

  @Test
  void whatFewEnvironmentsDoNotExplainIsHeldBySomethingElse() {
    estate.slots(60, 7, 100).refusing(5).slot(7, 100);
    assertThat(estate.last().headline)
        .contains("its functions explain 17 of 100; something else holds the rest");
    assertThat(estate.last().recommendations)
        .extracting(row -> row.action)
        .anyMatch(action -> action.contains("sessions"))
        .anyMatch(action -> action.contains("recycle"))
        .noneMatch(action -> action.startsWith("cap the concurrency"));
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
  void aSingleStrayLineFarFromTheLimitSaysNothing() {
    estate.slots(60, 20, 100).refusing(1).slots(30, 20, 100);
    assertThat(estate.findings()).isEmpty();
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
  void slowerAnswersWhileTrafficRisesAreBelievedBeforeAnythingGrows() {
    estate.slots(200, 20, 100).calling(100);
    for (long millis = 110; millis < 250; millis += 10) {
      estate.slot(20, millis);
    }
    assertThat(estate.findings()).isNotEmpty();
    assertThat(estate.findings().get(0).headline).contains("saturates");
    assertThat(estate.findings().get(0).severity).isEqualTo(Severity.PAGE);
  }

  @Test
  void slowerAnswersThatGetNoSlowerSayNothingHoweverMuchTrafficRises() {
    estate.slots(200, 20, 100).calling(60).slots(6, 20, 180);
    for (long calls = 70; calls < 150; calls += 5) {
      estate.calling(calls).slot(20, 180);
    }
    assertThat(estate.findings()).isEmpty();
  }

  @Test
  void slowerAnswersUnderTrafficThatNoLongerRisesSayNothing() {
    estate.slots(200, 20, 100).calling(100).slots(20, 20, 100).slots(20, 20, 150);
    assertThat(estate.findings()).isEmpty();
  }

  @Test
  void moreTrafficWithQuickAnswersSaysNothing() {
    estate.slots(200, 20, 100).calling(150).slots(60, 20, 110);
    assertThat(estate.findings()).isEmpty();
  }

  @Test
  void slowerAnswersAtTheUsualTrafficSayNothing() {
    estate.slots(200, 20, 100).slots(60, 20, 180);
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

  @Test
  void anEmptyPoolInsideAProcessWithRoomAtTheServerIsNoReasonForCaps() {
    estate.slots(60, 50, 100);
    for (int i = 0; i < 6; i++) {
      estate.poolEmpty(5).slot(50, 100);
    }
    assertThat(actions()).containsExactly("look at the pool inside the process, not at the server");
  }

  @Test
  void connectionsThatAreOpenedTooFastAreAnotherMatterThanTooMany() {
    estate.slots(60, 50, 100).tooFast(5).slot(50, 100);
    assertThat(actions()).startsWith("open connections less often");
  }

  @Test
  void behindAProxyNobodyIsToldToPutOne() {
    estate.slots(60, 50, 100);
    estate.naming("shop.proxy-c9.eu-west-1.rds.amazonaws.com").refusing(5).slot(80, 100);
    assertThat(actions())
        .contains("see what holds the proxy's connections", "do not raise max_connections")
        .doesNotContain("put a pooler between them");
  }

  private List<String> actions() {
    List<String> actions = new ArrayList<>();
    estate.last().recommendations.forEach(row -> actions.add(row.action));
    return actions;
  }

  @Test
  void adviceShowsHowManyEnvironmentsFit() {
    estate.slots(60, 20, 100).refusing(5).slot(90, 1_000);
    assertThat(estate.last().recommendations)
        .anySatisfy(
            row -> {
              assertThat(row.action).isEqualTo("cap the concurrency of checkout");
              assertThat(row.value).isEqualTo("80");
              assertThat(row.reason).contains("floor((100 connections × 0.90 − 10");
              assertThat(row.command).contains("put-function-concurrency --function-name checkout");
              assertThat(row.sideEffect).contains("throttled");
            })
        .anySatisfy(row -> assertThat(row.action).isEqualTo("do not raise max_connections"));
  }

  @Test
  void stateSurvivesItsBytes() {
    Estate other = new Estate("orders-db");
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      long living = 20 + i / 3;
      long millis = 100 + random.nextInt(200);
      int refused = random.nextInt(40) == 0 ? 3 : 0;
      estate.refusing(refused).slot(living, millis);
      other.refusing(refused).slot(living, millis);
      other.state = Bytes.copy(new ConnectionState.ByteCodec(), other.state);
    }
    assertThat(headlines(other)).isEqualTo(headlines(estate)).isNotEmpty();
  }

  @Test
  void theOrderOfPiecesDoesNotMatter() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      List<DatabaseSlot> pieces = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        pieces.add(piece(random));
      }
      byte[] one = Bytes.of(new DatabaseSlot.ByteCodec(), merged(pieces));
      Collections.shuffle(pieces, random);
      assertThat(Bytes.of(new DatabaseSlot.ByteCodec(), merged(pieces))).isEqualTo(one);
    }
  }

  private static DatabaseSlot piece(Random random) {
    DatabaseSlot piece = new DatabaseSlot("111122223333", "eu-west-1", "orders-db");
    FunctionShare share = new FunctionShare();
    share.living = random.nextInt(50);
    share.attempts = random.nextInt(50);
    share.refused = random.nextInt(3);
    piece.add("function-" + random.nextInt(8), share);
    if (random.nextBoolean()) {
      piece.add(
          new GaugeReading(
              "db-" + random.nextInt(2),
              Estate.START + random.nextInt(5),
              random.nextInt(3),
              random.nextInt(3)));
    }
    return piece;
  }

  private static DatabaseSlot merged(List<DatabaseSlot> pieces) {
    DatabaseSlot slot = new DatabaseSlot("111122223333", "eu-west-1", "orders-db");
    for (DatabaseSlot piece : pieces) {
      slot = slot.merge(Bytes.copy(new DatabaseSlot.ByteCodec(), piece));
    }
    return slot;
  }

  private static List<String> headlines(Estate estate) {
    List<String> all = new ArrayList<>();
    estate.findings().forEach(finding -> all.add(finding.headline));
    return all;
  }
}
