package dev.stormwatch.core.source;

import static dev.stormwatch.core.source.FailingCalls.blocked;
import static dev.stormwatch.core.source.FailingCalls.byChance;
import static dev.stormwatch.core.source.FailingCalls.fail;
import static dev.stormwatch.core.source.FailingCalls.failAt;
import static dev.stormwatch.core.source.FailingCalls.severity;
import static dev.stormwatch.core.source.MappingLife.queueGoesOn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Kind;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.core.model.EventSourceSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** When a suspected record is over, of which default logs show no more than that calls fail. */
class SuspicionEndTest {

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
          failAt(life, failures, slot -> queueGoesOn(life, slot));
          assertThat(life.all()).as(which).noneMatch(f -> f.recovered);
          assertThat(severity(life)).as(which).isEqualTo(Severity.PAGE);
          List<Long> after = others == 0 ? new ArrayList<>() : byChance(seed + 9, others, 20);
          after.replaceAll(at -> at - MappingLife.T + until);
          after.add(until + 900_000);
          failAt(life, after, slot -> queueGoesOn(life, slot));
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
    failAt(life, failures, slot -> queueGoesOn(life, slot));
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
}
