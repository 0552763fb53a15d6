package dev.stormwatch.core.source;

import static dev.stormwatch.core.source.FailingCalls.blocked;
import static dev.stormwatch.core.source.FailingCalls.byChance;
import static dev.stormwatch.core.source.FailingCalls.failAt;
import static dev.stormwatch.core.source.FailingCalls.failOnce;
import static dev.stormwatch.core.source.FailingCalls.failingAt;
import static dev.stormwatch.core.source.FailingCalls.severity;
import static dev.stormwatch.core.source.MappingLife.queueGoesOn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FailedBatch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pauses that grow between failing calls: what default logs alone can show of a batch. */
class SuspectedPoisonTest {

  /** The pauses of a mapping that tries again double, up to a minute. */
  @Test
  void pausesThatGrowFromTheFirstFailureOnAreASuspicionSoonAndAPageWhenTheyDoNotEnd() {
    assertThat(backingOff(0, 1, 1, 2, 4, 7, 12).all()).isEmpty();
    assertThat(severity(backingOff(0, 1, 1, 2, 4, 7, 12, 13))).isEqualTo(Severity.TICKET);
    assertThat(severity(backingOff(0, 1, 1, 2, 4, 7, 12, 13, 11))).isEqualTo(Severity.TICKET);
    assertThat(severity(backingOff(0, 1, 1, 2, 4, 7, 12, 13, 11, 12))).isEqualTo(Severity.PAGE);
  }

  /** The pause of the next hours is a minute, not what it was so far. */
  @Test
  void aPauseThatStillGrowsIsSaidTo() {
    List<Long> failures = new ArrayList<>();
    long pause = 250;
    for (long at = MappingLife.T + 1_200_000; failures.size() < 16; at += pause) {
      failures.add(at);
      pause = Math.min(60_000, 2 * pause);
    }
    List<Finding> said = failingAt(failures).said(Kind.POISON_RECORD);
    assertThat(said.get(0).headline).contains("at pauses that grow, by now 32 s");
    assertThat(said.get(said.size() - 1).headline).contains("every 60 s");
  }

  /** A batch that waits for what is down comes back in the same rhythm. */
  @Test
  void anErrorThatSaysThatSomethingElseIsUnavailableIsNoSuspicion() {
    int[] pauses = {0, 1, 1, 2, 4, 7, 12, 13, 11, 12};
    assertThat(backingOff("java.net.ConnectException", pauses).all()).isEmpty();
    assertThat(backingOff("ECONNREFUSED", pauses).all()).isEmpty();
    assertThat(backingOff("NumberFormatException", pauses).all()).isNotEmpty();
  }

  @Test
  void aClientThatGivesUpAfterAFewPausesThatGrowIsNoSuspicion() {
    assertThat(backingOff(0, 1, 2, 4, 8).all()).isEmpty();
  }

  /** Of failures that were there before nobody knows whether pauses grew. */
  @Test
  void pausesThatGrowAmongOtherFailuresAreNoSuspicion() {
    assertThat(backingOff(0, 3, 9, 2, 5, 1, 6, 2, 8, 1, 3, 1, 2, 4, 8).all()).isEmpty();
  }

  /** Others fail with the same error, a minute and a half apart; they succeed at once. */
  @Test
  void pausesThatGrowAreFoundAmongFailuresThatHaveNothingToDoWithThem() {
    for (int seed = 1; seed <= 5; seed++) {
      List<Long> failures = byChance(seed, 90, 40);
      long at = MappingLife.T + 1_203_000;
      long pause = 500;
      while (at < MappingLife.T + 2_400_000) {
        failures.add(at);
        at += pause + 200;
        pause = Math.min(60_000, 2 * pause);
      }
      List<Finding> said = failingAt(failures).said(Kind.POISON_RECORD);
      assertThat(said).as("seed %d", seed).isNotEmpty();
      assertThat(said.get(0).severity).isEqualTo(Severity.TICKET);
      assertThat(said.get(0).onset).isBetween(MappingLife.T + 1_100_000, MappingLife.T + 1_210_000);
    }
  }

  /** Each attempt runs for 56 seconds: from end to end the pauses hardly grow. */
  @Test
  void pausesThatGrowAreFoundBetweenAttemptsThatRunIntoTheTimeout() {
    MappingLife life = new MappingLife(EventSourceSlot.DEFAULT_LOGS);
    life.slots(60, slot -> queueGoesOn(life, slot));
    long begin = life.now + 1_000;
    long pause = 500;
    while (begin < MappingLife.T + 2_400_000) {
      long end = begin + 56_000;
      life.slots(
          (int) ((end - life.now) / MappingLife.SLOT) + 1,
          slot -> {
            queueGoesOn(life, slot);
            if (end >= life.now && end < life.now + MappingLife.SLOT) {
              slot.part(EventSourceSlot.ERROR + "TIMEOUT")
                  .failed(
                      new FailedBatch(end, "", "", "TIMEOUT", -1, -1, -1, -1, "s", "r" + end)
                          .lasting(56_000));
            }
          });
      begin = end + pause;
      pause = Math.min(60_000, 2 * pause);
    }
    assertThat(life.said(Kind.POISON_RECORD)).anyMatch(f -> f.severity == Severity.PAGE);
  }

  /** Each shard's batch is tried again in the same rhythm while what all need is down. */
  @Test
  void pausesThatGrowWhileOthersFailAreNoSuspicion() {
    for (int shards = 2; shards <= 5; shards++) {
      MappingLife life = new MappingLife(EventSourceSlot.DEFAULT_LOGS);
      life.slots(60, slot -> queueGoesOn(life, slot));
      List<Long> failures = new ArrayList<>();
      for (int shard = 0; shard < shards; shard++) {
        long at = life.now + 170 * shard;
        for (long pause = 500; at < life.now + 600_000; pause = Math.min(60_000, 2 * pause)) {
          failures.add(at);
          at += pause + 200 + 37 * shard;
        }
      }
      failAt(life, failures, slot -> {});
      assertThat(life.all()).as("%d shards", shards).isEmpty();
    }
  }

  /** The batch that fails holds up all that the function would do. */
  @Test
  void theOnlyShardThatIsBlockedIsAPageWhereTheErrorIsOfWhatTheCodeWasGiven() {
    assertThat(onlyShard("InvalidFormatException", 60).said(Kind.POISON_RECORD))
        .isNotEmpty()
        .allMatch(f -> f.severity == Severity.PAGE)
        .allMatch(f -> f.headline.contains("none succeeds"))
        .allMatch(f -> f.impact.what.contains("cannot be told apart"));
    assertThat(onlyShard("RuntimeError", 60).all()).isEmpty();
    assertThat(onlyShard("ECONNREFUSED", 60).all()).isEmpty();
    assertThat(onlyShard("InvalidFormatException", 0).all())
        .as("it never did anything else")
        .isEmpty();
  }

  /**
   * @param well slots in which its batches succeed before
   */
  private static MappingLife onlyShard(String error, int well) {
    MappingLife life = new MappingLife(EventSourceSlot.DEFAULT_LOGS);
    life.slots(well, slot -> queueGoesOn(life, slot));
    failAt(life, blocked(3, life.now + 1_000, life.now + 600_000, 30_000), error, slot -> {});
    return life;
  }

  /**
   * @param pauses before each failing call, in slots
   */
  private static MappingLife backingOff(int... pauses) {
    return backingOff("TIMEOUT", pauses);
  }

  private static MappingLife backingOff(String error, int... pauses) {
    MappingLife life = new MappingLife(EventSourceSlot.DEFAULT_LOGS);
    for (int pause : pauses) {
      life.slots(pause, slot -> queueGoesOn(life, slot));
      failOnce(life, "call-" + life.now, error);
    }
    return life;
  }

  /** A function of which no success was ever seen is broken, and no record is to blame. */
  @Test
  void severalErrorsOfWhichNothingEverSucceedsAreNoSuspicion() {
    MappingLife life = new MappingLife(EventSourceSlot.DEFAULT_LOGS);
    for (int call = 0; call < 30; call++) {
      life.slots(5, slot -> {});
      failOnce(life, "call-" + call, "KeyError", "ValueError");
    }
    assertThat(life.all()).isEmpty();
  }
}
