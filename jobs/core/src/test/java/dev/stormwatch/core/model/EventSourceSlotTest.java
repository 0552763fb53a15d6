package dev.stormwatch.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.MappingCounts.Metric;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventSourceSlotTest {

  private static final EventSourceSlot.ByteCodec CODEC = new EventSourceSlot.ByteCodec();
  private static final long NOW = 1_772_440_000_000L;

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  /** Every twentieth seed hears of more messages than a slot holds. */
  @ParameterizedTest
  @MethodSource("seeds")
  void mergesToTheSameBytesInAnyOrderAndTreeShape(long seed) {
    Random random = new Random(seed);
    int names = seed % 20 == 0 ? 2_000 : 6;
    List<EventSourceSlot> pieces = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      pieces.add(slot(random, names));
    }
    byte[] expected = Bytes.of(CODEC, merged(pieces, null));
    for (int round = 0; round < 4; round++) {
      Collections.shuffle(pieces, random);
      assertThat(Bytes.of(CODEC, merged(pieces, null))).isEqualTo(expected);
      assertThat(Bytes.of(CODEC, merged(pieces, random))).isEqualTo(expected);
    }
  }

  @Test
  void holdsNoMoreShardsThanItMay() {
    EventSourceSlot slot = slot(new Random(1), 3_000);
    for (int seed = 2; seed < 12; seed++) {
      slot = slot.merge(slot(new Random(seed), 3_000));
    }
    assertThat(slot.parts).hasSize(EventSourceSlot.MOST_PARTS);
  }

  /** Which messages failed is a sample, how many is not. */
  @Test
  void whatIsForgottenOfMessagesIsStillCounted() {
    EventSourceSlot slot = new EventSourceSlot(new FunctionId("1", "r", "f"), "arn:aws:sqs:r:1:q");
    for (int half = 0; half < 2; half++) {
      EventSourceSlot more = new EventSourceSlot(slot.function, slot.eventSource);
      for (int i = 0; i < 400; i++) {
        String id = half + "-" + i;
        more.part(EventSourceSlot.MESSAGE + id)
            .failed(new FailedBatch(NOW, "", "", "", -1, 1, 1, 1, "s", id));
      }
      slot.merge(more);
    }
    assertThat(slot.parts).hasSize(EventSourceSlot.MOST_PARTS);
    assertThat(slot.parts.values().stream().mapToLong(part -> part.panes.failedSince(0)).sum())
        .isEqualTo(800);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void sequenceNumbersCompareAsTheNumbersTheyAre(long seed) {
    Random random = new Random(seed);
    BigInteger one = new BigInteger(random.nextInt(420), random);
    BigInteger other = random.nextInt(5) == 0 ? one : new BigInteger(random.nextInt(420), random);
    String padded = "0".repeat(random.nextInt(3)) + one;
    assertThat(Integer.signum(SequenceNumbers.compare(padded, other.toString())))
        .isEqualTo(one.compareTo(other));
    assertThat(SequenceNumbers.after(padded)).isEqualTo(one.add(BigInteger.ONE).toString());
  }

  private static EventSourceSlot merged(List<EventSourceSlot> pieces, Random shape) {
    List<EventSourceSlot> left = new ArrayList<>();
    pieces.forEach(piece -> left.add(Bytes.copy(CODEC, piece)));
    while (left.size() > 1) {
      EventSourceSlot one = left.remove(shape == null ? 0 : shape.nextInt(left.size()));
      EventSourceSlot other = left.remove(shape == null ? 0 : shape.nextInt(left.size()));
      left.add(shape == null ? 0 : shape.nextInt(left.size() + 1), one.merge(other));
    }
    return left.get(0);
  }

  private static EventSourceSlot slot(Random random, int names) {
    EventSourceSlot slot =
        new EventSourceSlot(RandomSlots.FUNCTION, "arn:aws:kinesis:x:1:stream/s");
    for (int i = random.nextInt(30); i > 0; i--) {
      String number = Integer.toString(random.nextInt(90));
      slot.gaveUp(new GivenUp(NOW - random.nextInt(9), "s", number, number, 1, 3, "R", ""));
      slot.counts.add(
          NOW - random.nextInt(1_500_000), Metric.values()[random.nextInt(5)], random.nextInt(9));
      slot.okVersions.add("v" + random.nextInt(9), NOW - random.nextInt(20));
      slot.part("topic-" + random.nextInt(3))
          .reached(
              new PartitionOffsets(NOW - random.nextInt(3), random.nextInt(9), random.nextInt(3)));
      slot.part("topic-1").panes.took(NOW - random.nextInt(400_000), random.nextInt(99));
    }
    slot.logGroup = random.nextBoolean() ? "" : "/aws/lambda/checkout";
    for (int i = random.nextInt(names > 100 ? 400 : 40); i > 0; i--) {
      String shard =
          random.nextInt(4) == 0 ? EventSourceSlot.NO_SHARD : "shard-" + random.nextInt(names);
      long at = NOW - random.nextInt(400_000);
      long first = random.nextInt(50);
      String last = Long.toString(first + random.nextInt(5));
      ShardPart part = slot.part(shard);
      if (random.nextBoolean()) {
        part.succeeded(at, Long.toString(first), last, 3, random.nextInt(1000) - 1);
      } else {
        part.failed(
            new FailedBatch(
                at, Long.toString(first), last, "E" + random.nextInt(2), -1, 3, -1, -1, "s", "r"));
      }
    }
    return slot;
  }
}
