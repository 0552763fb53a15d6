package dev.stormwatch.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.model.EventSourceSlot;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** When what is late is in time again. */
class LagEndTest {

  private static final String STREAM = "arn:aws:kinesis:eu-west-1:111122223333:stream/orders";
  private static final List<Integer> SHARDS = List.of(0, 1, 2);

  private final MappingLife life = new MappingLife(STREAM);
  private long age;

  private void changes(int slots, long perSlot, List<Integer> late) {
    life.slots(
        slots,
        slot -> {
          age += perSlot;
          SHARDS.forEach(shard -> life.ok(slot, shard, late.contains(shard) ? age : 100));
        });
  }

  private List<Finding> over() {
    return life.all().stream().filter(finding -> finding.recovered).collect(Collectors.toList());
  }

  @Test
  void aLagOfManyMinutesThatShrinksIsNotOverYet() {
    changes(200, 3_000, SHARDS);
    assertThat(age).isEqualTo(600_000);
    changes(25, -8_000, SHARDS);
    assertThat(over()).as("still %d s", age / 1000).isEmpty();
    changes(25, -8_000, SHARDS);
    assertThat(over()).isNotEmpty();
    assertThat(over().get(0).headline).contains("catches up").contains("4 min behind");
  }

  @Test
  void norIsOneOfAHotShard() {
    changes(20, 0, List.of());
    changes(200, 3_000, List.of(0));
    changes(25, -8_000, List.of(0));
    assertThat(life.said(Kind.HOT_SHARD)).isNotEmpty();
    assertThat(over()).isEmpty();
    changes(25, -8_000, List.of(0));
    assertThat(over()).isNotEmpty();
  }

  /** Two places are passed round among three shards: one of them is always a little better. */
  @Test
  void shardsThatWaitForTheirTurnAreCountedWhileOneHasIt() {
    life.slots(
        240,
        slot -> {
          age += 3_000;
          int turn = life.number / 15 % 3;
          for (int shard : SHARDS) {
            if (life.number % 2 == 0) {
              works(slot, shard, age - (shard == turn ? 40_000 : 0));
            }
          }
        });
    List<Finding> said = life.said(Kind.CONCURRENCY_SATURATION);
    assertThat(said).isNotEmpty();
    assertThat(said.get(said.size() - 1).headline).contains("3 shards behind");
    assertThat(said.get(said.size() - 1).recommendations.get(0).value).isEqualTo("3");
    assertThat(over()).isEmpty();
  }

  private void works(EventSourceSlot slot, int shard, long late) {
    life.ok(slot, shard, Math.max(100, late));
    slot.part(MappingLife.name(shard)).panes.took(life.now + 1_000, 1_000);
  }
}
