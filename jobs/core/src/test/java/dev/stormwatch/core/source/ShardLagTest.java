package dev.stormwatch.core.source;

import static dev.stormwatch.core.source.MappingLife.STREAM;
import static dev.stormwatch.core.source.MappingLife.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.settings.TestSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ages that grow while nothing fails. */
class ShardLagTest {

  @Test
  void anAgeThatGrowsOnOneShardIsAHotShardAndOnAllASlowConsumer() {
    MappingLife hot = new MappingLife(STREAM);
    long[] age = {0};
    hot.slots(
        60,
        slot -> {
          age[0] += 3_000;
          hot.ok(slot, 0, age[0]);
          hot.ok(slot, 1, 100);
          hot.ok(slot, 2, 100);
        });
    assertThat(hot.said(Kind.HOT_SHARD))
        .isNotEmpty()
        .allMatch(f -> name(0).equals(f.subject.names().get("shard")))
        .allMatch(f -> f.severity == Severity.TICKET);
    assertThat(hot.said(Kind.CONSUMER_LAG)).isEmpty();

    MappingLife slow = new MappingLife(STREAM);
    age[0] = 0;
    slow.slots(
        60,
        slot -> {
          age[0] += 3_000;
          List.of(0, 1, 2).forEach(shard -> slow.ok(slot, shard, age[0]));
        });
    assertThat(slow.said(Kind.CONSUMER_LAG)).isNotEmpty();
    assertThat(slow.said(Kind.HOT_SHARD)).isEmpty();
  }

  /** Two records a second on each shard; after a while five on the first, of which it does two. */
  private static MappingLife fallsBack(int quietSlots, long age, long growth) {
    return fallsBack(TestSettings.usual(), quietSlots, age, growth);
  }

  private static MappingLife fallsBack(
      TestSettings settings, int quietSlots, long age, long growth) {
    MappingLife life = new MappingLife(STREAM, settings);
    life.slots(quietSlots, slot -> List.of(0, 1, 2).forEach(s -> life.ok(slot, s, 100)));
    long[] now = {age};
    life.slots(
        40,
        slot -> {
          now[0] += growth;
          life.ok(slot, 0, now[0]);
          life.ok(slot, 1, 100);
          life.ok(slot, 2, 100);
        });
    return life;
  }

  /** The window in which a lag is found begins when there was none. */
  @Test
  void howFastItFallsBackIsMeasuredSinceItDoes() {
    List<Finding> said = fallsBack(40, 0, 3_000).said(Kind.HOT_SHARD);
    assertThat(said).isNotEmpty();
    assertThat(said.get(0).measure.value).isBetween(0.55, 0.65);
    assertThat(said.get(0).headline).contains("35 s a minute");
    assertThat(said.get(0).prediction.at - MappingLife.T)
        .as("24 h / 0.6")
        .isBetween(39 * 3_600_000L, 41 * 3_600_000L);
  }

  /** The pace of the last minutes varies by chance. */
  @Test
  void anEvenLagIsNotMeasuredByItsLastMinutesAlone() {
    assertThat(paceAfterwards(2_250)).as("0.6 mostly, 0.45 of late").isBetween(0.49, 0.54);
    assertThat(paceAfterwards(1_000)).as("0.2 from then on").isBetween(0.19, 0.21);
  }

  private static double paceAfterwards(long growth) {
    MappingLife life = new MappingLife(STREAM);
    life.slots(40, slot -> List.of(0, 1, 2).forEach(s -> life.ok(slot, s, 100)));
    long[] age = {0};
    for (long each : List.of(3_000L, growth)) {
      life.slots(
          each == growth ? 49 : 200,
          slot -> {
            age[0] += each;
            List.of(0, 1, 2).forEach(s -> life.ok(slot, s, age[0]));
          });
    }
    List<Finding> said = life.said(Kind.CONSUMER_LAG);
    return said.get(said.size() - 1).measure.value;
  }

  /** It does two a second and falls back 0.6 s each second, so five arrive; four at a time do. */
  @Test
  void whatArrivesIsHeldAgainstTheOthersAndAgainstWhatIsDone() {
    List<Finding> said = fallsBack(40, 0, 3_000).said(Kind.HOT_SHARD);
    assertThat(said.get(0).impact.what)
        .startsWith("it processes 1.9 records a second and gets about 4.7, the others get 1.9")
        .contains("uneven partition keys");
    assertThat(said.get(0).recommendations.get(0).value).isEqualTo("4");
  }

  /** In the evening nobody looks at a ticket, and what is lost in the night is lost. */
  @Test
  void aLagThatLosesRecordsBeforeTheMorningIsAPage() {
    long hour = 3_600_000;
    TestSettings mayBeLate = TestSettings.usual().with("shards.pageLagSeconds", 604_800L);
    assertThat(fallsBack(mayBeLate, 0, 18 * hour, 3_000).said(Kind.HOT_SHARD))
        .as("6 h / 0.6")
        .isNotEmpty()
        .allMatch(f -> f.severity == Severity.PAGE);
    assertThat(fallsBack(mayBeLate, 0, 10 * hour, 3_000).said(Kind.HOT_SHARD))
        .as("14 h / 0.6")
        .isNotEmpty()
        .allMatch(f -> f.severity == Severity.TICKET);
  }

  /** Five minutes is what alarms on the iterator age mostly wait for. */
  @Test
  void aLagOfFiveMinutesThatGrowsIsAPage() {
    MappingLife hot = fallsBack(40, 200_000, 3_000);
    assertThat(hot.said(Kind.HOT_SHARD).get(0).severity).isEqualTo(Severity.TICKET);
    assertThat(hot.said(Kind.HOT_SHARD))
        .filteredOn(f -> f.headline.contains(" is 5 min behind"))
        .isNotEmpty()
        .allMatch(f -> f.severity == Severity.PAGE);

    MappingLife slow = new MappingLife(STREAM);
    long[] age = {0};
    slow.slots(
        120,
        slot -> {
          age[0] += 3_000;
          List.of(0, 1, 2).forEach(shard -> slow.ok(slot, shard, age[0]));
        });
    List<Finding> said = slow.said(Kind.CONSUMER_LAG);
    assertThat(said.get(0).severity).isEqualTo(Severity.TICKET);
    assertThat(said.get(said.size() - 1).severity).isEqualTo(Severity.PAGE);
  }

  /** DynamoDB's events name no shard: ages fall by turns while all of them grow. */
  @Test
  void agesOfShardsThatNobodyNamesAreOneLagUntilTheOldestIsYoung() {
    MappingLife life = new MappingLife(STREAM);
    long[] age = {0};
    life.slots(
        120,
        slot -> {
          age[0] += 2_000;
          unnamed(life, slot, age[0] - 30_000 * (life.number % 6 / 2));
        });
    assertThat(life.said(Kind.CONSUMER_LAG))
        .isNotEmpty()
        .allMatch(f -> !f.headline.contains(" of "))
        .allMatch(f -> f.headline.contains("too slow"))
        .allMatch(f -> f.measure.value > 0.35 && f.measure.value < 0.45);
    assertThat(life.all()).noneMatch(f -> f.recovered);
    life.slots(40, slot -> unnamed(life, slot, life.number % 6 < 2 ? age[0] -= 9_000 : age[0] / 4));
    assertThat(life.all()).as("it catches up").noneMatch(f -> f.recovered);
    life.slots(60, slot -> unnamed(life, slot, 100));
    assertThat(life.all()).anyMatch(f -> f.recovered && f.kind == Kind.CONSUMER_LAG);
  }

  /** One item of a table is written all the time; the shards of all others keep up. */
  @Test
  void batchesOnTimeBetweenLateOnesAreAHotShardThatNobodyNames() {
    MappingLife life = new MappingLife(STREAM);
    life.slots(40, slot -> unnamed(life, slot, 100));
    long[] age = {0};
    life.slots(
        120,
        slot -> {
          age[0] += 2_000;
          unnamed(life, slot, age[0]);
          unnamed(life, slot, 400);
        });
    assertThat(life.said(Kind.CONSUMER_LAG))
        .isNotEmpty()
        .allMatch(f -> f.headline.contains("a part of ") && f.headline.endsWith("one hot shard?"))
        .allMatch(f -> f.impact.what.contains("not the function that is too slow"))
        .allMatch(f -> f.recommendations.get(0).action.startsWith("find the key"))
        .noneMatch(f -> f.recommendations.stream().anyMatch(r -> r.action.contains("deployed")));
  }

  private static void unnamed(MappingLife life, EventSourceSlot slot, long age) {
    String sequence = MappingLife.PREFIX + life.number;
    slot.part(EventSourceSlot.NO_SHARD)
        .succeeded(life.now + 1_000, sequence, sequence, 10, Math.max(0, age));
  }

  /** A burst: two shards have less of it, and are through with it first. */
  @Test
  void shardsThatAreLeftOfABurstAreNotHot() {
    MappingLife life = new MappingLife(STREAM);
    long[] age = {0, 0};
    life.slots(20, slot -> List.of(0, 1, 2, 3).forEach(shard -> life.ok(slot, shard, 100)));
    for (int slots = 0; slots < 60; slots++) {
      boolean through = slots >= 40;
      age[0] += 2_000;
      age[1] = through ? 200 : age[1] + 900;
      life.slots(
          1,
          slot -> {
            List.of(0, 1).forEach(shard -> life.ok(slot, shard, age[0]));
            List.of(2, 3).forEach(shard -> life.ok(slot, shard, age[1]));
          });
    }
    assertThat(life.said(Kind.HOT_SHARD)).isEmpty();
  }

  /** After a pause of twenty minutes every shard is old, and gets younger. */
  @Test
  void catchingUpIsNothing() {
    MappingLife life = new MappingLife(STREAM);
    life.slots(40, slot -> List.of(0, 1).forEach(shard -> life.ok(slot, shard, 100)));
    life.slots(240, slot -> {});
    long[] age = {1_200_000};
    life.slots(
        120,
        slot -> {
          age[0] -= 8_000;
          List.of(0, 1).forEach(shard -> life.ok(slot, shard, age[0]));
        });
    assertThat(life.all()).isEmpty();
  }

  /** Batches of a second, one every so many seconds; ages grow on all shards. */
  private static MappingLife lagging(int everySlots, int millis) {
    MappingLife life = new MappingLife(STREAM);
    long[] age = {0};
    life.slots(
        80,
        slot -> {
          age[0] += 3_000;
          if (life.number % everySlots == 0) {
            List.of(0, 1, 2)
                .forEach(
                    shard -> {
                      life.ok(slot, shard, age[0]);
                      slot.part(MappingLife.name(shard)).panes.took(life.now + 1_000, millis);
                    });
          }
        });
    return life;
  }

  @Test
  void shardsThatLagAndAreIdleMostOfTheTimeAreThrottled() {
    MappingLife throttled = lagging(2, 1_000);
    assertThat(throttled.said(Kind.CONCURRENCY_SATURATION))
        .isNotEmpty()
        .allMatch(f -> f.severity == Severity.TICKET)
        .allMatch(f -> f.headline.contains("idle for 90 % of the time"));
    assertThat(throttled.said(Kind.CONSUMER_LAG)).isEmpty();

    MappingLife slow = lagging(2, 9_500);
    assertThat(slow.said(Kind.CONSUMER_LAG)).isNotEmpty();
    assertThat(slow.said(Kind.CONCURRENCY_SATURATION)).isEmpty();
  }

  /** So few calls get through that batches are more than a minute apart. */
  @Test
  void shardsThatAreHardlyEverWorkedOnAreThrottled() {
    MappingLife life = new MappingLife(STREAM);
    life.slots(
        120,
        slot -> {
          if (life.number % 14 == 0) {
            life.ok(slot, 0, life.now - MappingLife.T);
            slot.part(MappingLife.name(0)).panes.took(life.now + 1_000, 200);
          }
        });
    assertThat(life.said(Kind.CONCURRENCY_SATURATION)).isNotEmpty();
    assertThat(life.said(Kind.HOT_SHARD)).isEmpty();
    assertThat(life.said(Kind.CONSUMER_LAG)).isEmpty();
  }

  /**
   * Records of many hours are there all at once, and are worked off with pauses between batches.
   */
  @Test
  void aReplayFromTheHorizonIsNothing() {
    MappingLife life = new MappingLife(STREAM);
    long[] age = {0};
    life.slots(60, slot -> List.of(0, 1).forEach(shard -> life.ok(slot, shard, age[0]++)));
    age[0] = 27_360_000;
    life.slots(
        120,
        slot -> {
          age[0] -= 200_000;
          List.of(0, 1)
              .forEach(
                  shard -> {
                    life.ok(slot, shard, Math.max(0, age[0]));
                    slot.part(MappingLife.name(shard)).panes.took(life.now + 1_000, 900);
                  });
        });
    assertThat(life.all()).isEmpty();
  }

  /** The age of one shard grows and those of others are a share of it. */
  private static MappingLife others(int shards, double share) {
    MappingLife life = new MappingLife(STREAM);
    long[] age = {0};
    life.slots(
        60,
        slot -> {
          age[0] += 2_500;
          life.ok(slot, 0, age[0]);
          for (int shard = 1; shard < shards; shard++) {
            life.ok(slot, shard, (long) (share * age[0]));
          }
        });
    return life;
  }

  /** Half as old is late as well: whoever is asked why it is slow must not look at its keys. */
  @Test
  void oneShardIsHotOnlyWhereTheOthersAreMuchYounger() {
    assertThat(others(4, 0.1).said(Kind.HOT_SHARD)).isNotEmpty();
    assertThat(others(4, 0.5).said(Kind.HOT_SHARD)).isEmpty();
  }

  /** Batches that fail make those behind them wait; that is no lack of time. */
  @Test
  void anAgeThatFailuresExplainIsNoLag() {
    for (int failing : List.of(0, 1)) {
      MappingLife life = new MappingLife(STREAM);
      long[] age = {0};
      life.slots(
          60,
          slot -> {
            age[0] += 3_000;
            for (int shard = 0; shard < 3; shard++) {
              if (failing == 1 && life.number % 2 == shard % 2) {
                life.fails(slot, shard, life.number, life.number, "ValueError");
              } else {
                life.ok(slot, shard, age[0]);
              }
            }
          });
      boolean lags =
          !life.said(Kind.CONSUMER_LAG).isEmpty() || !life.said(Kind.HOT_SHARD).isEmpty();
      assertThat(lags).as("failing %d", failing).isEqualTo(failing == 0);
    }
  }

  /** Records that come in bursts are old by turns; what lies below it grows slowly. */
  @Test
  void anAgeThatRisesInHalfOfTheStepsIsNoLag() {
    MappingLife life = new MappingLife(STREAM);
    life.slots(
        90,
        slot -> {
          long turn = (life.now - MappingLife.T) / 10_000 % 2;
          long grows = (life.now - MappingLife.T) / 10 * 3;
          List.of(0, 1, 2).forEach(s -> life.ok(slot, s, 70_000 + grows + 10_000 * turn));
        });
    assertThat(life.said(Kind.CONSUMER_LAG)).isEmpty();
    assertThat(life.said(Kind.HOT_SHARD)).isEmpty();
  }
}
