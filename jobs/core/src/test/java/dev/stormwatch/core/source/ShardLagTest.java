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
}
