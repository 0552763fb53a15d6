package dev.stormwatch.core.detect.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Prediction;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Growth, of environments or of what their calls take. The database of the tests takes 100
 * connections, of which others hold 10.
 */
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
  void environmentsThatAreHeardOfAgainAfterASilenceAreNoGrowth() {
    estate.slots(60, 70, 100).silent(200);
    for (long living = 5; living <= 80; living += 5) {
      estate.slot(living, 100);
    }
    estate.slots(30, 80, 100);
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

  private static List<String> headlines(Estate estate) {
    List<String> all = new ArrayList<>();
    estate.findings().forEach(finding -> all.add(finding.headline));
    return all;
  }
}
