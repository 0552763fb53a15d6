package dev.stormwatch.core.source;

import static dev.stormwatch.core.source.MappingLife.STREAM;
import static dev.stormwatch.core.source.MappingLife.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
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
