package dev.stormwatch.core.source;

import static dev.stormwatch.core.source.MappingLife.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FailedBatch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What fails on all shards alike. */
class ShardOutageTest {

  /** Several parts of each shard are worked on at a time, and none fails twice in a row. */
  @Test
  void partsOfShardsThatFailInTurnAreAnOutageToo() {
    MappingLife life = new MappingLife(STREAM);
    life.slots(20, slot -> List.of(0, 1, 2).forEach(shard -> life.ok(slot, shard, 100)));
    life.slots(
        24,
        slot -> {
          int item = 5_000 + 20 * (life.number % 5);
          List.of(0, 1, 2).forEach(s -> life.fails(slot, s, item, item, "ValueError"));
        });
    assertThat(life.said(Kind.DEPENDENCY_OUTAGE)).isNotEmpty();
    assertThat(life.said(Kind.POISON_RECORD)).isEmpty();
  }

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

  /** Version 4 fails wherever it runs, and never did anything else. */
  @Test
  void aReleaseThatNeverWorkedIsNamed() {
    MappingLife life = new MappingLife(STREAM);
    life.slots(
        20,
        slot -> {
          List.of(0, 1).forEach(shard -> life.ok(slot, shard, 100));
          slot.okVersions.add("3", life.now);
        });
    life.slots(20, slot -> List.of(0, 1).forEach(shard -> failsIn(life, slot, shard, "4")));
    assertThat(life.said(Kind.DEPENDENCY_OUTAGE))
        .isNotEmpty()
        .allMatch(f -> f.headline.contains("since version 4"))
        .allMatch(f -> f.impact.what.contains("those of version 3 did"));
  }

  private static void failsIn(MappingLife life, EventSourceSlot slot, int shard, String version) {
    String stream = "2026/03/02/[" + version + "]0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    slot.part(MappingLife.name(shard))
        .failed(new FailedBatch(life.now, "1", "9", "TypeError", 0, 10, -1, -1, stream, ""));
  }

  /** What fails is tried again at once, so failing batches soon outnumber those of calm shards. */
  @Test
  void twoShardsOfSixThatFailMostBatchesAreNoOutage() {
    assertThat(failing(2).said(Kind.DEPENDENCY_OUTAGE)).isEmpty();
    assertThat(failing(3).said(Kind.DEPENDENCY_OUTAGE)).isNotEmpty();
  }

  /** A fail-over of a quarter of a minute heals by itself; that lines come late is no evidence. */
  @Test
  void whatFailsForAQuarterOfAMinuteIsNoOutageHoweverLateItIsTold() {
    assertThat(blip(3).said(Kind.DEPENDENCY_OUTAGE)).isEmpty();
    assertThat(blip(7).said(Kind.DEPENDENCY_OUTAGE)).isNotEmpty();
  }

  /** What a record has blocked for minutes makes a blip of the other shards no longer. */
  @Test
  void aBlipBesideAShardThatARecordBlocksIsNoOutage() {
    MappingLife life = new MappingLife(STREAM);
    life.slots(20, slot -> List.of(0, 1, 2).forEach(shard -> life.ok(slot, shard, 100)));
    life.slots(
        24,
        slot -> {
          life.fails(slot, 0, 5_000, 5_009, "ValueError");
          List.of(1, 2).forEach(shard -> life.ok(slot, shard, 100));
        });
    life.slots(
        3, slot -> List.of(0, 1, 2).forEach(s -> life.fails(slot, s, 6_000, 6_009, "ValueError")));
    life.slots(1, slot -> life.fails(slot, 0, 5_000, 5_009, "ValueError"));
    assertThat(life.said(Kind.DEPENDENCY_OUTAGE)).isEmpty();
  }

  /** All shards fail for some slots; the last line comes ten seconds later. */
  private static MappingLife blip(int slots) {
    MappingLife life = new MappingLife(STREAM);
    life.slots(20, slot -> List.of(0, 1, 2, 3).forEach(shard -> life.ok(slot, shard, 100)));
    life.slots(
        slots,
        slot -> List.of(0, 1, 2, 3).forEach(s -> life.fails(slot, s, 5_000, 5_009, "ValueError")));
    String number = MappingLife.PREFIX + 5_000;
    FailedBatch last =
        new FailedBatch(life.now - 1_000, number, number, "ValueError", 0, 1, -1, -1, "stream", "");
    life.now += 10_000;
    life.slots(1, slot -> slot.part(MappingLife.name(0)).failed(last));
    return life;
  }

  private static MappingLife failing(int shards) {
    MappingLife life = new MappingLife(STREAM);
    life.slots(20, slot -> List.of(0, 1, 2, 3, 4, 5).forEach(shard -> life.ok(slot, shard, 100)));
    life.slots(
        40,
        slot -> {
          for (int shard = 0; shard < 6; shard++) {
            for (int attempt = 0; attempt < 8 && shard < shards; attempt++) {
              slot.part(MappingLife.name(shard)).failed(attempt(life, shard, attempt));
            }
            if (shard >= shards && life.number % 2 == 0) {
              life.ok(slot, shard, 100);
            }
          }
        });
    return life;
  }

  private static FailedBatch attempt(MappingLife life, int shard, int attempt) {
    String number = MappingLife.PREFIX + 5_000;
    return new FailedBatch(
        life.now + 100L * attempt, number, number, "ValueError", 0, 1, -1, -1, "s" + shard, "");
  }
}
