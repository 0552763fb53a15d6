package dev.stormwatch.core.detect.dependency;

import static dev.stormwatch.core.detect.dependency.Life.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.Release;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Calls that take longer and do not fail. */
class SlowRuleTest {

  private static Life usual() {
    Life life = new Life();
    life.millis = 340;
    return life.slots(30 * MINUTE, 0);
  }

  private static Life takes(Life life, long millis, int slots) {
    life.millis = millis;
    return life.slots(slots, 0);
  }

  private static List<Finding> said(Life life) {
    return life.said();
  }

  @Test
  void asManyCallsThatTakeThirtyTimesAsLongAreATicketAfterThreeMinutesAndAPageAfterTen() {
    Life life = usual();
    assertThat(said(takes(life, 10_800, 3 * MINUTE - 1))).isEmpty();
    takes(life, 10_800, MINUTE + 1);
    assertThat(said(life)).isNotEmpty().allMatch(f -> f.severity == Severity.TICKET);
    assertThat(life.last().kind).isEqualTo(Kind.DEPENDENCY_OUTAGE);
    assertThat(life.last().headline)
        .startsWith("charge-card: as many calls as ever take 10.8 s instead of 340 ms, for ");
    assertThat(life.last().measure.value).isBetween(10_700.0, 10_900.0);
    assertThat(life.last().onset).isLessThanOrEqualTo(life.now - 4 * 60_000);
    takes(life, 10_800, 5 * MINUTE);
    assertThat(life.last().severity).isEqualTo(Severity.TICKET);
    takes(life, 10_800, 2 * MINUTE);
    assertThat(life.last().severity).isEqualTo(Severity.PAGE);
    long onset = life.last().onset;
    takes(life, 340, 2 * MINUTE);
    assertThat(life.last().recovered).isTrue();
    assertThat(life.last().onset).isEqualTo(onset);
    assertThat(life.last().impact.firstAt).isEqualTo(onset);
    assertThat(life.last().headline).contains("calls take 340 ms again, usually 340 ms");
    assertThat(life.last().impact.what).startsWith("calls took up to 32 times as long, for ");
    int told = said(life).size();
    takes(life, 340, 30 * MINUTE);
    assertThat(said(life)).hasSize(told);
  }

  /**
   * New code that is slow is taken back; one that took over long before has nothing to do with it.
   */
  @Test
  void aReleaseThatTookOverAsCallsBecameSlowIsNamed() {
    Life life = usual();
    life.latest = new Release("32", "31", life.now + 20_000);
    Finding slow = takes(life, 10_800, 5 * MINUTE).last();
    assertThat(slow.headline).endsWith(" now: since version 32");
    assertThat(slow.recommendations.get(0).command).contains("--function-version 31");
    Life earlier = usual();
    earlier.latest = new Release("32", "31", earlier.now - 20 * 60_000);
    Finding other = takes(earlier, 10_800, 5 * MINUTE).last();
    assertThat(other.headline).doesNotContain("version");
    assertThat(other.recommendations).noneMatch(r -> r.command.contains("update-alias"));
  }

  /** A third fewer are not as many. */
  @Test
  void howManyCallsComeIsToldWhereItIsNotAsManyAsEver() {
    Life life = usual();
    life.millis = 10_800;
    for (int i = 0; i < 5 * MINUTE; i++) {
      life.slot(14, 0);
    }
    assertThat(life.last().headline)
        .startsWith("charge-card: 168 calls a minute, usually 240, take 10.8 s instead of 340 ms");
    assertThat(life.last().impact.what).doesNotContain("not more work");
  }

  /** Six times as long, and two seconds: worth a look. */
  @Test
  void lessThanTenTimesAsLongIsATicketHoweverLongItLasts() {
    assertThat(said(takes(usual(), 2_100, 30 * MINUTE)))
        .isNotEmpty()
        .allMatch(f -> f.severity == Severity.TICKET);
  }

  @Test
  void whatIsThreeTimesAsSlowOrIsOverSoonIsSilent() {
    assertThat(said(takes(usual(), 1_100, 30 * MINUTE))).isEmpty();
    assertThat(said(takes(takes(usual(), 10_800, 2 * MINUTE), 340, 10 * MINUTE))).isEmpty();
  }

  /**
   * Larger batches are fewer calls, a backfill is more, and a nightly job has a size of its own.
   */
  @Test
  void workOfAnotherSizeComesInAnotherNumber() {
    for (int calls : new int[] {8, 60}) {
      Life life = usual();
      life.millis = 10_800;
      for (int i = 0; i < 30 * MINUTE; i++) {
        life.slot(calls, 0);
      }
      assertThat(said(life)).as("%d calls a slot", calls).isEmpty();
    }
  }

  /** One call in fifty takes as long as a hundred others: minutes of ten calls vary by that. */
  @Test
  void callsThatVaryByMuchHadSlowMinutesBefore() {
    Random random = new Random(3);
    for (int seed = 0; seed < 20; seed++) {
      Life life = new Life();
      for (int i = 0; i < 240 * MINUTE; i++) {
        life.millis = random.nextInt(50) == 0 ? 20_000 : 100;
        life.slot(1, 0);
      }
      assertThat(said(life)).as("life %d", seed).isEmpty();
    }
  }

  /** Those that fail are told of by how they fail. */
  @Test
  void callsThatTimeOutAreNoneOfIt() {
    Life life = usual();
    life.timesOut = true;
    life.millis = 30_000;
    life.slots(10 * MINUTE, 0.9);
    assertThat(said(life)).isNotEmpty().allMatch(f -> f.headline.contains("time out"));
  }

  @Test
  void whatTakesLongerForAnHourIsWhatItTakes() {
    Life life = takes(usual(), 2_100, 70 * MINUTE);
    assertThat(life.last().recovered).isTrue();
    int told = said(life).size();
    assertThat(said(takes(life, 2_100, 30 * MINUTE))).hasSize(told);
  }

  @Test
  void whoeverNobodyWaitsForMayTakeItsTime() {
    Life life =
        new Life(
            TestSettings.usual().with("functions", List.of(TestSettings.rule("charge-*", false))));
    life.millis = 340;
    assertThat(said(takes(life.slots(30 * MINUTE, 0), 10_800, 10 * MINUTE))).isEmpty();
  }
}
