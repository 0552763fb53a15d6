package dev.stormwatch.core.source;

import static dev.stormwatch.core.source.FailingCalls.fail;
import static dev.stormwatch.core.source.FailingCalls.failOnce;
import static dev.stormwatch.core.source.MappingLife.queueGoesOn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FailedBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Calls that fail at even distances, of which default logs show no more. */
class EvenFailuresTest {

  /** Default logs show no more than when calls failed: even distances make a suspicion. */
  @Test
  void evenDistancesBetweenFailuresAreASuspicionAndUnevenOnesAreNot() {
    assertThat(failingEvery(6, 0).said(Kind.POISON_RECORD))
        .isNotEmpty()
        .allMatch(f -> f.severity == Severity.TICKET)
        .allMatch(f -> f.subject.type().equals("function"))
        .allMatch(f -> f.headline.contains("suspected"));
    assertThat(failingEvery(1, 6).all()).isEmpty();
  }

  private static MappingLife failingEvery(int slots, int more) {
    MappingLife life = new MappingLife(EventSourceSlot.DEFAULT_LOGS);
    Random random = new Random(7);
    for (int call = 0; call < 30; call++) {
      life.slots(
          slots + (int) (-more * Math.log(1 - random.nextDouble())),
          slot -> queueGoesOn(life, slot));
      failOnce(life, "call-" + call, "ValueError");
    }
    return life;
  }

  /** A queue hands a message out again after its visibility timeout, and gives it up soon. */
  @Test
  void fiveAttemptsAfterTheSameTimeAmongManyCallsAreASuspicion() {
    for (int seconds : List.of(30, 60, 180)) {
      assertThat(handedOut(4, seconds, 20).all()).as("4 every %d s", seconds).isEmpty();
      assertThat(handedOut(5, seconds, 20).said(Kind.POISON_RECORD))
          .as("5 every %d s", seconds)
          .isNotEmpty()
          .allMatch(f -> f.severity == Severity.TICKET)
          .allMatch(f -> f.recommendations.stream().noneMatch(r -> r.command.contains("default-")));
    }
    assertThat(handedOut(60, 30, 20).said(Kind.POISON_RECORD))
        .as("no schedule wakes anybody")
        .allMatch(f -> f.severity == Severity.TICKET);
  }

  /** Of others that fail as often by chance some are always at even distances. */
  @Test
  void evenDistancesAmongAsManyOtherFailuresAreNoSuspicion() {
    assertThat(handedOut(6, 60, 20, 0.2).said(Kind.POISON_RECORD)).isEmpty();
    assertThat(handedOut(6, 60, 20, 0.02).said(Kind.POISON_RECORD)).isNotEmpty();
  }

  /** What a clock calls fails at even distances if it fails more than twice. */
  @Test
  void evenDistancesAmongFewCallsOrBurstsAreNoSuspicion() {
    assertThat(handedOut(6, 60, 1).all()).isEmpty();
    assertThat(handedOut(6, 60, -20).all()).isEmpty();
  }

  /**
   * @param calls that succeed in each ten seconds; if negative, in the first ten seconds of each
   *     minute alone
   */
  private static MappingLife handedOut(int times, int seconds, int calls) {
    return handedOut(times, seconds, calls, 0);
  }

  /**
   * @param others share of the slots in which another call fails with another error
   */
  private static MappingLife handedOut(int times, int seconds, int calls, double others) {
    Random random = new Random(3);
    MappingLife life = new MappingLife(EventSourceSlot.DEFAULT_LOGS);
    long from = MappingLife.T + 300_000;
    int[] done = new int[1];
    while (done[0] < times || life.now < from) {
      life.slots(
          1,
          slot -> {
            boolean inBurst = calls > 0 || life.now / 10_000 % 6 == 0;
            boolean second = life.now % 10_000 >= MappingLife.SLOT;
            int count = (Math.abs(calls) + (second ? 1 : 0)) / 2;
            for (int call = 0; call < count && inBurst; call++) {
              queueGoesOn(life, slot);
            }
            if (random.nextDouble() < others) {
              fail(slot, life.now, "ValueError", "other-" + life.number);
            }
            long at = from + done[0] * 1_000L * seconds + 400 * (done[0] % 3);
            if (done[0] < times && at <= life.now) {
              fail(slot, at, "KeyError", "r" + done[0]++);
            }
          });
    }
    return life;
  }

  /** Somebody sends the same bad request again and again among a hundred others. */
  @Test
  void evenFailuresThatComeMoreOftenThanAQueueHandsOutAreAClients() {
    for (int seed = 1; seed <= 2; seed++) {
      for (int seconds : List.of(5, 10, 15)) {
        for (int environments : List.of(1, 6)) {
          Random random = new Random(seed);
          List<Long> failures = new ArrayList<>();
          long at = MappingLife.T + 300_000;
          for (int i = 0; i < 80; i++) {
            failures.add(at);
            at += (long) (1_000 * seconds * (0.9 + 0.2 * random.nextDouble()));
          }
          assertThat(failingAmongMany(failures, environments).all())
              .as("every %d s in %d environments, seed %d", seconds, environments, seed)
              .isEmpty();
        }
      }
    }
  }

  private static MappingLife failingAmongMany(List<Long> times, int environments) {
    MappingLife life = new MappingLife(EventSourceSlot.DEFAULT_LOGS);
    Random random = new Random(times.hashCode());
    int[] next = new int[1];
    while (next[0] < times.size()) {
      life.slots(
          1,
          slot -> {
            for (int call = 0; call < 16; call++) {
              queueGoesOn(life, slot);
            }
            while (next[0] < times.size() && times.get(next[0]) <= life.now) {
              long at = times.get(next[0]);
              String stream = "s" + random.nextInt(environments);
              slot.part(EventSourceSlot.NO_SHARD).panes.failed(at);
              slot.part(EventSourceSlot.ERROR + "ValidationError")
                  .failed(
                      new FailedBatch(
                          at, "", "", "ValidationError", -1, -1, -1, -1, stream, "r" + next[0]++));
            }
          });
    }
    return life;
  }
}
