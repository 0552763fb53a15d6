package dev.stormwatch.replay.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How true the numbers are that alerts tell of exhaustions of connections, over many recordings.
 *
 * <p>Every alert that tells a time before anything was refused is a forecast, updates too; every
 * alert that tells the loop's gain is held against the gain that was true ten seconds before.
 */
public record StormScore(List<List<Row>> recordings) {

  /** A forecast is close within this share of the time that was really left. */
  private static final double CLOSE = 0.35;

  /** A gain is close within this share of the true one. */
  private static final double CLOSE_GAIN = 0.2;

  /** What is true in one recording, and what was said about it, in order of time. */
  public record Said(List<Storm> truths, List<Storm.Word> alerts) {}

  /** Something said against what was true. */
  public record Pair(double said, double was) {

    boolean within(double share) {
      return Math.abs(said - was) <= share * was;
    }
  }

  /**
   * One storm.
   *
   * @param forecasts seconds that were said to be left, and that were
   * @param gains of the loop
   * @param stays did an alert say that the loop will not end by itself? Null where nothing was said
   *     of the storm at all
   */
  public record Row(Storm storm, List<Pair> forecasts, List<Pair> gains, @Nullable Boolean stays) {

    /** Was it right that the loop ends by itself, or that it does not? Empty where nobody knows. */
    Optional<Boolean> healsRight() {
      return stays == null ? Optional.empty() : storm.heals().map(heals -> !heals.equals(stays));
    }
  }

  public static StormScore of(List<Said> recordings) {
    return new StormScore(
        recordings.stream()
            .map(said -> said.truths().stream().map(storm -> row(storm, said.alerts())).toList())
            .toList());
  }

  private static Row row(Storm storm, List<Storm.Word> alerts) {
    List<Pair> forecasts = new ArrayList<>();
    List<Pair> gains = new ArrayList<>();
    Boolean stays = null;
    for (Storm.Word word : alerts) {
      if (!storm.meantBy(word)) {
        continue;
      }
      stays = Objects.requireNonNullElse(stays, false) || word.stays();
      OptionalLong refusal = storm.firstRefusal();
      if (word.fullAt().isPresent()
          && refusal.isPresent()
          && word.decidedAt() < refusal.getAsLong()) {
        forecasts.add(
            new Pair(
                (word.fullAt().getAsLong() - word.decidedAt()) / 1000.0,
                (refusal.getAsLong() - word.decidedAt()) / 1000.0));
      }
      OptionalDouble gain = storm.gainFor(word.decidedAt());
      if (word.gain().isPresent() && gain.isPresent()) {
        gains.add(new Pair(word.gain().getAsDouble(), gain.getAsDouble()));
      }
    }
    return new Row(storm, List.copyOf(forecasts), List.copyOf(gains), stays);
  }

  private Stream<Row> rows() {
    return recordings.stream().flatMap(List::stream);
  }

  /** Forecasts within 35 % of the time that was left, of all. */
  public Share forecasts() {
    return share(rows().flatMap(row -> row.forecasts().stream()).map(pair -> pair.within(CLOSE)));
  }

  /** Gains within 20 % of the true one, of all. */
  public Share gains() {
    return share(rows().flatMap(row -> row.gains().stream()).map(pair -> pair.within(CLOSE_GAIN)));
  }

  /** Storms of which it was right whether their loop ends by itself. */
  public Share heals() {
    return share(rows().flatMap(row -> row.healsRight().stream()));
  }

  private static Share share(Stream<Boolean> right) {
    List<Boolean> all = right.toList();
    return new Share((int) all.stream().filter(one -> one).count(), all.size());
  }
}
