package dev.stormwatch.core.source;

import static dev.stormwatch.core.source.MappingLife.queueGoesOn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.EventSourceSlot;
import dev.stormwatch.core.model.FailedBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What default logs alone can show. */
class SuspectedPoisonTest {

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

  /** The growth of the pauses is out of sight after a quarter of an hour; the block is not over. */
  @Test
  void whatGoesOnIsNotOverHoweverLongItTakesAndEndsSoonWhenItDoes() {
    for (int pause : List.of(15, 30, 60)) {
      for (int others : List.of(0, 100)) {
        for (int seed = 1; seed <= 2; seed++) {
          String which = pause + " s, others every " + others + " s, seed " + seed;
          MappingLife life = new MappingLife(EventSourceSlot.DEFAULT_LOGS);
          long from = MappingLife.T + 1_203_000;
          long until = from + 2_400_000;
          List<Long> failures = others == 0 ? new ArrayList<>() : byChance(seed, others, 60);
          failures.addAll(blocked(seed, from, until, 1_000L * pause));
          failures.removeIf(at -> at > until);
          failAt(life, failures, true);
          assertThat(life.all()).as(which).noneMatch(f -> f.recovered);
          assertThat(severity(life)).as(which).isEqualTo(Severity.PAGE);
          List<Long> after = others == 0 ? new ArrayList<>() : byChance(seed + 9, others, 20);
          after.replaceAll(at -> at - MappingLife.T + until);
          after.add(until + 900_000);
          failAt(life, after, true);
          List<Finding> said = life.all();
          assertThat(said.stream().filter(f -> f.recovered)).as(which).hasSize(1);
          assertThat(said.get(said.size() - 1).recovered).as(which).isTrue();
        }
      }
    }
  }

  /** Telemetry was missing for some minutes: the pauses are those of before. */
  @Test
  void whatComesBackIsNoLessThanItWas() {
    MappingLife life = new MappingLife(EventSourceSlot.DEFAULT_LOGS);
    long from = MappingLife.T + 603_000;
    List<Long> failures = blocked(1, from, from + 3_000_000, 15_000);
    failures.removeIf(at -> at > from + 1_000_000 && at < from + 1_400_000);
    failAt(life, failures, true);
    assertThat(life.all()).anyMatch(f -> f.recovered);
    assertThat(severity(life)).isEqualTo(Severity.PAGE);
    assertThat(life.said(Kind.POISON_RECORD).get(0).severity).isEqualTo(Severity.TICKET);
  }

  /**
   * The first attempts come quickly, so that the pause still grows after a dozen of them, and log
   * lines are delivered late.
   */
  @Test
  void whatIsToldLateAndGrowsForLongIsOverWhenThreePausesAreMissedAndNotBefore() {
    for (int seed = 1; seed <= 12; seed++) {
      String which = "seed " + seed;
      MappingLife life = new MappingLife(EventSourceSlot.DEFAULT_LOGS);
      long from = MappingLife.T + 603_000;
      List<Long> failures = quickThenBlocked(seed, from, from + 3_600_000);
      long last = failures.get(failures.size() - 1);
      failLate(life, failures, new Random(seed));
      assertThat(life.all()).as(which).isNotEmpty().noneMatch(f -> f.recovered);
      assertThat(severity(life)).as(which).isEqualTo(Severity.PAGE);
      int slots = (int) ((last + 180_000 - life.now) / MappingLife.SLOT);
      life.slots(slots, slot -> queueGoesOn(life, slot));
      assertThat(life.all()).as(which).noneMatch(f -> f.recovered);
      life.slots(60, slot -> queueGoesOn(life, slot));
      assertThat(life.all().stream().filter(f -> f.recovered)).as(which).hasSize(1);
    }
  }

  /** Ten attempts within some seconds, as of a batch that fails at once. */
  private static List<Long> quickThenBlocked(int seed, long from, long until) {
    Random random = new Random(seed);
    List<Long> failures = new ArrayList<>();
    long at = from;
    for (int i = 0; i < 6; i++) {
      failures.add(at);
      at += 500 + random.nextInt(500);
    }
    failures.addAll(blocked(seed, at, until, 60_000));
    return failures;
  }

  private static void failLate(MappingLife life, List<Long> failures, Random random) {
    TreeMap<Long, Long> told = new TreeMap<>();
    failures.forEach(at -> told.put(at + random.nextInt(39_000), at));
    while (!told.isEmpty()) {
      life.slots(
          1,
          slot -> {
            queueGoesOn(life, slot);
            while (!told.isEmpty() && told.firstKey() < life.now + MappingLife.SLOT) {
              long at = told.pollFirstEntry().getValue();
              fail(slot, at, "ValueError", "r" + at);
            }
          });
    }
  }

  private static List<Long> blocked(int seed, long from, long until, long longest) {
    Random random = new Random(seed);
    List<Long> failures = new ArrayList<>();
    long at = from;
    for (long pause = 500; at < until; pause = Math.min(longest, 2 * pause)) {
      failures.add(at);
      at += (long) (pause * (0.85 + 0.3 * random.nextDouble()));
    }
    return failures;
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
      failAt(life, failures, false);
      assertThat(life.all()).as("%d shards", shards).isEmpty();
    }
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
    List<Long> failures = blocked(3, life.now + 1_000, life.now + 600_000, 30_000);
    int[] next = new int[1];
    while (next[0] < failures.size()) {
      life.slots(
          1,
          slot -> {
            while (next[0] < failures.size() && failures.get(next[0]) <= life.now) {
              fail(slot, failures.get(next[0]), error, "r" + next[0]++);
            }
          });
    }
    return life;
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
            long at = from + done[0] * 1_000L * seconds + 400 * (done[0] % 3);
            if (done[0] < times && at <= life.now) {
              fail(slot, at, "KeyError", "r" + done[0]++);
            }
          });
    }
    return life;
  }

  private static void fail(EventSourceSlot slot, long at, String error, String request) {
    slot.part(EventSourceSlot.NO_SHARD).panes.failed(at);
    slot.part(EventSourceSlot.ERROR + error)
        .failed(new FailedBatch(at, "", "", error, -1, -1, -1, -1, "s" + at % 4, request));
  }

  @Test
  void failuresByChanceMakeNoChain() {
    for (int seed = 1; seed <= 5; seed++) {
      for (int seconds : List.of(5, 30, 200)) {
        assertThat(failingAt(byChance(seed, seconds, 150)).all()).isEmpty();
      }
    }
  }

  /**
   * A queue's consumer was stopped, then all of its calls begin at once and work off what waits:
   * one in two hundred fails, thick at first. Their distances grow as a mapping's pauses do.
   */
  @Test
  void failuresOfABurstThatThinsOutSeldomMakeAChain() {
    List<Integer> told = new ArrayList<>();
    for (int seed = 1; seed <= 40; seed++) {
      List<Long> failures = byChance(seed, 27, 50);
      long resumed = failures.get(failures.size() - 1) + 900_000;
      failures.addAll(burst(new Random(seed), resumed));
      if (!failingAt(failures).all().isEmpty()) {
        told.add(seed);
      }
    }
    assertThat(told).as("seeds").hasSizeLessThanOrEqualTo(3);
  }

  /** As a queue's worker had it, of which no message came back; milliseconds after the first. */
  @Test
  void theFailuresOfAWorkerThatDrainsABacklogAreNoSuspicion() {
    List<Integer> after =
        List.of(
            0, 507, 937, 946, 1_023, 1_549, 2_177, 2_297, 2_640, 5_109, 11_288, 19_151, 28_484,
            52_481, 70_910, 123_694, 133_065, 223_641, 240_828, 286_895, 290_121, 297_051, 298_181,
            374_386, 384_937, 444_540, 487_523, 578_365, 584_800, 641_551, 656_323, 695_743);
    for (int seed = 1; seed <= 5; seed++) {
      List<Long> failures = byChance(seed, 27, 50);
      long resumed = failures.get(failures.size() - 1) + 920_000;
      after.forEach(millis -> failures.add(resumed + millis));
      assertThat(failingAt(failures).all()).as("seed %d", seed).isEmpty();
    }
  }

  /** Three a second, some seconds later one in eight, after two minutes one in half a minute. */
  private static List<Long> burst(Random random, long from) {
    List<Long> failures = new ArrayList<>();
    long at = from;
    while (at < from + 900_000) {
      failures.add(at);
      long after = at - from;
      double mean = after < 3_000 ? 330 : after < 120_000 ? 8_000 : 30_000;
      at += (long) (-mean * Math.log(1 - random.nextDouble()));
    }
    return failures;
  }

  private static List<Long> byChance(int seed, int meanSeconds, int count) {
    Random random = new Random(seed);
    List<Long> failures = new ArrayList<>();
    long at = MappingLife.T;
    for (int i = 0; i < count; i++) {
      at += (long) (-1000.0 * meanSeconds * Math.log(1 - random.nextDouble()));
      failures.add(at);
    }
    return failures;
  }

  private static MappingLife failingAt(List<Long> times) {
    MappingLife life = new MappingLife(EventSourceSlot.DEFAULT_LOGS);
    failAt(life, times, true);
    return life;
  }

  private static void failAt(MappingLife life, List<Long> times, boolean othersSucceed) {
    List<Long> sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    int[] next = new int[1];
    while (next[0] < sorted.size()) {
      life.slots(
          1,
          slot -> {
            if (othersSucceed) {
              queueGoesOn(life, slot);
            }
            while (next[0] < sorted.size() && sorted.get(next[0]) <= life.now) {
              long at = sorted.get(next[0]);
              fail(slot, at, "ValueError", "r" + next[0]++);
            }
          });
    }
  }

  private static Severity severity(MappingLife life) {
    List<Finding> said = life.said(Kind.POISON_RECORD);
    return said.get(said.size() - 1).severity;
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
      String request = "call-" + life.now;
      life.slots(
          1,
          slot ->
              slot.part(EventSourceSlot.ERROR + error)
                  .failed(
                      new FailedBatch(life.now, "", "", error, -1, -1, -1, -1, "stream", request)));
    }
    return life;
  }

  private static MappingLife failingEvery(int slots, int more) {
    MappingLife life = new MappingLife(EventSourceSlot.DEFAULT_LOGS);
    Random random = new Random(7);
    for (int call = 0; call < 30; call++) {
      life.slots(
          slots + (int) (-more * Math.log(1 - random.nextDouble())),
          slot -> queueGoesOn(life, slot));
      String request = "call-" + call;
      life.slots(
          1,
          slot ->
              slot.part(EventSourceSlot.ERROR + "ValueError")
                  .failed(
                      new FailedBatch(
                          life.now, "", "", "ValueError", -1, -1, -1, -1, "stream", request)));
    }
    return life;
  }

  /** A function of which no success was ever seen is broken, and no record is to blame. */
  @Test
  void severalErrorsOfWhichNothingEverSucceedsAreNoSuspicion() {
    MappingLife life = new MappingLife(EventSourceSlot.DEFAULT_LOGS);
    for (int call = 0; call < 30; call++) {
      String request = "call-" + call;
      life.slots(5, slot -> {});
      life.slots(
          1,
          slot -> {
            for (String error : List.of("KeyError", "ValueError")) {
              slot.part(EventSourceSlot.ERROR + error)
                  .failed(
                      new FailedBatch(
                          life.now, "", "", error, -1, -1, -1, -1, "stream", request + error));
            }
          });
    }

    assertThat(life.all()).isEmpty();
  }
}
