package dev.stormwatch.core.detect.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.detect.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * How long after it became dearer is a growing function's crossing told, where Lambda Insights
 * tells the processor share and where nothing does? More by {@code -Dstormwatch.crossings=N}, of
 * which the first is {@code -Dstormwatch.seed}.
 */
class CrossingTest {

  private static final int CROSSINGS = Integer.getInteger("stormwatch.crossings", 6);
  private static final long FIRST = Long.getLong("stormwatch.seed", 1);

  @Test
  void aCrossingIsToldWithinThreeDays() {
    for (boolean known : new boolean[] {true, false}) {
      List<Double> delays = new ArrayList<>();
      List<Double> ofWeeks = new ArrayList<>();
      int foreseen = 0;
      int held = 0;
      for (long seed : LongStream.range(FIRST, FIRST + CROSSINGS).toArray()) {
        GrowingLife life = new GrowingLife(seed, known);
        life.run();
        long told =
            life.said.stream()
                .filter(said -> said.finding().severity == Severity.TICKET)
                .mapToLong(GrowingLife.Said::at)
                .findFirst()
                .orElse(Long.MAX_VALUE);
        long crossing = life.crossing();
        long weeks = life.crossingOfWeeks();
        delays.add((told - crossing) / (double) GrowingLife.DAY);
        ofWeeks.add((told - weeks) / (double) GrowingLife.DAY);
        if (told - weeks > 3 * GrowingLife.DAY || told - weeks < -GrowingLife.DAY) {
          System.out.printf(
              Locale.ROOT,
              "  seed %d, share %s: %s: %.2f and %.2f days%n",
              seed,
              known ? "known" : "unknown",
              life,
              delays.get(delays.size() - 1),
              ofWeeks.get(ofWeeks.size() - 1));
        }
        for (GrowingLife.Said said : life.said) {
          if (said.finding().prediction != null) {
            foreseen++;
            held +=
                said.finding().prediction.earliest <= weeks + GrowingLife.DAY
                        && said.finding().prediction.latest >= weeks
                    ? 1
                    : 0;
            break;
          }
        }
        assertThat(life.usdPerMonthBefore(told)).isGreaterThanOrEqualTo(100);
      }
      print(known, "the last cheap day", delays);
      print(known, "the weeks' mean", ofWeeks);
      System.out.printf(Locale.ROOT, "  first interval held it in %d of %d%n", held, foreseen);
      assertThat(ofWeeks.stream().filter(days -> days <= 3).count())
          .isGreaterThanOrEqualTo(3 * CROSSINGS / 4);
    }
  }

  private static void print(boolean known, String after, List<Double> delays) {
    delays.sort(null);
    int count = delays.size();
    System.out.printf(
        Locale.ROOT,
        "share %s: days after %s: p10 %.2f, p50 %.2f, p90 %.2f, at most %.2f; within three %d of %d,"
            + " before %d%n",
        known ? "known" : "unknown",
        after,
        delays.get(count / 10),
        delays.get(count / 2),
        delays.get(count * 9 / 10),
        delays.get(count - 1),
        delays.stream().filter(days -> days <= 3).count(),
        count,
        delays.stream().filter(days -> days < 0).count());
  }
}
