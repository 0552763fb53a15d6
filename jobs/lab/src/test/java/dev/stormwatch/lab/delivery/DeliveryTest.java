package dev.stormwatch.lab.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stormwatch.lab.chance.Dice;
import dev.stormwatch.lab.delivery.LogAgent.Batch;
import dev.stormwatch.lab.delivery.Subscription.Delivery;
import dev.stormwatch.lab.delivery.Subscription.Silence;
import dev.stormwatch.lab.format.Section;
import dev.stormwatch.lab.log.Line;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The way of a line from its environment into Kinesis, one rule at a time. */
class DeliveryTest {

  @Test
  void aQuietEnvironmentSendsItsLinesAfterNineSeconds() {
    List<Batch> batches = flushes(lines(0, 100, 8_000, 9_500, 30_000));

    assertThat(batches.stream().map(batch -> batch.lines().size())).containsExactly(3, 1, 1);
    assertThat(batches.get(0).flushed()).isCloseTo(9_000L, within(100L));
    assertThat(batches.get(2).flushed()).isCloseTo(39_000L, within(100L));
  }

  @Test
  void aBusyEnvironmentSendsWhenTheBatchIsFull() {
    List<Batch> batches = flushes(lines(LongStream.range(0, 130).toArray()));

    assertThat(batches.stream().map(batch -> batch.lines().size())).containsExactly(120, 10);
    assertThat(batches.get(0).flushed()).isEqualTo(119);
  }

  @Test
  void anEventIdHoldsItsFourParts() {
    String id = Subscription.eventId(1_772_445_600_123L, 1_772_445_609_456L, -2, 3);

    BigInteger number = new BigInteger(id);
    assertThat(id).hasSize(56);
    assertThat(number.shiftRight(144)).isEqualTo(BigInteger.valueOf(1_772_445_600_123L));
    assertThat(number.shiftRight(80).longValue()).isEqualTo(1_772_445_609_456L);
    assertThat(number.shiftRight(16).longValue()).isEqualTo(-2);
    assertThat(number.intValue() & 0xFFFF).isEqualTo(3);
  }

  @Test
  void theShardIsTheHalfOfTheHashKeyRangeThatHoldsTheMd5() {
    // MD5("a") = 0cc1..., MD5("b") = 92eb...
    assertThat(KinesisStream.shardOf("a")).isZero();
    assertThat(KinesisStream.shardOf("b")).isOne();
  }

  @Test
  void whatASilenceHoldsBackComesInAFloodAfterwards() {
    List<Delivery> deliveries = deliver(new Silence(20_000, 120_000, List.of(), false));

    assertThat(deliveries).noneMatch(d -> d.arrival() >= 20_000 && d.arrival() < 120_000);
    assertThat(deliveries.stream().filter(d -> d.arrival() >= 120_000 && d.arrival() < 140_100))
        .hasSizeGreaterThan(9);
    assertThat(deliveries).hasSize(30);
  }

  @Test
  void aSilenceCanBeOfOneLogGroupAndForEver() {
    assertThat(deliver(new Silence(0, 1_000_000, List.of("/aws/lambda/other"), true))).hasSize(30);
    assertThat(deliver(new Silence(0, 1_000_000, List.of("/aws/lambda/f"), true))).isEmpty();
  }

  private static List<Delivery> deliver(Silence silence) {
    Subscription subscription =
        new Subscription("123456789012", Section.EMPTY, List.of(silence), new Dice(1));
    subscription.deliver(flushes(lines(LongStream.range(0, 30).map(i -> i * 10_000).toArray())));
    return subscription.deliveries();
  }

  private static List<Line> lines(long... times) {
    return LongStream.of(times).mapToObj(at -> new Line(at, at, "line\n")).toList();
  }

  private static List<Batch> flushes(List<Line> lines) {
    return LogAgent.flushes("/aws/lambda/f", "stream", lines, new Dice(1));
  }
}
