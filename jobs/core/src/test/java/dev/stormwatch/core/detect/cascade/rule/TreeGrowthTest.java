package dev.stormwatch.core.detect.cascade.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.cascade.account.AccountState;
import dev.stormwatch.core.model.TracePart;
import dev.stormwatch.core.settings.Settings;
import dev.stormwatch.core.settings.TestSettings;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What feeds itself within one trace, and what only has many calls in one. */
class TreeGrowthTest {

  private static final Settings SETTINGS = TestSettings.usual().settings();
  private static final long BEGIN = 1_000;
  private static final int SLOT = 5;
  private static final long SEEDS = 20;

  /** The calls of one trace, told some seconds after they end. */
  private static final class OneTrace {

    private final Random dice;
    private final TreeMap<Long, TreeMap<String, TracePart>> told = new TreeMap<>();
    private int calls;

    OneTrace(long seed) {
      dice = new Random(seed);
    }

    void call(String function, double at, double seconds) {
      long second = BEGIN + (long) Math.floor(at);
      long slot =
          (long) Math.ceil((BEGIN + at + seconds + 1 + 4 * dice.nextDouble()) / SLOT) * SLOT;
      told.computeIfAbsent(slot, key -> new TreeMap<>())
          .computeIfAbsent(function, name -> new TracePart(1, 7, name))
          .add(second * 1000, -1, 1);
      calls++;
    }

    double about(double mean) {
      return mean * (0.5 + dice.nextDouble());
    }

    /** Calls that cause calls of the next function in a ring, half a turn less or more later. */
    void loop(int functions, double gain, double turn, double seconds, int most) {
      PriorityQueue<double[]> waiting = new PriorityQueue<>((a, b) -> Double.compare(a[0], b[0]));
      waiting.add(new double[] {0, 0});
      while (!waiting.isEmpty() && calls < most) {
        double[] call = waiting.remove();
        call("f" + (int) call[1], call[0], seconds);
        boolean gains = call[1] == 0;
        int children = gains ? (int) (gain + dice.nextDouble()) : 1;
        for (int i = 0; i < children; i++) {
          double next = call[0] + about(turn / functions);
          waiting.add(new double[] {next, (call[1] + 1) % functions});
        }
      }
    }

    /** Calls of clients, each after the last, of whom so many are there at a time. */
    void clients(DoubleUnaryOperator number, double seconds, double until) {
      for (int client = 0; client < 200; client++) {
        double at = 0;
        while (at < until) {
          if (client < number.applyAsDouble(at)) {
            call("work", at, seconds / 2);
            at += about(seconds);
          } else {
            at += 1;
          }
        }
      }
    }

    /** Calls at a rate that does not wait for answers. */
    void arrivals(DoubleUnaryOperator perSecond, double most, double until) {
      double at = 0;
      while (at < until) {
        at -= Math.log(1 - dice.nextDouble()) / most;
        if (dice.nextDouble() * most < perSecond.applyAsDouble(at)) {
          call("work", at, 0.2);
        }
      }
    }

    /** Each folder calls itself for its folders, twice as many at most, level by level. */
    void walk(int folders, int levels, double seconds, int most) {
      ArrayDeque<double[]> waiting = new ArrayDeque<>();
      waiting.add(new double[] {0, levels});
      while (!waiting.isEmpty() && calls < most) {
        double[] folder = waiting.remove();
        call("walk", folder[0], seconds);
        int inner = folder[1] > 0 ? 1 + dice.nextInt(2 * folders) : 0;
        for (int i = 0; i < inner; i++) {
          waiting.add(new double[] {folder[0] + about(seconds), folder[1] - 1});
        }
      }
    }

    /** Second after the first call at which the tree is found to be a cascade; -1 for never. */
    long foundAt() {
      TreeRule rule = new TreeRule(SETTINGS);
      return firstAt(state -> rule.find(state) != null);
    }

    /** The same for what grows steadily, of whatever size. */
    long growsAt() {
      TreeGrowth growth = new TreeGrowth(SETTINGS.cascade.growthMillis / 1000);
      return firstAt(
          state ->
              state.trees.all().get(0).branches.stream()
                  .anyMatch(branch -> growth.goesOn(branch, state.end)));
    }

    private long firstAt(Predicate<AccountState> isFound) {
      AccountState state = new AccountState();
      state.end = told.firstKey() - SLOT;
      for (long end = told.firstKey(); end <= told.lastKey() + 60; end += SLOT) {
        state.trees.advance(state.end, end);
        state.end = end;
        SortedSet<TracePart> parts =
            new TreeSet<>((one, other) -> one.function.compareTo(other.function));
        parts.addAll(told.getOrDefault(end, new TreeMap<>()).values());
        state.trees.take(parts, end * 1000);
        if (isFound.test(state)) {
          return end - BEGIN;
        }
      }
      return -1;
    }

    long callsUntil(long at) {
      return told.headMap(BEGIN + at, true).values().stream()
          .flatMap(parts -> parts.values().stream())
          .mapToLong(TracePart::calls)
          .sum();
    }
  }

  private static OneTrace loop(long seed, int functions, double gain, double turn) {
    OneTrace trace = new OneTrace(seed);
    trace.loop(functions, gain, turn, turn / 8, 20_000);
    return trace;
  }

  /** From a second to minutes a turn, through one function or four; a limit comes much later. */
  @Test
  void aLoopThatGainsLittleIsFoundHoweverLongItsTurn() {
    for (int functions : new int[] {1, 4}) {
      for (double gain : new double[] {1.3, 1.5, 1.8}) {
        for (double turn : new double[] {5, 31, 60}) {
          int found = 0;
          for (long seed = 0; seed < SEEDS; seed++) {
            found += loop(seed, functions, gain, turn).foundAt() > 0 ? 1 : 0;
          }
          assertThat(found)
              .as("%d functions, gain %s, turn %s s", functions, gain, turn)
              .isGreaterThanOrEqualTo((int) (0.8 * SEEDS));
        }
      }
    }
  }

  /** It doubles each 53 s, and is found before it is thousands a function. */
  @Test
  void aLoopOfHalfAMinuteATurnIsFoundInMinutes() {
    int early = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      OneTrace trace = loop(seed, 4, 1.5, 31);
      long first = trace.foundAt();
      early += first > 0 && trace.callsUntil(first) < 4 * 1_500 ? 1 : 0;
    }
    assertThat(early).isGreaterThanOrEqualTo((int) (0.9 * SEEDS));
  }

  private interface Process {
    void fill(OneTrace trace);
  }

  private static void silent(String what, Process process) {
    for (long seed = 0; seed < SEEDS; seed++) {
      OneTrace trace = new OneTrace(seed);
      process.fill(trace);
      assertThat(trace.foundAt()).as("%s, seed %d", what, seed).isEqualTo(-1);
    }
  }

  @Test
  void aMapInOneTraceIsSilent() {
    for (int atATime : new int[] {1, 40, 1_000}) {
      silent(
          "map, " + atATime + " at a time",
          trace -> {
            trace.call("plan", 0, 1);
            trace.clients(at -> atATime, 0.5 + atATime / 20.0, 300);
            trace.call("reduce", 320, 1);
          });
    }
  }

  @Test
  void pagesThatCallTheNextAreSilent() {
    silent("pages", trace -> trace.loop(1, 1, 0.6, 0.4, 3_000));
  }

  /** The producer of a backfill passes its id on to all messages. */
  @Test
  void aBackfillWithOneIdIsSilentAtAnyPace() {
    silent("constant", trace -> trace.arrivals(at -> 25, 25, 1_900));
    silent("slow", trace -> trace.arrivals(at -> 1.5, 1.5, 1_900));
    silent("ramps up", trace -> trace.arrivals(at -> Math.min(60, 2 + at / 5), 60, 900));
    silent("from nothing", trace -> trace.arrivals(at -> Math.min(60, at / 10), 60, 900));
    silent("slowly", trace -> trace.arrivals(at -> Math.min(10, at / 200), 10, 1_800));
  }

  /** Clients come one by one, or their number is doubled each minute. */
  @Test
  void aLoadTestWithOneIdIsSilent() {
    silent("ramp", trace -> trace.clients(at -> 40 * at / 300, 1.2, 600));
    silent("slow ramp", trace -> trace.clients(at -> at / 60, 1.2, 900));
    silent("doubles", trace -> trace.clients(at -> Math.pow(2, Math.floor(at / 60)), 1.2, 450));
    silent("slow calls", trace -> trace.clients(at -> Math.pow(2, Math.floor(at / 60)), 4, 450));
  }

  @Test
  void aProcessThatKeepsOneIdForLifeIsSilent() {
    silent("day", trace -> trace.arrivals(at -> 10 + 9 * Math.sin(at / 300), 20, 2_500));
    silent(
        "a surge after a quiet time",
        trace -> trace.arrivals(at -> at < 900 ? 0.1 : 12, 12, 1_500));
  }

  /** Stages of a map of maps, each of one function, ten times as wide as the one before. */
  @Test
  void stagesOfOneFunctionAreNoSlowGrowth() {
    for (long seed = 0; seed < SEEDS; seed++) {
      OneTrace trace = new OneTrace(seed);
      for (int stage = 0, wide = 1; stage < 4; stage++, wide *= 10) {
        for (int i = 0; i < wide; i++) {
          trace.call("work", 60 * stage + 30 * trace.dice.nextDouble(), 1);
        }
      }
      assertThat(trace.growsAt()).as("seed %d", seed).isEqualTo(-1);
    }
  }

  /** Folder by folder, each calls itself for its folders; a limit lets so many run at a time. */
  @Test
  void aWalkOfSomeHundredFoldersIsSilent() {
    silent("walk", trace -> trace.walk(3, 6, 2, 950));
    silent("deep", trace -> trace.walk(2, 9, 4, 950));
  }

  /** However many they are: levels of seconds are over before growth is told from a loop's. */
  @Test
  void aWalkIsNoSlowGrowth() {
    for (long seed = 0; seed < SEEDS; seed++) {
      OneTrace trace = new OneTrace(seed);
      trace.walk(3, 8, 4, 8_000);
      assertThat(trace.growsAt()).as("seed %d", seed).isEqualTo(-1);
    }
  }
}
