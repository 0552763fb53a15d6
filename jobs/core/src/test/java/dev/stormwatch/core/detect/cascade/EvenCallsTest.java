package dev.stormwatch.core.detect.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.cascade.LoopLab.Outcome;
import dev.stormwatch.core.detect.cascade.LoopLab.Told;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What is called as evenly as a loop, or nearly, and is none: clocks, fleets, load tests, workers,
 * traffic, streams; each of a function that was idle. {@code -Dstormwatch.loops=N} prints how many
 * of N of each kind are tickets and pages, the first of seed {@code -Dstormwatch.seed}.
 */
class EvenCallsTest {

  private static final String LOOPS = "stormwatch.loops";

  private static final long FIRST = Long.getLong("stormwatch.seed", 1);

  private static final int HALF_HOUR = 1_800;

  private static final String NAME = "report";

  /** Functions, those told of, those paged, and seconds, by kind. */
  private final Map<String, int[]> counts = new LinkedHashMap<>();

  private static Outcome play(long seed, int lasts, UnaryOperator<LoopLab> calls) {
    return calls.apply(new LoopLab(seed, lasts, Told.NOTHING)).play();
  }

  private static void assertNoPage(int lasts, String what, UnaryOperator<LoopLab> calls) {
    for (long seed = FIRST; seed < FIRST + 3; seed++) {
      assertThat(play(seed, lasts, calls).page())
          .as("%s, seed %d", what, seed)
          .isEqualTo(Long.MAX_VALUE);
    }
  }

  /** Of forty and of seventy seconds, which no minute is a multiple of. */
  @Test
  void devicesThatReportInAnyPeriodPageNobody() {
    for (int period : new int[] {40, 70, 120}) {
      assertNoPage(
          HALF_HOUR,
          "each " + period + " s",
          lab -> lab.fleet(NAME, 4 * period, period, 0.05, HALF_HOUR));
    }
  }

  /** Its rate bends, and for minutes the parabola hides that it is a clock's. */
  @Test
  void whatTurnsOutToBeAClockIsNoPageLater() {
    assertNoPage(1_500, "steps", lab -> lab.open(NAME, 3.9, 5, 60, true, 1_200));
  }

  @Test
  void peopleWhoComeToSomethingNewPageNobody() {
    for (double perSecond : new double[] {5, 50}) {
      assertNoPage(900, perSecond + "/s", lab -> lab.web(NAME, perSecond, LoopLab.START, 0));
    }
  }

  @Test
  @EnabledIfSystemProperty(named = LOOPS, matches = "\\d+")
  void tableOfWhatIsNone() {
    for (double jitter : new double[] {0.05, 0.3, 1}) {
      for (double rate : new double[] {1.2, 4, 20}) {
        for (double period : new double[] {5, 10, 20, 30, 40, 45, 60, 70, 90, 120, 300}) {
          int devices = (int) (rate * period);
          count(
              String.format(Locale.ROOT, "devices, %.1f/s, off by %.2f s", rate, jitter),
              HALF_HOUR,
              lab -> lab.fleet(NAME, devices, period, jitter, HALF_HOUR));
        }
      }
    }
    for (int calls : new int[] {5, 50, 500}) {
      count("schedules", HALF_HOUR, lab -> lab.cron(NAME, calls, 60));
      count("schedules", HALF_HOUR, lab -> lab.cron(NAME, calls, 300));
    }
    for (double rate : new double[] {1, 1.3, 3.9, 7.7, 25}) {
      count("one poller", HALF_HOUR, lab -> lab.fleet(NAME, 1, 1 / rate, 0.02, HALF_HOUR));
    }
    for (int lasts : new int[] {300, 600, 900, 1_200}) {
      count("one client, " + lasts + " s", lasts + 300, lab -> clients(lab, 1, 0, 0, lasts));
      for (int clients : new int[] {3, 10, 50}) {
        for (double thinks : new double[] {0, 2}) {
          String of = " clients, " + lasts + " s";
          count("at once" + of, lasts + 300, lab -> clients(lab, clients, 0, thinks, lasts));
          count("added" + of, lasts + 300, lab -> clients(lab, clients, 120, thinks, lasts));
        }
      }
    }
    for (double rate : new double[] {3.9, 10, 33, 100}) {
      for (int steps : new int[] {1, 5, 60}) {
        double step = steps == 60 ? 5 : 60;
        count("open load test", 1_500, lab -> lab.open(NAME, rate, steps, step, true, 1_200));
        count("random load test", 1_500, lab -> lab.open(NAME, rate, steps, step, false, 1_200));
      }
    }
    for (int workers : new int[] {2, 10, 50}) {
      for (double takes : new double[] {0.5, 4, 20}) {
        count("workers, 20 min", 1_500, lab -> lab.clients(NAME, workers, 0, takes, 0, 1_200));
        count(
            "workers, 30 min",
            HALF_HOUR,
            lab -> lab.clients(NAME, workers, 0, takes, 0, HALF_HOUR));
      }
    }
    for (double rate : new double[] {5, 50, 500}) {
      for (double scatter : new double[] {0, 0.3}) {
        count("traffic as ever", 1_200, lab -> lab.web(NAME, rate, 0, scatter));
        count("traffic, new", 1_200, lab -> lab.web(NAME, rate, LoopLab.START, scatter));
      }
    }
    for (int shards : new int[] {1, 4, 20}) {
      for (double window : new double[] {0.25, 1, 5}) {
        for (double takes : new double[] {0.05, 0.5}) {
          count("stream, new", HALF_HOUR, lab -> lab.stream(NAME, shards, window, takes));
        }
      }
    }
    print();
  }

  private static LoopLab clients(
      LoopLab lab, int clients, double ramp, double thinks, double until) {
    return lab.clients(NAME, clients, ramp, 0.3, thinks, until);
  }

  private void count(String what, int lasts, UnaryOperator<LoopLab> calls) {
    int[] count = counts.computeIfAbsent(what, kind -> new int[4]);
    for (long seed = FIRST; seed < FIRST + Integer.getInteger(LOOPS); seed++) {
      Outcome outcome = play(seed, lasts, calls);
      count[0]++;
      count[1] += outcome.ticket() < Long.MAX_VALUE ? 1 : 0;
      count[2] += outcome.page() < Long.MAX_VALUE ? 1 : 0;
      count[3] += lasts;
    }
  }

  private void print() {
    counts.forEach(
        (what, count) ->
            System.out.println(
                String.format(
                    Locale.ROOT,
                    "%-32s %4d functions, %6.2f days; told %4d, paged %4d",
                    what,
                    count[0],
                    count[3] / 86_400.0,
                    count[1],
                    count[2])));
  }
}
