package dev.stormwatch.core.detect.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.cascade.LoopLab.Outcome;
import dev.stormwatch.core.detect.cascade.LoopLab.Own;
import dev.stormwatch.core.detect.cascade.LoopLab.Told;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How soon a loop without any trace is paged, by the length of its turns, by how many chains run
 * and by what else its function is called for. {@code -Dstormwatch.loops=N} prints the tables, of N
 * loops each, the first of seed {@code -Dstormwatch.seed}; {@code -Dstormwatch.loopFunctions=2}
 * those of loops through two functions, {@code -Dstormwatch.loopTold=BATCHES} or {@code DECLARED}
 * those of which more is known.
 */
class LoopTableTest {

  private static final String LOOPS = "stormwatch.loops";

  private static final long FIRST = Long.getLong("stormwatch.seed", 1);

  private static final double[] TURNS = {2, 5, 10, 30, 60, 120, 300};

  private static final int[] CHAINS = {1, 3, 10, 30, 100};

  private static final int HALF_HOUR = 1_800;

  /** Chains that all begin within a turn. */
  private static LongFunction<Outcome> loop(
      double turn, int chains, double variation, Own own, Told told, String... names) {
    return seed ->
        new LoopLab(seed, HALF_HOUR, told, names)
            .own(names[0], own)
            .chains(chains, turn, turn, variation, names)
            .play();
  }

  private static LongFunction<Outcome> events(
      double perSecond, double turn, double variation, Told told) {
    int lasts = perSecond / turn > 1 ? HALF_HOUR / 2 : HALF_HOUR;
    return seed ->
        new LoopLab(seed, lasts, told, "sync").events(perSecond, turn, variation, "sync").play();
  }

  private static Outcome[] outcomes(long first, int loops, LongFunction<Outcome> loop) {
    return LongStream.range(first, first + loops).mapToObj(loop).toArray(Outcome[]::new);
  }

  /** Of the same loops whatever seed the tables begin with: some of others take longer. */
  private static long pagedWithin(int seconds, int loops, LongFunction<Outcome> loop) {
    return Arrays.stream(outcomes(1, loops, loop)).filter(one -> one.page() <= seconds).count();
  }

  @Test
  void aFewChainsOfQuickTurnsArePagedWithinFiveMinutes() {
    assertThat(pagedWithin(300, 4, loop(2, 10, 0.1, Own.NONE, Told.NOTHING, "sync"))).isEqualTo(4);
    assertThat(pagedWithin(300, 4, loop(2, 10, 0.3, Own.NONE, Told.NOTHING, "sync"))).isEqualTo(4);
  }

  @Test
  void turnsOfTenSecondsArePagedWithinSevenMinutes() {
    long paged = pagedWithin(400, 4, loop(10, 30, 0.1, Own.NONE, Told.NOTHING, "sync"));
    assertThat(paged).isGreaterThanOrEqualTo(3);
  }

  @Test
  void turnsOfHalfAMinuteAreFoundAfterAQuarterOfAnHour() {
    long paged = pagedWithin(900, 4, loop(30, 100, 0.1, Own.NONE, Told.NOTHING, "sync"));
    assertThat(paged).isGreaterThanOrEqualTo(3);
  }

  @Test
  void chainsThatEventsBeginAreAPageAtOnceWhereNobodyWaits() {
    assertThat(pagedWithin(330, 3, events(0.1, 0.5, 0.1, Told.DECLARED))).isEqualTo(3);
  }

  @Test
  @EnabledIfSystemProperty(named = LOOPS, matches = "\\d+")
  void tableOfLoops() {
    String[] names =
        Integer.getInteger("stormwatch.loopFunctions", 1) == 1
            ? new String[] {"sync"}
            : new String[] {"sync", "answer"};
    Told told = Told.valueOf(System.getProperty("stormwatch.loopTold", "NOTHING"));
    print("%% paged and median s after the onset; turns of %s s", Arrays.toString(TURNS));
    for (double variation : new double[] {0.02, 0.1, 0.3}) {
      for (Own own : Own.values()) {
        for (int chains : CHAINS) {
          StringBuilder row = new StringBuilder();
          for (double turn : TURNS) {
            // Of fewer than one call in three seconds nothing begins: see Member.FEWEST.
            boolean some = chains / turn >= 1 / 3.0;
            row.append(some ? cell(loop(turn, chains, variation, own, told, names)) : "        -");
          }
          print("%4.2f %-8s %3d chains %s", variation, own, chains, row);
        }
      }
    }
  }

  @Test
  @EnabledIfSystemProperty(named = LOOPS, matches = "\\d+")
  void tableOfEvents() {
    print("%% paged and median s; turns vary by a tenth and by a third, then declared");
    for (double perSecond : new double[] {0.01, 0.1, 1}) {
      for (double turn : new double[] {0.5, 5, 30}) {
        print(
            "%4.2f events/s, turn %4.1f s %s %s %s %s",
            perSecond,
            turn,
            cell(events(perSecond, turn, 0.1, Told.NOTHING)),
            cell(events(perSecond, turn, 0.3, Told.NOTHING)),
            cell(events(perSecond, turn, 0.1, Told.DECLARED)),
            cell(events(perSecond, turn, 0.3, Told.DECLARED)));
      }
    }
  }

  private static String cell(LongFunction<Outcome> loop) {
    Outcome[] all = outcomes(FIRST, Integer.getInteger(LOOPS), loop);
    long[] pages =
        Arrays.stream(all)
            .mapToLong(Outcome::page)
            .filter(at -> at < Long.MAX_VALUE)
            .sorted()
            .toArray();
    return pages.length == 0
        ? "        0"
        : String.format(
            Locale.ROOT, "%4d %4d", 100 * pages.length / all.length, pages[pages.length / 2]);
  }

  private static void print(String pattern, Object... values) {
    System.out.println(String.format(Locale.ROOT, pattern, values));
  }
}
