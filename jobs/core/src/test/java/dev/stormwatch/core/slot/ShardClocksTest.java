package dev.stormwatch.core.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShardClocksTest {

  private static final long SLOT = 5_000;
  private static final long HOLDBACK = 2_000;
  private static final long SILENCE = 30_000;
  private static final long CHILDREN = 10_000;
  private static final long QUIET = 4_000;
  private static final long T = 1_700_000_000_000L;

  private final ShardClocks clocks =
      new ShardClocks(SLOT, HOLDBACK, new ShardClocks.Patience(HOLDBACK, SILENCE, CHILDREN, QUIET));

  private static long behind(long arrival) {
    return arrival - HOLDBACK - 1;
  }

  @Test
  void aShardThatWasNotReadYetHoldsTheClock() {
    clocks.open("a", 0);
    clocks.open("b", 0);
    clocks.place("a", T, 100);
    clocks.answered("a", true, 100);

    assertThat(clocks.watermark(100)).isEqualTo(Long.MIN_VALUE);
    assertThat(clocks.quiet(SILENCE - 1)).isFalse();

    clocks.answered("b", true, 200);
    assertThat(clocks.watermark(200)).isEqualTo(behind(T));
  }

  @Test
  void aShardThatIsBehindHoldsTheClockAtItsNewestRecord() {
    clocks.open("a", 0);
    clocks.open("b", 0);
    clocks.place("a", T + 600_000, 100);
    clocks.answered("a", true, 100);
    clocks.place("b", T, 100);
    clocks.answered("b", false, 100);

    assertThat(clocks.watermark(100)).isEqualTo(behind(T));

    clocks.answered("b", true, 200);
    assertThat(clocks.watermark(200)).isEqualTo(behind(T + 600_000));
  }

  @Test
  void aShardThatIsReadToItsEndDelaysNobody() {
    clocks.open("busy", 0);
    clocks.open("silent", 0);
    clocks.answered("silent", true, 0);
    clocks.place("busy", T, 10);
    clocks.answered("busy", true, 10);

    assertThat(clocks.watermark(10)).isEqualTo(behind(T));
  }

  @Test
  void anAnswerOlderThanTheHoldbackSaysNothingOfThePresent() {
    clocks.open("a", 0);
    clocks.open("throttled", 0);
    clocks.place("throttled", T, 0);
    clocks.answered("throttled", true, 0);
    clocks.place("a", T + 1_000, 1_000);
    clocks.answered("a", true, 1_000);
    assertThat(clocks.watermark(1_000)).isEqualTo(behind(T + 1_000));

    clocks.place("a", T + 9_000, 9_000);
    clocks.answered("a", true, 9_000);
    assertThat(clocks.watermark(9_000)).as("held, and never back").isEqualTo(behind(T + 1_000));

    clocks.place("a", T + SILENCE, SILENCE);
    clocks.answered("a", true, SILENCE);
    assertThat(clocks.watermark(SILENCE)).as("given up").isEqualTo(behind(T + SILENCE));
  }

  @Test
  void aClosedShardHoldsTheClockUntilItsChildrenAreFound() {
    clocks.open("parent", 0);
    clocks.open("other", 0);
    clocks.place("parent", T, 0);
    clocks.answered("parent", true, 0);
    clocks.ended("parent", 0);
    clocks.place("other", T + 8_000, 8_000);
    clocks.answered("other", true, 8_000);
    assertThat(clocks.watermark(8_000)).isEqualTo(behind(T));

    clocks.open("child", 8_500);
    clocks.place("child", T + 500, 9_000);
    clocks.answered("child", false, 9_000);
    clocks.answered("other", true, CHILDREN);
    assertThat(clocks.watermark(CHILDREN)).isEqualTo(behind(T + 500));
  }

  @Test
  void aReaderIsQuietWhenNothingComesAndNothingIsMissing() {
    assertThat(clocks.quiet(0)).as("no shards").isTrue();
    clocks.open("a", 0);
    assertThat(clocks.quiet(0)).as("not read yet").isFalse();
    clocks.answered("a", true, 100);
    assertThat(clocks.quiet(100)).isTrue();
    clocks.place("a", T, 1_000);
    clocks.answered("a", true, 1_000);
    assertThat(clocks.quiet(1_000)).as("a record just came").isFalse();
    clocks.answered("a", true, 1_000 + QUIET);
    assertThat(clocks.quiet(1_000 + QUIET)).isTrue();
    assertThat(clocks.quiet(1_001 + QUIET + HOLDBACK)).as("no answer").isFalse();
  }

  @Test
  void aShardThatWasNotOpenedIsAFault() {
    assertThatThrownBy(() -> clocks.place("x", T, 0)).hasMessageContaining("shard x");
  }

  /** Backlogs of several shards, read in any order and in pieces of any size. */
  @Test
  void aCatchUpNeverPassesARecordThatIsStillToBeRead() {
    for (int seed = 1; seed <= 300; seed++) {
      Random random = new Random(seed);
      int count = 1 + random.nextInt(5);
      ShardClocks reader =
          new ShardClocks(
              SLOT, HOLDBACK, new ShardClocks.Patience(HOLDBACK, SILENCE, CHILDREN, QUIET));
      List<Deque<Long>> backlogs = new ArrayList<>();
      int left = 0;
      for (int shard = 0; shard < count; shard++) {
        Deque<Long> backlog = new ArrayDeque<>();
        long arrival = T + random.nextInt(100_000);
        for (int i = random.nextInt(40); i > 0; i--) {
          arrival += random.nextInt(20_000);
          backlog.add(arrival);
          left++;
        }
        backlogs.add(backlog);
        reader.open("shard-" + shard, 0);
      }
      long now = 0;
      while (left > 0) {
        now += random.nextInt((int) HOLDBACK / count);
        int shard = random.nextInt(count);
        Deque<Long> backlog = backlogs.get(shard);
        for (int i = random.nextInt(5); i > 0 && !backlog.isEmpty(); i--) {
          long arrival = backlog.remove();
          left--;
          assertThat(reader.place("shard-" + shard, arrival, now))
              .as("seed %d", seed)
              .isGreaterThan(reader.watermark(now));
        }
        reader.answered("shard-" + shard, backlog.isEmpty(), now);
        // Whoever is behind is asked again and again.
        for (int other = 0; other < count; other++) {
          if (!backlogs.get(other).isEmpty()) {
            reader.answered("shard-" + other, false, now);
          }
        }
      }
    }
  }
}
