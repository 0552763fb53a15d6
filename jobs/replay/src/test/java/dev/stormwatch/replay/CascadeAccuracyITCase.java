package dev.stormwatch.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stormwatch.core.detect.Finding;
import dev.stormwatch.core.detect.Severity;
import dev.stormwatch.lab.scenario.Scenario;
import dev.stormwatch.replay.CascadeRun.Call;
import dev.stormwatch.replay.CascadeRun.Played;
import dev.stormwatch.replay.CascadeRun.Said;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * How true the numbers of a cascade's alert are, and how soon they come, with all logs and with
 * less: amplification, cost an hour, and the time from the third return. Development seeds unless
 * {@code -Dstormwatch.cascade.seeds=FROM-TO} says otherwise; {@code -Dstormwatch.cascade.scenarios}
 * and {@code -Dstormwatch.cascade.damages} pick, {@code -Dstormwatch.cascade.statements} prints
 * each statement beside the truth.
 */
class CascadeAccuracyITCase {

  private static final List<String> CASCADES =
      List.of("dynamodb-loop", "fan-out-explosion", "recursion-s3");

  private static final List<String> BENIGN =
      List.of(
          "nightly-map-reduce",
          "pagination-self-invoke",
          "pipeline-growth",
          "s3-backfill",
          "redrive-pipeline",
          "scheduled-burst",
          "restart-catch-up",
          "flash-sale-with-headroom");

  private static final Pattern HOURLY = Pattern.compile("\\$([0-9.]+) an hour");

  private static final Pattern AT_MOST = Pattern.compile("at most \\$([0-9.]+)");

  private static final double GIGABYTE_SECOND = 0.0000166667;
  private static final double CALL = 0.2e-6;

  /** A bill is compared with what the minute of calls cost that it is of. */
  private static final long WINDOW_MILLIS = 60_000;

  /** What an hour costs at most is compared with so long from then on. */
  private static final long LATER_MILLIS = 120_000;

  /** What came of all recordings with the same damage. */
  private static final class Sums {
    private int incidents;
    private int found;
    private final List<Double> amplification = new ArrayList<>();
    private final List<Double> amplifications = new ArrayList<>();
    private final List<Double> calls = new ArrayList<>();
    private final List<Double> costs = new ArrayList<>();
    private final List<Double> mostCosts = new ArrayList<>();
    private final List<Double> sooner = new ArrayList<>();
  }

  private final Map<Damage, Sums> sums = new EnumMap<>(Damage.class);

  static long[] seeds() {
    String[] range = System.getProperty("stormwatch.cascade.seeds", "1-1").split("-");
    return LongStream.rangeClosed(Long.parseLong(range[0]), Long.parseLong(range[range.length - 1]))
        .toArray();
  }

  private static List<Damage> damages(Damage... usually) {
    String names = System.getProperty("stormwatch.cascade.damages", "");
    return Arrays.stream(names.isEmpty() ? usually : Damage.values())
        .filter(damage -> names.isEmpty() || List.of(names.split(",")).contains(damage.name()))
        .toList();
  }

  private static List<String> picked(List<String> scenarios) {
    String names = System.getProperty("stormwatch.cascade.scenarios", "");
    return names.isEmpty()
        ? scenarios
        : scenarios.stream().filter(Arrays.asList(names.split(","))::contains).toList();
  }

  @Test
  void whatIsMeantPagesNobodyHoweverMuchIsLost() {
    int runs = 0;
    List<String> paged = new ArrayList<>();
    for (long seed : seeds()) {
      for (String scenario : picked(BENIGN)) {
        Played played = played(scenario, seed);
        // The two that leave least.
        for (Damage damage : damages(Damage.LINES_LOST, Damage.RECORDS_LOST_AND_SAMPLED)) {
          CascadeRun run = CascadeRun.of(played, damage.to(played.records, seed));
          runs++;
          if (run.said.stream().anyMatch(said -> said.finding().severity == Severity.PAGE)) {
            paged.add(scenario + "-" + seed + " " + damage);
          }
        }
      }
    }
    print("benign: %d runs, pages in %s", runs, paged);
    assertThat(paged).isEmpty();
  }

  @Test
  void whatAnAlertSaysIsTrueHoweverMuchIsLost() {
    for (long seed : seeds()) {
      for (String scenario : picked(CASCADES)) {
        Played played = played(scenario, seed);
        for (JsonNode label : played.labels.path("incidents")) {
          if (label.path("kind").asText().equals("fan-out-cascade")) {
            for (Damage damage : damages(Damage.NONE, Damage.RECORDS_LOST_AND_SAMPLED)) {
              CascadeRun run = CascadeRun.of(played, damage.to(played.records, seed));
              judge(scenario + "-" + seed, damage, label, played, run);
            }
          }
        }
      }
    }
    sums.forEach(
        (damage, sum) ->
            print(
                "%-26s found %d of %d; amplification %s, in the end %s; calls %s; cost an hour %s; at most %.0f %% held, %s; after third return %s",
                damage,
                sum.found,
                sum.incidents,
                words(sum.amplifications),
                words(sum.amplification),
                words(sum.calls),
                words(sum.costs),
                100 * held(sum.mostCosts),
                words(sum.mostCosts),
                seconds(sum.sooner)));
    assertThat(sums.values()).allMatch(sum -> sum.found >= 0.98 * sum.incidents);
    assertThat(sums.values()).allMatch(sum -> within(sum.costs) >= 0.8);
    assertThat(sums.values()).allMatch(sum -> held(sum.mostCosts) >= 0.9);
  }

  private Played played(String scenario, long seed) {
    return CascadeRun.played(Scenario.named(scenario), seed);
  }

  /** Start of the first call of the cascade that is so deep or deeper. */
  static long firstAt(Played played, int depth) {
    return played.calls.stream()
        .filter(call -> call.depth() >= depth)
        .mapToLong(Call::start)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private void judge(String name, Damage damage, JsonNode label, Played played, CascadeRun run) {
    Sums sum = sums.computeIfAbsent(damage, d -> new Sums());
    long onset = time(label.path("onset"));
    long until = time(label.path("end"));
    long returned = firstAt(played, 3);
    // Where nothing calls itself, the second generation's first call is what can be waited for.
    long thirdReturn = returned == Long.MAX_VALUE ? firstAt(played, 2) : returned;
    sum.incidents++;
    Said first = null;
    Said last = null;
    int good = 0;
    List<Double> costs = new ArrayList<>();
    List<Double> calls = new ArrayList<>();
    for (Said said : run.said) {
      Finding finding = said.finding();
      if (said.end() < onset || finding.severity == Severity.INFO) {
        last = last != null && finding.severity == Severity.INFO ? said : last;
        continue;
      }
      first = first == null ? said : first;
      last = said;
      if (said.end() <= until) {
        long asOf = finding.evidence.get(0).at;
        double was = hourly(played.calls, asOf, onset);
        if (finding.measure.name.equals("amplification")) {
          sum.amplifications.add(amplification(finding, played.calls));
        }
        Matcher most = AT_MOST.matcher(finding.evidence.get(0).text);
        if (most.find()) {
          double dearest = dearestHour(played.calls, asOf, until, onset);
          sum.mostCosts.add(error(Double.parseDouble(most.group(1)), dearest));
        }
        costs.add(error(hourly(finding), was));
        calls.add(error(finding.measure.samples, count(played.calls, asOf)));
        if (Boolean.getBoolean("stormwatch.cascade.statements")) {
          print(
              "  %s %s %d s after onset, as of %d s: $%.2f an hour, was %.2f; %d calls, were %d, %d in the end; %.1f for each of %s, off by %.1f %%",
              name,
              damage,
              (said.end() - onset) / 1000,
              (asOf - onset) / 1000,
              hourly(finding),
              was,
              finding.measure.samples,
              count(played.calls, asOf),
              count(played.calls, said.end()),
              finding.measure.value,
              finding.subject.names().get("root"),
              100 * amplification(finding, played.calls));
        }
      }
    }
    if (first != null) {
      sum.found++;
      sum.costs.addAll(costs);
      sum.calls.addAll(calls);
      sum.sooner.add((first.end() - thirdReturn) / 1000.0);
      if (first.finding().measure.name.equals("amplification")) {
        sum.amplification.add(amplification(last.finding(), played.calls));
      }
    }
    print(
        "%-22s %-25s %s; cost %s; calls %s; last: %s",
        name,
        damage,
        first == null
            ? "MISSED"
            : String.format(
                Locale.ROOT,
                "%4d s after onset, %4d s after third return",
                (first.end() - onset) / 1000,
                (first.end() - thirdReturn) / 1000),
        words(costs),
        words(calls),
        last == null ? "" : last.finding().headline + " of " + played.calls.size());
  }

  /**
   * Against the calls there were for each event where a trace tells of it, else for each of the
   * function that the alert takes for the root: where the event's own call was lost that is the
   * first stage.
   */
  private static double amplification(Finding finding, List<Call> calls) {
    long asOf = finding.evidence.get(0).at;
    String root = finding.subject.names().get("root");
    List<Call> sofar = calls.stream().filter(call -> call.start() < asOf).toList();
    boolean events = finding.measure.unit.equals("calls per event");
    long roots =
        sofar.stream()
            .filter(call -> events ? call.depth() == 0 : call.function().equals(root))
            .count();
    return error(finding.measure.value, sofar.size() / (double) Math.max(1, roots));
  }

  private static double error(double said, double was) {
    return was == 0 ? Double.NaN : said / was - 1;
  }

  private static double hourly(Finding finding) {
    Matcher matcher = HOURLY.matcher(finding.evidence.get(0).text);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : Double.NaN;
  }

  /** What the calls of the minute before a time, or of all the time so far, cost in an hour. */
  private static double hourly(List<Call> calls, long to, long onset) {
    long from = Math.max(onset, to - WINDOW_MILLIS);
    double cost = 0;
    for (Call call : calls) {
      if (call.start() >= from && call.start() < to) {
        cost += CALL + GIGABYTE_SECOND * call.gigabyteSeconds();
      }
    }
    return cost * 3_600_000.0 / Math.max(1, to - from);
  }

  /** The dearest of the minutes that end at a time or later. */
  private static double dearestHour(List<Call> calls, long from, long until, long onset) {
    double dearest = 0;
    for (long to = from; to <= Math.min(until, from + LATER_MILLIS); to += 10_000) {
      dearest = Math.max(dearest, hourly(calls, to, onset));
    }
    return dearest;
  }

  private static long count(List<Call> calls, long until) {
    return calls.stream().filter(call -> call.start() < until).count();
  }

  private static long time(JsonNode value) {
    return value.isNull() ? Long.MAX_VALUE : Instant.parse(value.asText()).toEpochMilli();
  }

  private static double within(List<Double> errors) {
    return errors.isEmpty()
        ? 1
        : errors.stream().filter(error -> Math.abs(error) <= 0.1).count() / (double) errors.size();
  }

  private static double held(List<Double> errors) {
    return errors.isEmpty()
        ? 1
        : errors.stream().filter(error -> !(error < 0)).count() / (double) errors.size();
  }

  private static String words(List<Double> errors) {
    List<Double> sorted = errors.stream().filter(error -> !error.isNaN()).sorted().toList();
    if (sorted.isEmpty()) {
      return "-";
    }
    double absolute =
        sorted.stream().map(Math::abs).sorted().skip(sorted.size() / 2).findFirst().orElseThrow();
    return String.format(
        Locale.ROOT,
        "%+.1f %% (%+.1f .. %+.1f; |%.1f|; %.0f %% within 10)",
        100 * sorted.get(sorted.size() / 2),
        100 * sorted.get(sorted.size() / 10),
        100 * sorted.get(sorted.size() * 9 / 10),
        100 * absolute,
        100 * within(sorted));
  }

  static String seconds(List<Double> times) {
    List<Double> sorted = times.stream().sorted().toList();
    return sorted.isEmpty()
        ? "-"
        : String.format(
            Locale.ROOT,
            "median %.0f s, most %.0f s",
            sorted.get(sorted.size() / 2),
            sorted.get(sorted.size() - 1));
  }

  static void print(String pattern, Object... values) {
    System.out.println(String.format(Locale.ROOT, pattern, values));
  }
}
