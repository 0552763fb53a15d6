package dev.stormwatch.replay.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How soon records that fail for ever were known, how well they were cornered, and how well their
 * loss was foretold, over many recordings.
 *
 * @param deadline records whose loss the first alert that tells it puts within 5 % of the time that
 *     is really left, of those with such an alert
 * @param worstError largest error, as a share of the time left; not a number where nothing was told
 * @param cornered records under bisect that an alert names exactly, known after so few failed
 *     attempts as halving takes and two more, of all records under bisect whose batches are logged
 * @param delays by what the records are read from and how that is told of
 */
public record IsolationScore(
    Share deadline, double worstError, Share cornered, List<Delay> delays) {

  private static final double CLOSE = 0.05;

  /** What is true in one recording, and what was said about it, in order of time. */
  public record Said(List<Isolation> truths, List<Naming> alerts) {}

  /**
   * How soon records of one kind of source were known.
   *
   * @param found those that any alert is about
   * @param time from the first failed attempt to the alert
   * @param attempts that had failed by then, as {@link Durations} that count attempts
   */
  public record Delay(String source, Share found, Durations time, Durations attempts) {}

  public static IsolationScore of(List<Said> recordings) {
    List<Double> errors = new ArrayList<>();
    int bisected = 0;
    int cornered = 0;
    for (Said said : recordings) {
      for (Isolation truth : said.truths()) {
        error(truth, said.alerts()).ifPresent(errors::add);
        bisected += truth.halved() ? 1 : 0;
        cornered += truth.halved() && cornered(truth, said.alerts()) ? 1 : 0;
      }
    }
    int close = (int) errors.stream().filter(error -> error <= CLOSE).count();
    return new IsolationScore(
        new Share(close, errors.size()),
        errors.stream().mapToDouble(error -> error).max().orElse(Double.NaN),
        new Share(cornered, bisected),
        delays(recordings));
  }

  private static List<Delay> delays(List<Said> recordings) {
    TreeMap<String, List<Isolation>> bySource = new TreeMap<>();
    TreeMap<String, List<long[]>> known = new TreeMap<>();
    for (Said said : recordings) {
      for (Isolation truth : said.truths()) {
        bySource.computeIfAbsent(truth.source(), source -> new ArrayList<>()).add(truth);
        List<long[]> rows = known.computeIfAbsent(truth.source(), source -> new ArrayList<>());
        first(truth, said.alerts())
            .ifPresent(
                alert ->
                    rows.add(
                        new long[] {
                          alert.decidedAt() - truth.onset(), truth.attemptsUntil(alert.decidedAt())
                        }));
      }
    }
    List<Delay> delays = new ArrayList<>();
    bySource.forEach(
        (source, truths) -> {
          List<long[]> found = known.getOrDefault(source, List.of());
          delays.add(
              new Delay(
                  source,
                  new Share(found.size(), truths.size()),
                  new Durations(found.stream().mapToLong(row -> row[0]).toArray()),
                  new Durations(found.stream().mapToLong(row -> row[1]).toArray())));
        });
    return delays;
  }

  private static Optional<Naming> first(Isolation truth, List<Naming> alerts) {
    return alerts.stream()
        .filter(alert -> alert.decidedAt() >= truth.onset())
        .filter(alert -> truth.entity().overlaps(alert.entity()))
        .findFirst();
  }

  private static Optional<Double> error(Isolation truth, List<Naming> alerts) {
    return first(truth, alerts.stream().filter(alert -> alert.lossAt() > 0).toList())
        .filter(alert -> truth.lossAt() > 0)
        .map(
            alert ->
                (double) Math.abs(alert.lossAt() - truth.lossAt())
                    / Math.max(1, truth.lossAt() - alert.decidedAt()));
  }

  private static boolean cornered(Isolation truth, List<Naming> alerts) {
    return alerts.stream()
        .filter(alert -> alert.decidedAt() >= truth.onset())
        .filter(alert -> truth.entity().namedBy(alert.entity()))
        .findFirst()
        .filter(alert -> alert.corneredAt() > 0)
        .filter(alert -> truth.attemptsUntil(alert.corneredAt()) <= truth.fewAttempts())
        .isPresent();
  }
}
