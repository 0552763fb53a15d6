package dev.stormwatch.replay.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How well records that block a shard were cornered, and how well their loss was foretold, over
 * many recordings.
 *
 * @param deadline records whose loss the first alert that tells it puts within 5 % of the time that
 *     is really left, of those with such an alert
 * @param worstError largest error, as a share of the time left; not a number where nothing was told
 * @param cornered records under bisect that an alert names exactly, known after so few failed
 *     attempts as halving takes and two more, of all records under bisect whose batches are logged
 */
public record IsolationScore(Share deadline, double worstError, Share cornered) {

  private static final double CLOSE = 0.05;

  /** What is true in one recording, and what was said about it, in order of time. */
  public record Said(List<Isolation> truths, List<Naming> alerts) {}

  public static IsolationScore of(List<Said> recordings) {
    List<Double> errors = new ArrayList<>();
    int bisected = 0;
    int cornered = 0;
    for (Said said : recordings) {
      for (Isolation truth : said.truths()) {
        error(truth, said.alerts()).ifPresent(errors::add);
        bisected += truth.bisect() ? 1 : 0;
        cornered += truth.bisect() && cornered(truth, said.alerts()) ? 1 : 0;
      }
    }
    int close = (int) errors.stream().filter(error -> error <= CLOSE).count();
    return new IsolationScore(
        new Share(close, errors.size()),
        errors.stream().mapToDouble(error -> error).max().orElse(Double.NaN),
        new Share(cornered, bisected));
  }

  private static Optional<Double> error(Isolation truth, List<Naming> alerts) {
    return alerts.stream()
        .filter(alert -> alert.lossAt() > 0 && alert.decidedAt() >= truth.onset())
        .filter(alert -> truth.entity().overlaps(alert.entity()))
        .findFirst()
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
