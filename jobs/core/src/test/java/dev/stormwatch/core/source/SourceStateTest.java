package dev.stormwatch.core.source;

import static dev.stormwatch.core.source.MappingLife.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.shard.SourceState;
import dev.stormwatch.core.model.Bytes;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FailedBatch;
import dev.stormwatch.core.model.GivenUp;
import dev.stormwatch.core.model.MappingCounts.Metric;
import dev.stormwatch.core.model.PartitionOffsets;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is kept of a mapping. */
class SourceStateTest {

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  /** Whatever the shards do, their state survives the way through bytes. */
  @ParameterizedTest
  @MethodSource("seeds")
  void stateIsTheSameAfterItsBytes(long seed) {
    SourceState.ByteCodec codec = new SourceState.ByteCodec();
    Random random = new Random(seed);
    MappingLife plain = new MappingLife(STREAM);
    MappingLife stored = new MappingLife(STREAM);
    for (int i = 0; i < 60; i++) {
      long round = random.nextLong();
      for (MappingLife life : List.of(plain, stored)) {
        Random same = new Random(round);
        life.slots(1, slot -> chance(life, slot, same));
      }
      stored.state = Bytes.copy(codec, stored.state);
      assertThat(Bytes.of(codec, stored.state)).isEqualTo(Bytes.of(codec, plain.state));
    }
    assertThat(stored.all().stream().map(f -> f.headline).toList())
        .isEqualTo(plain.all().stream().map(f -> f.headline).toList());
  }

  /** The times of all calls that are kept of one error, and what was made of them. */
  @Test
  void whatIsKeptOfCallsThatFailWithOneErrorFitsIntoFewBytes() {
    SourceState.ByteCodec codec = new SourceState.ByteCodec();
    MappingLife life = new MappingLife(EventSourceSlot.DEFAULT_LOGS);
    for (int call = 0; call < 200; call++) {
      String request = "00000000-0000-4000-8000-" + (100_000_000_000L + call);
      String stream = "2026/03/02/[$LATEST]0f1e2d3c4b5a69788796a5b4c3d2e1f" + call % 10;
      life.slots(
          1,
          slot ->
              slot.part(EventSourceSlot.ERROR + "ValueError")
                  .failed(
                      new FailedBatch(
                          life.now, "", "", "ValueError", -1, -1, -1, -1, stream, request)));
    }
    assertThat(Bytes.of(codec, life.state).length).isBetween(48 * 6, 1_400);
  }

  private static void chance(MappingLife life, EventSourceSlot slot, Random random) {
    for (int shard = 0; shard < 4; shard++) {
      if (random.nextInt(3) == 0) {
        life.fails(slot, shard, 5_000 + random.nextInt(3), 5_005, "ValueError");
      } else if (shard > 0) {
        life.ok(slot, shard, random.nextInt(200_000));
        slot.okVersions.add("v" + random.nextInt(3), life.now);
      }
    }
    if (random.nextInt(5) == 0) {
      String number = Integer.toString(random.nextInt(6_000));
      slot.gaveUp(new GivenUp(life.now, "s", number, number, 1, 5, GivenUp.RETRIES, ""));
      slot.counts.add(life.now, Metric.DROPPED, random.nextInt(3));
      slot.part("topic-1").reached(new PartitionOffsets(life.now, 90, random.nextInt(2)));
      slot.part("shardId-000000000001").panes.took(life.now, random.nextInt(900));
    }
  }
}
