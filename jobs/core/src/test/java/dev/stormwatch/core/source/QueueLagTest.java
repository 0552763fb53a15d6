package dev.stormwatch.core.source;

import static dev.stormwatch.core.source.MappingLife.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Recommendation;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.ShardPart;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages of a queue that wait longer and longer: a queue has no shards and no partition keys. */
class QueueLagTest {

  /** What only streams have. */
  private static final List<String> OF_STREAMS =
      List.of("shard", "parallelization", "partition", "uneven keys", "record", "ReadProvisioned");

  /** Two calls of ten messages a slot; the age grows by half of that time. */
  private static MappingLife falls(String queue, int callMillis, boolean othersOnTime) {
    MappingLife life = new MappingLife(queue);
    life.slots(40, slot -> batch(life, slot, 100, callMillis));
    long[] age = {0};
    life.slots(
        100,
        slot -> {
          age[0] += 2_500;
          batch(life, slot, age[0], callMillis);
          batch(life, slot, othersOnTime ? 100 : age[0], callMillis);
        });
    return life;
  }

  private static void batch(MappingLife life, EventSourceSlot slot, long age, int callMillis) {
    ShardPart calls = slot.part(EventSourceSlot.NO_SHARD);
    calls.succeeded(life.now + 1_000, "", "", 10, age);
    calls.panes.took(life.now + 1_000, callMillis);
  }

  private static String words(Finding finding) {
    StringBuilder words = new StringBuilder(finding.headline + finding.impact.what);
    if (finding.prediction != null) {
      words.append(finding.prediction.what);
    }
    for (Recommendation row : finding.recommendations) {
      words.append(row.action).append(row.reason).append(row.command).append(row.sideEffect);
    }
    return words.toString();
  }

  private static void speaksOfAQueue(List<Finding> said) {
    assertThat(said).isNotEmpty();
    for (Finding finding : said) {
      assertThat(OF_STREAMS).noneMatch(words(finding)::contains);
    }
  }

  /**
   * Two calls of 10 s every 5 s are four at a time; half of what comes is done, so ten catch up.
   */
  @Test
  void aSlowConsumerIsGivenMoreCallsAtATime() {
    List<Finding> said = falls(QUEUE, 10_000, false).said(Kind.CONSUMER_LAG);
    speaksOfAQueue(said);
    Finding last = said.get(said.size() - 1);
    assertThat(last.headline).contains("too slow for jobs: messages wait ");
    assertThat(last.recommendations)
        .filteredOn(row -> row.command.contains("--scaling-config"))
        .singleElement()
        .satisfies(row -> assertThat(row.value).isEqualTo("10"))
        .satisfies(row -> assertThat(row.command).contains("--event-source-arn " + QUEUE))
        .satisfies(row -> assertThat(row.command).endsWith("MaximumConcurrency=10"));
    assertThat(last.recommendations).anyMatch(row -> row.command.contains("--batch-size"));
  }

  /** A batching window is refused of FIFO queues, and their batches hold ten at most. */
  @Test
  void ofAFifoQueueTheGroupsLimitIt() {
    List<Finding> said = falls(QUEUE + ".fifo", 10_000, false).said(Kind.CONSUMER_LAG);
    speaksOfAQueue(said);
    assertThat(said.get(0).recommendations)
        .anyMatch(row -> row.action.contains("more message groups"))
        .noneMatch(row -> row.command.contains("--batch-size"));
  }

  @Test
  void batchesOnTimeBetweenLateOnesAreAHotGroupOfAFifoQueueAlone() {
    List<Finding> fifo = falls(QUEUE + ".fifo", 10_000, true).said(Kind.CONSUMER_LAG);
    speaksOfAQueue(fifo);
    assertThat(fifo).allMatch(f -> f.headline.endsWith("one hot message group?"));
    List<Finding> standard = falls(QUEUE, 10_000, true).said(Kind.CONSUMER_LAG);
    speaksOfAQueue(standard);
    assertThat(standard).allMatch(f -> f.headline.contains("too slow for jobs"));
  }

  @Test
  void aConsumerThatIsHeldUpIsAskedForItsConcurrency() {
    List<Finding> said = falls(QUEUE, 100, false).said(Kind.CONCURRENCY_SATURATION);
    speaksOfAQueue(said);
    assertThat(said.get(0).recommendations).allMatch(row -> row.command.contains("ScalingConfig"));
  }
}
