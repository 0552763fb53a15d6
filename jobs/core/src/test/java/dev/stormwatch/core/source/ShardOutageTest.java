package dev.stormwatch.core.source;

import static dev.stormwatch.core.source.MappingLife.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What fails on all shards alike. */
class ShardOutageTest {

  @Test
  void whatFailsOnAllShardsIsAnOutageAndNoRecordIsBlamed() {
    MappingLife life = new MappingLife(STREAM);
    life.slots(20, slot -> List.of(0, 1, 2, 3).forEach(shard -> life.ok(slot, shard, 100)));
    life.slots(
        40,
        slot -> List.of(0, 1, 2, 3).forEach(s -> life.fails(slot, s, 5_000, 5_009, "ValueError")));
    assertThat(life.said(Kind.DEPENDENCY_OUTAGE))
        .isNotEmpty()
        .allMatch(f -> f.severity == Severity.PAGE)
        .allMatch(f -> f.subject.names().get("shard") == null);
    assertThat(life.said(Kind.POISON_RECORD)).isEmpty();
    // The shards come back one after another; the last looks alone.
    life.number = 9_000;
    life.slots(
        12,
        slot -> {
          List.of(0, 1, 2).forEach(shard -> life.ok(slot, shard, 100));
          life.fails(slot, 3, 5_000, 5_009, "ValueError");
        });
    assertThat(life.said(Kind.POISON_RECORD)).isEmpty();
    assertThat(life.all()).anyMatch(f -> f.kind == Kind.DEPENDENCY_OUTAGE && f.recovered);
  }
}
