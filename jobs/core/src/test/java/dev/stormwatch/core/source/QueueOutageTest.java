package dev.stormwatch.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FailedBatch;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose batches fail, whichever messages they hold; and what looks like it. */
class QueueOutageTest {

  private static final int CALM = 600;

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  /** Log-uniform. */
  private static double between(Random random, double least, double most) {
    return least * Math.pow(most / least, random.nextDouble());
  }

  private static QueueLife any(long seed, Random random) {
    double rate = between(random, 0.2, 50);
    int batch = 1 + random.nextInt(10);
    return new QueueLife(seed, rate, batch, between(random, 30, 900));
  }

  /** However busy the queue, and however long its messages stay away. */
  @ParameterizedTest
  @MethodSource("seeds")
  void anOutageIsKnownWithinTwoMinutes(long seed) {
    Random random = new Random(seed);
    double share = 0.6 + 0.4 * random.nextDouble();
    QueueLife queue = any(seed, random);
    queue.run(CALM, queue.chance(0.01));
    long began = queue.life.now;
    assertThat(queue.outages()).isEmpty();
    queue.run(120, queue.chance(share));
    assertThat(queue.outages())
        .isNotEmpty()
        .allMatch(f -> f.severity == Severity.PAGE)
        .allMatch(f -> Math.abs(f.onset - began) <= 30_000);
    queue.run(600, queue.chance(0.01));
    List<Finding> all = queue.life.all();
    assertThat(all.get(all.size() - 1)).matches(f -> f.recovered);
    assertThat(queue.life.said(Kind.POISON_RECORD)).isEmpty();
  }

  /** Each batch that one bad message comes in fails, and the others in it go back with it. */
  @ParameterizedTest
  @MethodSource("seeds")
  void oneBadMessageIsNoOutage(long seed) {
    Random random = new Random(seed);
    double rate = between(random, 0.2, 5);
    QueueLife queue = new QueueLife(seed, rate, 10, between(random, 30, 120));
    queue.run(CALM, queue.chance(0));
    queue.put("bad");
    queue.run(900, (ids, at) -> ids.contains("bad"));
    assertThat(queue.outages()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void callsThatFailByChanceAreNoOutage(long seed) {
    Random random = new Random(seed);
    QueueLife queue = any(seed, random);
    queue.run(CALM, queue.chance(0.03 + 0.12 * random.nextDouble()));
    assertThat(queue.outages()).isEmpty();
  }

  /** Over before anybody could look, and each message goes well when it comes back. */
  @ParameterizedTest
  @MethodSource("seeds")
  void twentySecondsAreNoOutage(long seed) {
    Random random = new Random(seed);
    QueueLife queue = any(seed, random);
    queue.run(CALM, queue.chance(0.01));
    queue.run(20, queue.chance(1));
    queue.run(300, queue.chance(0.01));
    assertThat(queue.outages()).isEmpty();
  }

  /** Nothing is known of the minutes before, but that batches went well once is remembered. */
  @ParameterizedTest
  @ValueSource(ints = {600, 8 * 3_600})
  void aQueueThatWakesUpIntoAnOutageIsKnown(int idleSeconds) {
    QueueLife queue = new QueueLife(3, 2, 10, 900);
    queue.run(CALM, queue.chance(0.01));
    queue.idle(idleSeconds);
    queue.run(60, queue.chance(1));
    assertThat(queue.outages()).isNotEmpty().allMatch(f -> f.severity == Severity.PAGE);
  }

  /** Lines that tell of failures alone make each failure look like the whole. */
  @Test
  void wokenUpByAFewFailuresOfWhomTellsFailuresAloneIsNoOutage() {
    MappingLife life = new MappingLife(MappingLife.QUEUE);
    life.slots(
        60,
        slot -> {
          String id = "m" + life.number;
          slot.part(EventSourceSlot.MESSAGE + id)
              .failed(new FailedBatch(life.now, "", "", "Error", -1, 1, 1, -1, "s", "r" + id));
        });
    assertThat(life.said(Kind.DEPENDENCY_OUTAGE)).isEmpty();
  }

  /** Somebody moves bad messages back from a dead-letter queue; what was there before goes on. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void badMessagesThatAreMovedBackAreNoOutageWhileOthersGoWell(int perGood) {
    QueueLife queue = new QueueLife(perGood, 4, 1, 300);
    queue.run(CALM, queue.chance(0));
    for (int slot = 0; slot < 24; slot++) {
      for (int i = 0; i < 20 * perGood; i++) {
        queue.put("bad" + slot + "-" + i);
      }
      queue.run(5, (ids, at) -> ids.get(0).startsWith("bad"));
    }
    assertThat(queue.outages()).isEmpty();
  }

  /** Nine of ten in each batch go well, and the function says which did not. */
  @Test
  void itemsThatFailInEachBatchAreNoOutage() {
    MappingLife life = new MappingLife(MappingLife.QUEUE);
    life.slots(60, slot -> MappingLife.queueGoesOn(life, slot));
    life.slots(
        60,
        slot -> {
          MappingLife.queueGoesOn(life, slot);
          for (int i = 0; i < 4; i++) {
            String id = life.number + "-" + i;
            slot.part(EventSourceSlot.MESSAGE + id)
                .failed(new FailedBatch(life.now, "", "", "ValueError", -1, 10, 1, -1, "s", id));
          }
        });
    assertThat(life.said(Kind.DEPENDENCY_OUTAGE)).isEmpty();
  }

  /** It comes back at once, and most batches are its own; others go back with it, once each. */
  @Test
  void oneBadMessageThatIsInMostBatchesIsNoOutage() {
    MappingLife life = new MappingLife(MappingLife.QUEUE);
    life.slots(60, slot -> MappingLife.queueGoesOn(life, slot));
    life.slots(
        60,
        slot -> {
          String request = "r" + life.number;
          FailedBatch failure =
              new FailedBatch(life.now, "", "", "ValueError", -1, 3, 0, -1, "s", request);
          slot.part(EventSourceSlot.NO_SHARD).failedForAny(failure);
          for (String id : List.of("bad", request + "-1", request + "-2")) {
            slot.part(EventSourceSlot.MESSAGE + id).suspect(failure);
          }
          if (life.number % 3 == 0) {
            MappingLife.queueGoesOn(life, slot);
          }
        });
    assertThat(life.said(Kind.DEPENDENCY_OUTAGE)).isEmpty();
  }
}
