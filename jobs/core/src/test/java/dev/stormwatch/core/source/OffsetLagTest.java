package dev.stormwatch.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.PartitionOffsets;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Kafka's partitions that fall behind, by the offsets that pollers log once a minute. */
class OffsetLagTest {

  private static final String KAFKA = "arn:aws:kafka:eu-west-1:111122223333:cluster/demo/3521";

  /** Records that come to each partition in a minute. */
  private static final long COME = 600;

  private final MappingLife life = new MappingLife(KAFKA);
  private final long[] end = {5_000, 90_000, 700_000};
  private final long[] done = {5_000, 90_000, 700_000};

  /**
   * @param can records that each partition's consumer can process in a minute
   */
  private void minutes(int count, long come, IntUnaryOperator can) {
    for (int i = 0; i < count; i++) {
      life.slots(11, slot -> {});
      for (int partition = 0; partition < 3; partition++) {
        end[partition] += come;
        done[partition] = Math.min(end[partition], done[partition] + can.applyAsInt(partition));
      }
      life.slots(
          1,
          slot -> {
            for (int partition = 0; partition < 3; partition++) {
              slot.part("clicks-" + partition)
                  .reached(new PartitionOffsets(life.now, end[partition], done[partition]));
            }
          });
    }
  }

  @Test
  void allPartitionsThatFallBehindAreASlowConsumerAndItEndsWhenTheyCatchUp() {
    minutes(12, COME, partition -> 5_000);
    minutes(3, COME, partition -> 300);
    assertThat(life.said(Kind.CONSUMER_LAG)).isNotEmpty();
    Finding first = life.said(Kind.CONSUMER_LAG).get(0);
    assertThat(first.severity).isEqualTo(Severity.TICKET);
    assertThat(first.headline).contains("3 of 3 partitions lag");
    assertThat(first.impact.what).contains("(168 h kept, assumed");
    assertThat(first.onset).as("when they last kept up").isEqualTo(life.now - 185_000);
    assertThat(life.said(Kind.HOT_SHARD)).isEmpty();
    assertThat(life.said(Kind.POISON_RECORD)).isEmpty();

    minutes(6, COME, partition -> 2_000);
    assertThat(life.all().get(life.all().size() - 1).recovered).isTrue();
  }

  /** Three minutes at half the pace are a minute and a half. */
  @Test
  void anAgeIsWhenTheEndPassedTheOffset() {
    minutes(12, COME, partition -> 5_000);
    minutes(3, COME, partition -> 300);
    List<Finding> said = life.said(Kind.CONSUMER_LAG);
    assertThat(said.get(said.size() - 1).headline).contains("the worst 90 s");
  }

  /** A record came to it that fails again and again. */
  @Test
  void aPartitionThatStopsIsNotHot() {
    minutes(12, COME, partition -> 5_000);
    for (int done : List.of(590, 585, 300, 0, 0, 0, 0, 0)) {
      minutes(1, COME, partition -> partition == 1 ? done : 5_000);
    }
    assertThat(life.said(Kind.HOT_SHARD)).isEmpty();
    assertThat(life.said(Kind.POISON_RECORD)).isNotEmpty();
  }

  @Test
  void onePartitionThatFallsBehindIsHot() {
    minutes(12, COME, partition -> 5_000);
    minutes(6, COME, partition -> partition == 1 ? 300 : 5_000);
    List<Finding> said = life.said(Kind.HOT_SHARD);
    assertThat(said)
        .isNotEmpty()
        .allMatch(f -> "clicks-1".equals(f.subject.names().get("shard")))
        .allMatch(f -> f.headline.contains("demo clicks-1 is"));
    assertThat(said.get(0).recommendations).noneMatch(r -> r.command.contains("parallelization"));
    assertThat(life.said(Kind.CONSUMER_LAG)).isEmpty();
    assertThat(life.said(Kind.POISON_RECORD)).isEmpty();
  }

  /** What waited before anything was known is old by the pace at which records come. */
  @Test
  void aBacklogThatIsWorkedOffIsNothing() {
    for (int partition = 0; partition < 3; partition++) {
      done[partition] -= 4_000;
    }
    minutes(20, COME, partition -> 900);
    assertThat(life.all()).isEmpty();
  }

  /** While the records of a burst are processed they get older, though fewer and fewer wait. */
  @Test
  void aBurstThatIsWorkedOffIsNothing() {
    minutes(12, COME, partition -> 1_500);
    minutes(1, 9_000, partition -> 1_500);
    minutes(12, COME, partition -> 1_500);
    assertThat(life.all()).isEmpty();
  }

  /** Some tell the last offset that was processed, others the one behind it. */
  @Test
  void oneRecordThatSeemsToWaitForEverIsNothing() {
    end[0]++;
    end[1]++;
    minutes(30, 0, partition -> 0);
    assertThat(life.all()).isEmpty();
  }

  /** Producers pause, and what waits is processed all the same. */
  @Test
  void aBacklogWithoutNewRecordsIsNothing() {
    minutes(12, COME, partition -> 5_000);
    end[0] += 20_000;
    minutes(15, 0, partition -> 1_000);
    assertThat(life.all()).isEmpty();
  }
}
