package dev.stormwatch.core.detect.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stormwatch.core.model.Inits;
import dev.stormwatch.core.settings.TestSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The init rule on real init durations: ten cold starts a day of each of some 700 hello-world
 * functions on AWS over four years, as collected by github.com/maxday/lambda-perf (Apache-2.0). The
 * file is not part of this repository; its columns are date, runtime, package, arch, memory_mb,
 * max_mem_used_mb, avg_exec_ms, init_ms_1 to init_ms_10.
 *
 * <pre>
 *   mvn -pl schemas,jobs/core test -Dtest=RealInitDurationsTest \
 *       -Dsurefire.failIfNoSpecifiedTests=false -Dstormwatch.initDurations=FILE.csv.gz
 * </pre>
 */
@EnabledIfSystemProperty(named = "stormwatch.initDurations", matches = ".+")
class RealInitDurationsTest {

  private static final long DAY = 86_400_000;
  private static final long START = 1_600_000_000_000L / DAY * DAY;
  private static final int AROUND = 28;

  /** A change of the platform that lasts: four weeks after against four weeks before. */
  private static final double LASTING = 1.2;

  /** One function: its days, ten durations each, milliseconds. */
  private static final class Series {
    private final List<String> dates = new ArrayList<>();
    private final List<double[]> days = new ArrayList<>();

    private double median(int from, int to) {
      double[] all =
          days.subList(Math.max(0, from), Math.min(days.size(), to)).stream()
              .flatMapToDouble(Arrays::stream)
              .sorted()
              .toArray();
      return all.length == 0 ? Double.NaN : all[all.length / 2];
    }
  }

  private static final Map<String, Series> SERIES = new TreeMap<>();

  @BeforeAll
  static void read() throws IOException {
    Path file = Path.of(System.getProperty("stormwatch.initDurations"));
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      lines.readLine();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] cells = line.split(",", -1);
        double[] day =
            Arrays.stream(cells, 7, cells.length)
                .filter(cell -> !cell.isEmpty() && !cell.equals("None"))
                .mapToDouble(Double::parseDouble)
                .filter(millis -> millis > 0)
                .toArray();
        if (day.length > 0 && !cells[1].isEmpty()) {
          Series series =
              SERIES.computeIfAbsent(
                  String.join(" ", cells[1], cells[2], cells[3], cells[4]), key -> new Series());
          series.dates.add(cells[0]);
          series.days.add(day);
        }
      }
    }
  }

  /** Without a release every ticket is either a change of the platform's or false. */
  @Test
  void ticketsWithoutARelease() {
    for (long minMillis : new long[] {0, 50}) {
      InitRule rule = rule(minMillis);
      long days = 0;
      int changes = 0;
      List<String> lasting = new ArrayList<>();
      int falseOnes = 0;
      for (Map.Entry<String, Series> entry : SERIES.entrySet()) {
        Series series = entry.getValue();
        InitState state = new InitState();
        days += series.days.size();
        boolean before = false;
        for (int day = 0; day < series.days.size(); day++) {
          for (double millis : series.days.get(day)) {
            take(rule, state, "1", millis, START + day * DAY);
          }
          if (state.slower && !before) {
            double ratio =
                series.median(day + 1, day + 1 + AROUND) / series.median(day - AROUND, day - 1);
            if (ratio >= LASTING) {
              changes++;
              lasting.add(entry.getKey() + " " + series.dates.get(day));
            } else {
              falseOnes++;
            }
          }
          before = state.slower;
        }
      }
      double months = days / 30.4;
      System.out.printf(
          Locale.ROOT,
          "least difference %d ms: %d series, %d series-days; %d tickets at lasting changes, %d"
              + " false, %.4f false a series-month%n",
          minMillis,
          SERIES.size(),
          days,
          changes,
          falseOnes,
          falseOnes / months);
      lasting.stream()
          .map(text -> text.replaceAll(" (zip|image).* ", " $1 "))
          .distinct()
          .filter(text -> text.startsWith("c++") || text.contains("snapstart"))
          .forEach(text -> System.out.println("  " + text));
      assertThat(falseOnes / months).isLessThan(minMillis == 0 ? 0.02 : 0.01);
    }
  }

  /** A release that makes init so many times as long, on real durations of one function. */
  @Test
  void initsUntilARegressionIsFound() {
    for (String kind : List.of(" zip ", " image ")) {
      release(kind, 1);
      assertThat(release(kind, 1.5)).isLessThanOrEqualTo(kind.equals(" zip ") ? 10 : 25);
      assertThat(release(kind, 2)).isLessThanOrEqualTo(10);
    }
  }

  /** The number of inits until it is found in nine of ten releases. */
  private static int release(String kind, double factor) {
    Random random = new Random(1);
    InitRule rule = rule(0);
    List<Integer> needed = new ArrayList<>();
    int early = 0;
    int missed = 0;
    for (Map.Entry<String, Series> entry : SERIES.entrySet()) {
      Series series = entry.getValue();
      if (!entry.getKey().contains(kind) || series.days.size() < 60) {
        continue;
      }
      InitState state = new InitState();
      int from = random.nextInt(series.days.size() - 50);
      for (int day = from; day < from + 5; day++) {
        for (double millis : series.days.get(day)) {
          take(rule, state, "1", millis, START + day * DAY);
        }
      }
      early += state.slower ? 1 : 0;
      int count = 0;
      for (int day = from + 5; day < from + 15 && !state.slower; day++) {
        for (double millis : series.days.get(day)) {
          if (!state.slower) {
            take(rule, state, "2", factor * millis, START + day * DAY);
            count++;
          }
        }
      }
      missed += state.slower ? 0 : 1;
      needed.add(count);
    }
    needed.sort(null);
    System.out.printf(
        Locale.ROOT,
        "%s %.1f times: %d releases, found after p50 %d, p90 %d inits; %d too early, %d not in 100%n",
        kind.trim(),
        factor,
        needed.size(),
        needed.get(needed.size() / 2),
        needed.get(needed.size() * 9 / 10),
        early,
        missed);
    return needed.get(needed.size() * 9 / 10);
  }

  private static InitRule rule(long minMillis) {
    return new InitRule(
        TestSettings.usual().with("coldStart.initMinMillis", minMillis).settings().coldStart);
  }

  private static void take(InitRule rule, InitState state, String version, double millis, long at) {
    Inits inits = new Inits();
    inits.add(version, Math.round(millis * 1000));
    rule.observe(inits, at, at, 1, state);
  }
}
